import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bindShape,
  broadcastShapes,
  elementCount,
  formatShape,
  isStatic,
  normalizeAxis,
  sameShape,
  type Shape,
  stridesOf,
} from "./shape.js";

fc.configureGlobal({ seed: 1 });

test.each<[Shape, Shape, Shape | undefined]>([
  [[], [], []],
  [[], ["N", 3], ["N", 3]],
  [[3], ["N", 3], ["N", 3]],
  [
    [2, 1],
    [1, 3],
    [2, 3],
  ],
  [
    ["N", 1],
    [1, 3],
    ["N", 3],
  ],
  [[1], ["N"], ["N"]],
  [[0], [1], [0]],
  [[1, 1, 1], [5], [1, 1, 5]],
  [["N"], ["N"], ["N"]],
  [[2], [3], undefined],
  [[0], [3], undefined],
  [["N"], [3], undefined],
  [["N"], ["M"], undefined],
  [["N", 3], ["N"], undefined],
])("%j and %j broadcast to %j", (a, b, common) => {
  expect(broadcastShapes(a, b)).toEqual(common);
  expect(broadcastShapes(b, a)).toEqual(common);
});

const dim = fc.constantFrom<number | string>(1, 2, 3, "N", "M");
const shape = fc.array(dim, { maxLength: 4 });

test("broadcasting has a unit and is idempotent; only 1 and the identical dim give way", () => {
  fc.assert(
    fc.property(shape, shape, (a, b) => {
      expect(broadcastShapes(a, [])).toEqual(a);
      expect(broadcastShapes(a, a)).toEqual(a);
      const common = broadcastShapes(a, b);
      if (common === undefined) return;
      expect(common).toHaveLength(Math.max(a.length, b.length));
      for (let i = 1; i <= common.length; i++) {
        const [p, q] = [a.at(-i) ?? 1, b.at(-i) ?? 1];
        expect(common.at(-i)).toBe(p === 1 ? q : p);
        expect(p === q || p === 1 || q === 1).toBe(true);
      }
    }),
  );
});

test("shapes are the same when each dim is identical", () => {
  expect(sameShape(["N", 2], ["N", 2])).toBe(true);
  expect(sameShape([2], [2, 1])).toBe(false);
  expect(sameShape(["2"], [2])).toBe(false);
});

test("counts and strides are row-major; a scalar is one element, nothing is none", () => {
  expect(elementCount([])).toBe(1);
  expect(elementCount([2, 3, 4])).toBe(24);
  expect(elementCount([3, 0, 4])).toBe(0);
  expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
  expect(stridesOf([])).toEqual([]);
});

test("sizes beyond all numbers times nothing are still nothing", () => {
  expect(elementCount([...Array<number>(30).fill(2 ** 50), 0])).toBe(0);
  expect(elementCount(Array<number>(30).fill(2 ** 50))).toBe(Infinity);
});

test("binding replaces the names it knows, and own ones only", () => {
  expect(bindShape(["N", "p", 3], { N: 5 })).toEqual([5, "p", 3]);
  expect(bindShape(["toString"], {})).toEqual(["toString"]);
  expect(isStatic([1, 2])).toBe(true);
  expect(isStatic([1, "N"])).toBe(false);
});

test.each([
  [0, 2, 0],
  [1, 2, 1],
  [-1, 2, 1],
  [-2, 2, 0],
  [2, 2, undefined],
  [-3, 2, undefined],
  [0, 0, undefined],
  [0.5, 2, undefined],
  [Number.NaN, 2, undefined],
])("axis %d of rank %i is %s", (axis, rank, front) => expect(normalizeAxis(axis, rank)).toBe(front));

test("a shape prints as a list", () => {
  expect(formatShape(["N", 784])).toBe("[N, 784]");
  expect(formatShape([])).toBe("[]");
});
