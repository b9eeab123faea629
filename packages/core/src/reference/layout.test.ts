import { expect, test } from "vitest";
import { problemsOf } from "../testing/refusals.js";
import { Layout } from "./layout.js";

test("values have places of their own, constants one for each number, temporaries one for each turn", () => {
  const layout = new Layout(1000);
  expect([layout.allocate(3), layout.allocate(0), layout.allocate(2)]).toEqual([0, 3, 3]);
  const [half, zero, negative] = [layout.constant(0.5), layout.constant(0), layout.constant(-0)] as const;
  expect([half, zero, negative]).toEqual([5, 6, 7]);
  expect(layout.constant(0.5)).toBe(half);
  const first = layout.temporary(0, 4);
  expect(layout.temporary(0, 2)).toBe(first);
  expect(layout.temporary(1, 4)).not.toBe(first);
  expect(layout.temporary(0, 9)).not.toBe(first);
  const memory = layout.create();
  expect([...memory.slice(0, 8)]).toEqual([0, 0, 0, 0, 0, 0.5, 0, -0]);
});

test("what exceeds the limit is refused, whatever takes it", () => {
  const full = new Layout(80);
  full.allocate(8);
  full.reserve(16);
  expect(problemsOf(() => full.reserve(4))).toEqual([
    { code: "too-large", got: "a plan of 84 bytes or more", need: "at most 80" },
  ]);
  expect(problemsOf(() => new Layout(80).temporary(0, 11))).toMatchObject([{ code: "too-large" }]);
});

test("memory that no machine has is refused too", () => {
  const layout = new Layout(Infinity);
  layout.allocate(2 ** 60);
  expect(problemsOf(() => layout.create())).toMatchObject([
    { code: "too-large", need: "no more than this machine can give" },
  ]);
});
