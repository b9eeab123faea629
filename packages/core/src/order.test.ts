import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNames, findCycles, orderByNeed } from "./order.js";

fc.configureGlobal({ seed: 1 });

test("digits count by number, the rest by code unit", () => {
  const names = ["u10", "u2", "U2", "b", "u1", "layer/10/W", "layer/9/W", "a1b10", "a1b9", ""];
  expect([...names].sort(compareNames)).toEqual([
    "",
    "U2",
    "a1b9",
    "a1b10",
    "b",
    "layer/9/W",
    "layer/10/W",
    "u1",
    "u2",
    "u10",
  ]);
  expect(["1", "01", "001", "0", "00"].sort(compareNames)).toEqual(["0", "00", "001", "01", "1"]);
});

test("runs of digits beyond all numbers still compare", () => {
  const nines = "9".repeat(400);
  expect(compareNames(`u${nines}`, `u1${nines}`)).toBeLessThan(0);
  expect(compareNames("u9007199254740993", "u9007199254740992")).toBeGreaterThan(0);
});

const name = fc.string({ unit: fc.constantFrom("a", "b", "0", "1", "9", "_"), maxLength: 6 });

test("the comparison is a total order", () => {
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
      expect(compareNames(a, b) === 0).toBe(a === b);
      const [p, q, r] = [a, b, c].sort(compareNames) as [string, string, string];
      expect(compareNames(p, r)).toBeLessThanOrEqual(0);
      expect(compareNames(p, q)).toBeLessThanOrEqual(0);
    }),
  );
});

/** Random graphs without cycles: each name needs some of those before it. */
const dag = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 20 })
  .map((rows) => new Map(rows.map((row, i) => [`u${i}`, i === 0 ? [] : row.map((j) => `u${j % i}`)])));

test("each name comes after those it needs, in one order however they are given", () => {
  fc.assert(
    fc.property(dag, fc.infiniteStream(fc.nat()), (needs, keys) => {
      const names = [...needs.keys()];
      const shuffled = names
        .map((id) => [keys.next().value, id] as const)
        .sort(([a], [b]) => a - b)
        .map(([, id]) => id);
      const { order, cyclic } = orderByNeed(shuffled, (id) => needs.get(id)!);
      expect(cyclic).toEqual([]);
      expect(order).toEqual(orderByNeed(names, (id) => needs.get(id)!).order);
      order.forEach((id, i) =>
        needs.get(id)!.forEach((other) => expect(order.indexOf(other)).toBeLessThan(i)),
      );
    }),
  );
});

test("of those that may come next the first by name does; needs from elsewhere are no concern", () => {
  const needs: Record<string, string[]> = { u10: ["u2"], u2: ["x"], u3: [], u1: ["u3", "u3"] };
  expect(orderByNeed(Object.keys(needs), (id) => needs[id]!).order).toEqual(["u2", "u3", "u1", "u10"]);
});

test("a cycle is told apart from what only waits for it", () => {
  const needs: Record<string, string[]> = { d: ["c"], c: ["b"], b: ["a"], a: ["c"], free: [], e: ["e"] };
  const { order, cyclic } = orderByNeed(Object.keys(needs), (id) => needs[id]!);
  expect(order).toEqual(["free"]);
  expect(cyclic).toEqual(["a", "b", "c", "d", "e"]);
  expect([...findCycles(cyclic, (id) => needs[id]!)]).toEqual([["a", "c", "b"], ["e"]]);
  expect([...findCycles([], (id) => needs[id]!)]).toEqual([]);
});

test("a chain of 100,000 names is ordered", () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `u${i}`);
  const { order } = orderByNeed([...names].reverse(), (id) =>
    id === "u0" ? [] : [`u${Number(id.slice(1)) - 1}`],
  );
  expect(order).toEqual(names);
});
