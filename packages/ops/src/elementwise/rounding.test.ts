import { expect, test } from "vitest";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { ceil, clip, type ClipOptions, floor, round } from "../elementwise.js";

const numbers = [-1.5, -0.7, -0.5, -0, 0, 0.3, 0.5, 1.5, 2.5, 3];
/** Above 2⁵² every number of float64 is whole; just below 0.5 lies what x + ½ would round up. */
const hard = [2 ** 52 + 1, -(2 ** 53), 1e300, 0.49999999999999994, -0.49999999999999994, 2 ** 51 + 0.5];
const endless = [Infinity, -Infinity, NaN];

test("round takes the nearest whole number, of two the even one; 0 keeps its sign", () => {
  expect(evaluate(round, numbers)).toEqual([-2, -1, -0, -0, 0, 0, 0, 2, 2, 3]);
  expect(evaluate(round, hard)).toEqual([2 ** 52 + 1, -(2 ** 53), 1e300, 0, -0, 2 ** 51]);
  expect(evaluate(round, endless)).toEqual(endless);
});

test("floor and ceil are the whole numbers on either side; 0 keeps its sign, and ceil has it of what was below", () => {
  expect(evaluate(floor, numbers)).toEqual([-2, -1, -1, -0, 0, 0, 0, 1, 2, 3]);
  expect(evaluate(ceil, numbers)).toEqual([-1, -0, -0, -0, 0, 1, 1, 2, 3, 3]);
  expect(evaluate(floor, hard)).toEqual([2 ** 52 + 1, -(2 ** 53), 1e300, 0, -1, 2 ** 51]);
  expect(evaluate(ceil, hard)).toEqual([2 ** 52 + 1, -(2 ** 53), 1e300, 1, -0, 2 ** 51 + 1]);
  expect(evaluate(floor, endless)).toEqual(endless);
  expect(evaluate(ceil, endless)).toEqual(endless);
});

test("floor and ceil are those of ECMAScript, on numbers about 0 and about 2⁵²", () => {
  const many = Array.from({ length: 400 }, (_, i) => (i - 200) / 16);
  const about = many.map((x) => 2 ** 48 + x);
  for (const some of [many, about]) {
    expect(evaluate(floor, some)).toEqual(some.map(Math.floor));
    expect(evaluate(ceil, some)).toEqual(some.map(Math.ceil));
  }
});

test("no derivative goes through a step", () => {
  for (const op of [round, floor, ceil]) expect(refusal(() => gradients(op, [0.3]))).toContain("unreachable");
});

test("clip holds x between its bounds; one of them is enough", () => {
  const x = [-3, -1, 0.5, 2, 7];
  expect(evaluate((v) => clip(v, { min: -1, max: 2 }), x)).toEqual([-1, -1, 0.5, 2, 2]);
  expect(evaluate((v) => clip(v, { min: 0 }), x)).toEqual([0, 0, 0.5, 2, 7]);
  expect(evaluate((v) => clip(v, { min: "none", max: 1 }), x)).toEqual([-3, -1, 0.5, 1, 1]);
  expect(evaluate((v) => clip(v, { min: 3, max: 3 }), x)).toEqual([3, 3, 3, 3, 3]);
});

test("clip: NaN stays, infinities come to the bounds, and of two zeros -0 is below", () => {
  const both = (v: Parameters<typeof clip>[0]) => clip(v, { min: 0, max: 5 });
  expect(evaluate(both, [NaN, Infinity, -Infinity, -0, 0])).toEqual([NaN, 5, 0, 0, 0]);
  expect(evaluate((v) => clip(v, { max: 0 }), [-0, 0, NaN])).toEqual([-0, 0, NaN]);
});

test("the derivative of clip is 1 between the bounds and on them, 0 outside", () => {
  const x = [-3, -1, 0.5, 2, 7];
  expect(gradients((v) => clip(v, { min: -1, max: 2 }), x)).toEqual([[0, 1, 1, 1, 0]]);
  expect(gradients((v) => clip(v, { min: -1 }), x)).toEqual([[0, 1, 1, 1, 1]]);
  expect(gradients((v) => clip(v, { max: 2 }), x)).toEqual([[1, 1, 1, 1, 0]]);
  expect(gradients((v) => clip(v, { min: 2, max: 2 }), x)).toEqual([[0, 0, 0, 1, 0]]);
});

test("clip wants a bound, and the lesser one first", () => {
  const call = (options: ClipOptions) => refusal(() => withShapes((x) => clip(x, options), ["N"]));
  expect(call({})).toBe("bad-attribute: min, max or both");
  expect(call({ min: "none", max: "none" })).toBe("bad-attribute: min, max or both");
  expect(call({ min: 2, max: 1 })).toBe("bad-attribute: min at most max");
  expect(call({ min: Infinity })).toBe('bad-attribute: "none" or a finite number');
});
