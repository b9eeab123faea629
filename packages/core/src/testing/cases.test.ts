import { expect, test } from "vitest";
import { defineOp, type Op } from "../op.js";
import { definePlugin, type Registry } from "../registry.js";
import { bindShape } from "../shape.js";
import { countCases } from "./caseCounts.js";
import { casesOf, generatedCases } from "./cases.js";
import type { Case } from "./drawCase.js";
import { lawful } from "./laws.js";
import { testRegistry } from "./testOps.js";
import { weightedSum } from "./weightedSum.js";

const loaded = (...ops: Op[]): Registry => {
  const registry =
    ops.length === 0 ? testRegistry : testRegistry.with(definePlugin({ name: "acme", version: 1, ops }));
  return registry.with(weightedSum(registry));
};
const registry = loaded();
const cases = (name: string, seed = 1, from = registry): Case[] => casesOf(from.get("ops", name), seed, from);
const shapesOf = (item: Case): string =>
  JSON.stringify(Object.values(item.shapes).map((shape) => bindShape(shape, item.dims)));

test("a formula is given shapes of ranks 0 to 5 that broadcast both ways, and one value for two inputs", () => {
  const counts = countCases("multiply", cases("multiply"), registry);
  expect(counts.ranks).toEqual([0, 1, 2, 3, 4, 5]);
  expect(counts.withNumbers).toBeGreaterThanOrEqual(generatedCases);
  expect(counts.empty).toBeGreaterThan(0);
  expect(counts.repeated).toBeGreaterThan(5);
  const ranks = cases("multiply").map(({ shapes }) => Math.sign(shapes["a"]!.length - shapes["b"]!.length));
  expect(new Set(ranks)).toEqual(new Set([-1, 0, 1]));
  expect(new Set(cases("multiply").map(shapesOf)).size).toBeGreaterThanOrEqual(generatedCases);
});

test("an op with axes is given every axis, from either end, in ranks 0 to 5", () => {
  const all = cases("sum");
  expect(countCases("sum", all, registry).ranks).toEqual([0, 1, 2, 3, 4, 5]);
  const axes = all.flatMap(({ attributes: { axes } }) => (Array.isArray(axes) ? axes : [axes]));
  expect(new Set(axes)).toEqual(new Set(["all", -5, -4, -3, -2, -1, 0, 1, 2, 3, 4]));
  expect(new Set(all.map(({ attributes }) => attributes["keepDims"]))).toEqual(new Set([true, false]));
});

test("sizes are 0, 1 and primes", () => {
  const drawn = cases("multiply").filter(({ label }) => label.includes("drawn"));
  const sizes = drawn.flatMap(({ shapes, dims }) =>
    Object.values(shapes).flatMap((shape) => bindShape(shape, dims)),
  );
  expect([...new Set(sizes)].sort()).toEqual([0, 1, 2, 3, 5, 7]);
});

test("a seed gives the same cases each time, another seed others", () => {
  const text = (seed: number): string =>
    JSON.stringify(cases("sum", seed).map(({ label, values }) => [label, values]));
  expect(text(1)).toBe(text(1));
  expect(text(1)).not.toBe(text(2));
});

test("an op that takes few shapes has its numbers drawn anew", () => {
  const pair = defineOp({
    name: "acme.pair",
    doc: { summary: "the sum of two" },
    inputs: ["x"],
    shape({ x }, _, need) {
      need(x.length === 1 && x[0] === 2, "x [2]");
      return [];
    },
    kernel: ({ x }, output) => void (output.data[0] = x.data[0]! + x.data[1]!),
    vjp: { x: (g) => g },
    samples: [{ inputs: { x: [2] } }],
  });
  const all = cases("acme.pair", 1, loaded(pair));
  expect(new Set(all.map(shapesOf))).toEqual(new Set(["[[2]]"]));
  expect(new Set(all.map(({ values }) => values["x"]!.data.join())).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(generatedCases);
});

test("a shape that is neither computed nor refused fails the laws, by its name", () => {
  const last = defineOp({
    name: "acme.last",
    doc: { summary: "x" },
    inputs: ["x"],
    shape: ({ x }) => [...x.slice(0, -1), x.at(-1)!.valueOf()] as (number | string)[],
    kernel: ({ x }, output) => output.data.set(x.data),
    vjp: { x: (g) => g },
    samples: [{ inputs: { x: ["N", 3] } }],
  });
  const law = lawful(testRegistry.with(definePlugin({ name: "acme", version: 1, ops: [last] })), {
    ops: ["acme.last"],
  })[0]!;
  expect(() => law.check()).toThrow(
    /acme\.last \[\] \(seed 1.*\) is neither computed nor refused: TypeError/,
  );
});

test("where the op has fewer cases than it takes, the law says so", () => {
  const never = defineOp({
    name: "acme.never",
    doc: { summary: "x of no numbers" },
    inputs: ["x"],
    shape({ x }, _, need) {
      need(x[0] === 0, "x [0]");
      return x;
    },
    kernel: () => undefined,
    vjp: { x: (g) => g },
    samples: [{ inputs: { x: [0] } }],
  });
  const laws = lawful(testRegistry.with(definePlugin({ name: "acme", version: 1, ops: [never] })), {
    ops: ["acme.never"],
  });
  expect(() => laws[0]!.check()).toThrow(/acme\.never \(seed 1\): \d+ cases, 0 with numbers/);
});
