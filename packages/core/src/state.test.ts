import { expect, test } from "vitest";
import { State } from "./state.js";
import { problemsOf } from "./testing/refusals.js";
import { tensor, toNested } from "./tensor.js";

const state = (): State =>
  new State(
    [
      ["w", tensor([1, 2])],
      ["m", tensor(0, "float32")],
    ],
    ["m"],
  );

test("a state keeps copies: what goes in and what comes out may change without it", () => {
  const first = tensor([1, 2]);
  const kept = new State([["w", first]]);
  first.data[0] = 9;
  kept.read("w").data[1] = 9;
  expect(toNested(kept.read("w"))).toEqual([1, 2]);
});

test("a write replaces the values, counts a version and sets what was unset", () => {
  const kept = state();
  expect([kept.version, kept.unset(), kept.ids(), kept.has("w"), kept.has("q")]).toEqual([
    0,
    ["m"],
    ["w", "m"],
    true,
    false,
  ]);
  kept.write("m", [0.1], []);
  expect([kept.version, kept.unset()]).toEqual([1, []]);
  expect(toNested(kept.read("m"))).toBe(Math.fround(0.1));
});

test("a clone goes its own way, and knows what is unset", () => {
  const kept = state();
  const clone = kept.clone();
  kept.write("w", [3, 4]);
  expect(toNested(clone.read("w"))).toEqual([1, 2]);
  expect(clone.unset()).toEqual(["m"]);
});

test("unknown ids and other shapes are refused", () => {
  expect(problemsOf(() => state().read("ww"))).toEqual([
    {
      code: "unknown-state",
      got: '"ww"',
      need: "the id of a parameter, buffer or slot that has a value",
      try: '"w"',
    },
  ]);
  expect(problemsOf(() => state().write("w", [1]))).toEqual([
    { code: "shape-mismatch", at: "w", got: "1 elements", need: "[2]" },
  ]);
  expect(problemsOf(() => state().write("w", [1, 2], [2, 1]))).toEqual([
    { code: "shape-mismatch", at: "w", got: "[2, 1]", need: "[2]" },
  ]);
  expect(problemsOf(() => state().write("q", []))).toMatchObject([{ code: "unknown-state" }]);
});
