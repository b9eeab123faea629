import { expect, test } from "vitest";
import { State } from "./state.js";
import { stateHash } from "./stateHash.js";
import { tensor } from "./tensor.js";

const w = ["w", tensor([1, 2])] as const;
const m = ["a/m", tensor(0.5, "float32")] as const;

test("the hash is of ids, dtypes, shapes and bytes, little end first", () => {
  // printf '["a/m","float32",[]]\n\0\0\0\x3f["w","float64",[2]]\n\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40' | sha256sum
  expect(stateHash(new State([w, m]))).toBe(
    "6cda695557b3030e450b96fcb94502e3ad04087ce96b1fadaf395d44ffe92869",
  );
});

test("the order of ids means nothing", () => {
  expect(stateHash(new State([m, w]))).toBe(stateHash(new State([w, m])));
});

test("another bit, id, dtype or shape is another hash", () => {
  const states = [
    new State([["w", tensor([0, 1])]]),
    new State([["w", tensor([-0, 1])]]),
    new State([["v", tensor([0, 1])]]),
    new State([["w", tensor([[0, 1]])]]),
    new State([["w", tensor([0, 1], "float32")]]),
    new State([
      ["v", tensor([])],
      ["w", tensor([0, 1])],
    ]),
  ];
  expect(new Set(states.map(stateHash)).size).toBe(states.length);
});

test("what has no value yet is left out until it is written", () => {
  const state = new State([w, m], ["a/m"]);
  expect(stateHash(state)).toBe(stateHash(new State([w])));
  state.write("a/m", [0.5]);
  expect(stateHash(state)).toBe(stateHash(new State([w, m])));
});
