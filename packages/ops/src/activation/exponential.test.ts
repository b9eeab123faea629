import { evaluator, type Value } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { celu, elu, selu } from "../activation.js";
import { evaluate, flat, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

const { LN2, SQRT2, PI, E } = Math;
const evaluate32 = evaluator(registry, "float32");
const slopes = (call: (x: Value) => Value, x: readonly number[]): number[] =>
  flat(gradients(call, [...x])[0]!);

/** One step of a graph function's slope, by differences of its derivative: for second derivatives. */
const slopeOfSlope = (call: (x: Value) => Value, x: number): number => {
  const h = 2 ** -12;
  const [low, high] = slopes(call, [x - h, x + h]);
  return (high! - low!) / (2 * h);
};

describe("elu", () => {
  test("at -ln 2 it is -½ alpha, with slope ½ alpha", () => {
    expectClose(evaluate(elu, [-LN2, 0, 3]), [-0.5, 0, 3]);
    expectClose(
      evaluate((x) => elu(x, { alpha: 4 }), [-LN2, 0, 3]),
      [-2, 0, 3],
    );
    expectClose(
      slopes((x) => elu(x, { alpha: 4 }), [-LN2, 0, 3]),
      [2, 4, 1],
    );
  });

  test("near 0 it keeps its digits", () => {
    const [y] = flat(evaluate(elu, [-1e-10]));
    expect(y).toBeCloseTo(-0.99999999995e-10, 24);
    expect(flat(evaluate(elu, [-0, -5e-324]))).toEqual([-0, -5e-324]);
  });

  test("all over the line: no derivative is NaN, though eˣ overflows", () => {
    const x = [-Infinity, -3.4e38, -1000, 1000, 3.4e38, Infinity];
    expect(evaluate(elu, x)).toEqual([-1, -1, -1, 1000, 3.4e38, Infinity]);
    expect(slopes(elu, x)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(evaluate(elu, [NaN])).toEqual([NaN]);
    expect(slopes(elu, [NaN])).toEqual([NaN]);
  });

  test("the second derivative is alpha eˣ below 0, and 0 above", () => {
    expect(slopeOfSlope((x) => elu(x, { alpha: 2 }), -1)).toBeCloseTo(2 / E, 6);
    expect(slopeOfSlope(elu, 1000)).toBe(0);
  });

  test("refuses an alpha that is no number", () => {
    expect(refusal(() => withShapes((x) => elu(x, { alpha: Infinity }), [3]))).toBe(
      "bad-attribute: a finite number",
    );
  });
});

describe("selu", () => {
  /** erfc(1/√2) and erfc(√2), as tables print them: 1 - 0.682689… and 1 - 0.954499…. */
  const [one, two] = [0.31731050786291415, 0.04550026389635842];
  const alpha = -Math.sqrt(2 / PI) / (one * Math.exp(0.5) - 1);
  const lambda =
    (1 - one * Math.sqrt(E)) *
    Math.sqrt(2 * PI) *
    (2 * two * E * E + PI * one * one * E - 2 * (2 + PI) * one * Math.sqrt(E) + PI + 2) ** -0.5;

  test("its constants are those of the paper's equation 14", () => {
    expect(alpha).toBeCloseTo(1.6733, 4);
    expect(lambda).toBeCloseTo(1.0507, 4);
    expectClose(evaluate(selu, [1, -Infinity]), [lambda, -lambda * alpha]);
    expectClose(slopes(selu, [1, 0, -LN2]), [lambda, lambda * alpha, (lambda * alpha) / 2]);
  });

  test("of standard normal numbers the mean is 0 and the variance 1", () => {
    // The midpoint rule in two halves, so that the kink is on an edge.
    const h = 1 / 512;
    const x = Array.from({ length: 2 * 10 * 512 }, (_, i) => (i + 0.5) * h - 10);
    const y = flat(evaluate(selu, x));
    const moment = (power: number): number =>
      x.reduce((sum, at, i) => sum + (y[i]! ** power * Math.exp((-at * at) / 2) * h) / Math.sqrt(2 * PI), 0);
    expect(moment(1)).toBeCloseTo(0, 6);
    expect(moment(2)).toBeCloseTo(1, 6);
  });

  test("all over the line", () => {
    const x = [-Infinity, -3.4e38, -1000, 0, -0, NaN, Infinity];
    const low = -1.7580993408473766;
    expectClose(flat(evaluate(selu, x)).slice(0, 3), [low, low, low]);
    expect(flat(evaluate(selu, x)).slice(3)).toEqual([0, -0, NaN, Infinity]);
    expect(slopes(selu, x).slice(0, 3)).toEqual([0, 0, 0]);
    expect(slopes(selu, [1e308, Infinity])).toEqual([1.0507009873554805, 1.0507009873554805]);
  });
});

describe("celu", () => {
  test("with alpha 2 it is -1 at -2 ln 2, with slope ½; at 0 its slope is 1", () => {
    const call = (x: Value): Value => celu(x, { alpha: 2 });
    expectClose(evaluate(call, [-2 * LN2, 0, 3]), [-1, 0, 3]);
    expectClose(slopes(call, [-2 * LN2, 0, 3]), [0.5, 1, 1]);
  });

  test("with alpha 1 it is elu", () => {
    const x = [-30, -SQRT2, -1e-9, 0, 2];
    expect(evaluate(celu, x)).toEqual(evaluate(elu, x));
    expect(slopes(celu, x)).toEqual(slopes(elu, x));
  });

  test("its slope has no jump, whatever alpha is", () => {
    for (const alpha of [0.1, 1, 100])
      expectClose(
        slopes((x) => celu(x, { alpha }), [-1e-14, 0, 1e-14]),
        [Math.exp(-1e-14 / alpha), 1, 1],
      );
  });

  test("all over the line, and where x / alpha loses digits or overflows", () => {
    const x = [-Infinity, -3.4e38, 0, -0, NaN, 3.4e38, Infinity];
    expect(evaluate((v) => celu(v, { alpha: 1e-3 }), x)).toEqual([
      -1e-3,
      -1e-3,
      0,
      -0,
      NaN,
      3.4e38,
      Infinity,
    ]);
    expect(slopes((v) => celu(v, { alpha: 1e-3 }), x)).toEqual([0, 0, 1, 1, NaN, 1, 1]);
    const least = Math.fround(-1.2345678e-38);
    expect(evaluate32((v) => celu(v, { alpha: 1000 }), [least])).toEqual([least]);
  });

  test("refuses an alpha that is not above 0", () => {
    expect(refusal(() => withShapes((x) => celu(x, { alpha: 0 }), [3]))).toBe(
      "bad-attribute: a finite number above 0",
    );
  });
});
