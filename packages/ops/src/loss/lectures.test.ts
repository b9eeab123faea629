import type { Value } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { add, exp, log, multiply, sigmoid, subtract } from "../elementwise.js";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  gaussianNegativeLogLikelihood,
  klDivergence,
  negativeLogLikelihood,
  softmaxCrossEntropy,
  squaredError,
} from "../loss.js";
import { accuracy, binaryAccuracy } from "../metric.js";
import { logSoftmax, softmax } from "../normalise.js";
import { sum } from "../reduce.js";
import { evaluate, flat, gradients, ints, refusal } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import type { Reduction } from "./reduction.js";

// Rows of the table of what the lectures teach: D are conventions on which they differ, L losses and likelihood.

const prediction = [2, 0, 3, -1];
const target = [1, 2, 0, -1];
const errors = [1, -2, 3, 0];
const squared =
  (reduction: Reduction, scale: 1 | 0.5) =>
  (f: Value, y: Value): Value =>
    squaredError(f, y, { reduction, scale });

test("L1: the half sum's gradient is h - y, the mean's 2/n (f - y)", () => {
  expect(gradients(squared("sum", 0.5), prediction, target)[0]).toEqual(errors);
  expect(gradients(squared("mean", 1), prediction, target)[0]).toEqual(errors.map((e) => (2 / 4) * e));
});

test("L1, D4: every scaling and reduction of the squared error has its least value in one place", () => {
  const x = [0.5, -1, 2, 1.5];
  // The slope of a line through 0 that leaves the least squares: Σ x y / Σ x².
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((s, v, i) => s + v * b[i]!, 0);
  const best = dot(x, target) / dot(x, x);
  for (const [reduction, scale] of [
    ["sum", 1],
    ["sum", 0.5],
    ["mean", 1],
    ["mean", 0.5],
  ] as const) {
    const slopeAt = (w: number): number =>
      gradients((a, b, y) => squared(reduction, scale)(multiply(a, b), y), w, x, target)[0] as number;
    expect(Math.abs(slopeAt(best))).toBeLessThan(1e-14);
    expect(slopeAt(best - 0.1)).toBeLessThan(0);
    expect(slopeAt(best + 0.1)).toBeGreaterThan(0);
  }
});

test("D4: the five lectures' squared errors are one op with a scale and a reduction", () => {
  const sums = { sum: 14, mean: 14 / 4 };
  for (const reduction of ["sum", "mean"] as const)
    for (const scale of [1, 0.5] as const)
      expect(evaluate(squared(reduction, scale), prediction, target)).toBe(scale * sums[reduction]);
  expect(evaluate(squared("none", 0.5), prediction, target)).toEqual([0.5, 2, 4.5, 0]);
});

describe("binary cross entropy", () => {
  const [zs, ys] = [
    [-3, 0.3, 2, -3, 0.3, 2],
    [0, 0, 0, 1, 1, 1],
  ] as const;

  test("L2: by the probability its derivative is -y/a + (1 - y)/(1 - a), through sigma a - y", () => {
    const as = zs.map((z) => 1 / (1 + Math.exp(-z)));
    const bce = (p: Value, y: Value): Value => binaryCrossEntropy(p, y, { reduction: "sum" });
    expectClose(
      gradients(bce, as, [...ys])[0]!,
      as.map((a, i) => -ys[i]! / a + (1 - ys[i]!) / (1 - a)),
    );
    const [through] = gradients((z, y) => bce(sigmoid(z), y), [...zs], [...ys]);
    flat(through!).forEach((slope, i) => expect(Math.abs(slope - (as[i]! - ys[i]!))).toBeLessThan(1e-9));
  });

  test("L2: from logits it is the same, and finite and right at ±1000", () => {
    const fromLogits = (z: Value, y: Value): Value =>
      binaryCrossEntropyWithLogits(z, y, { reduction: "none" });
    const through = (z: Value, y: Value): Value => binaryCrossEntropy(sigmoid(z), y, { reduction: "none" });
    expectClose(evaluate(fromLogits, [...zs], [...ys]), evaluate(through, [...zs], [...ys]));
    const far = [[-1000, 1000, -1000, 1000], [0, 0, 1, 1]] as const; // prettier-ignore
    expect(evaluate(fromLogits, [...far[0]], [...far[1]])).toEqual([0, 1000, 1000, 0]);
    expect(gradients(fromLogits, [...far[0]], [...far[1]])[0]).toEqual([0, 1, -1, 0]);
    // From probabilities there is nothing left to tell apart.
    expect(flat(evaluate(through, [...far[0]], [...far[1]])).map(Math.abs)).toEqual([
      0,
      Infinity,
      Infinity,
      0,
    ]);
  });

  test("D5: of N examples the mean is the sum over N", () => {
    const of = (reduction: Reduction): number =>
      evaluate((z, y) => binaryCrossEntropyWithLogits(z, y, { reduction }), [...zs], [...ys]) as number;
    expectClose(of("mean") * zs.length, of("sum"));
  });
});

describe("cross entropy of classes", () => {
  const logits = [
    [0.3, -1.2, 2],
    [-0.5, 0.25, 0.75],
  ];
  const oneHot = [
    [0, 1, 0],
    [0, 0, 1],
  ];
  const index = ints([1, 2]);
  const forms = (reduction: Reduction): readonly (readonly [(z: Value, y: Value) => Value, typeof index | number[][]])[] => [
    [(z, y) => softmaxCrossEntropy(z, y, { target: "index", reduction }), index],
    [(z, y) => softmaxCrossEntropy(z, y, { target: "oneHot", reduction }), oneHot],
    [(z, y) => crossEntropy(softmax(z), y, { target: "oneHot", reduction }), oneHot],
    [(z, y) => crossEntropy(softmax(z), y, { target: "index", reduction }), index],
    [(z, y) => negativeLogLikelihood(logSoftmax(z), y, { reduction }), index],
  ]; // prettier-ignore

  test("L3, D6: from logits, from probabilities with one-hot rows, and by index it is one number", () => {
    const rows = logits.map((row) => row.map(Math.exp));
    const p = rows.map((row) => row.map((e) => e / row.reduce((a, b) => a + b)));
    const loss = -(Math.log(p[0]![1]!) + Math.log(p[1]![2]!));
    for (const [call, y] of forms("sum")) expectClose(evaluate(call, logits, y), loss);
    for (const [call, y] of forms("mean")) expectClose(evaluate(call, logits, y), loss / 2);
  });

  test("L3: its gradient by the logits is softmax - onehot, in each form", () => {
    const rows = logits.map((row) => row.map(Math.exp));
    const expected = rows.map((row, i) => {
      const total = row.reduce((a, b) => a + b);
      return row.map((e, c) => e / total - oneHot[i]![c]!);
    });
    for (const [call, y] of forms("sum")) expectClose(gradients(call, logits, y)[0]!, expected);
  });
});

describe("divergence", () => {
  const p = [0.7, 0.2, 0.1];
  const q = [0.5, 0.3, 0.2];
  const kl = (a: Value, b: Value): Value => klDivergence(a, b, { reduction: "none" });
  const entropy = -p.reduce((sum, x) => sum + x * Math.log(x), 0);

  test("L4: the cross entropy H(p, q) is KL(p‖q) + H(p)", () => {
    const cross = evaluate(
      (b, a) => crossEntropy(b, a, { target: "probabilities", reduction: "none" }),
      q,
      p,
    );
    expectClose(cross, (evaluate(kl, p, q) as number) + entropy);
    expectClose(evaluate(kl, p, p), 0);
  });

  test("L4: of (.7, .2, .1) and (.5, .3, .2) it is .085122825957, and the other way another", () => {
    expect(evaluate(kl, p, q)).toBeCloseTo(0.085122825957, 12);
    expect(evaluate(kl, q, p)).toBeCloseTo(
      0.5 * Math.log(5 / 7) + 0.3 * Math.log(1.5) + 0.2 * Math.log(2),
      14,
    );
  });
});

describe("likelihood", () => {
  test("L5: the Gaussian one less squaredError / (2 σ²) does not depend on θ", () => {
    const [x, y, variance] = [[1, 2, 3], [2, 3.5, 7], 0.36]; // prettier-ignore
    const rest = (theta: number): number =>
      evaluate(
        (w, a, b, v) => {
          const f = multiply(w, a);
          const nll = gaussianNegativeLogLikelihood(f, b, v, { reduction: "sum", full: true });
          return subtract(nll, multiply(1 / (2 * variance), squaredError(f, b, { reduction: "sum", scale: 1 })));
        },
        theta,
        x,
        y,
        variance,
      ) as number;
    // 3 · ½ ln(2π σ²), whatever θ is.
    for (const theta of [-3, 0, 2, 2.1, 40]) expect(Math.abs(rest(theta) - 1.5 * Math.log(2 * Math.PI * variance))).toBeLessThan(1e-10);
    const slope = (theta: number): number =>
      gradients((w, a, b, v) => gaussianNegativeLogLikelihood(multiply(w, a), b, v, { reduction: "sum" }), theta, x, y, variance)[0] as number;
    // The mean squared error's least place: Σ x y / Σ x² = 30/14.
    expect(Math.abs(slope(30 / 14))).toBeLessThan(1e-13);
  }); // prettier-ignore

  test("L5: a thousand probabilities of .3 multiply to exactly 0, their logarithms add up to a number", () => {
    const p = Array.from({ length: 1000 }, () => 0.3);
    expect(p.reduce((product, factor) => product * factor, 1)).toBe(0);
    const logTotal = evaluate((x) => sum(log(x)), p) as number;
    expectClose(logTotal, 1000 * Math.log(0.3));
    expect(evaluate(exp, logTotal)).toBe(0);
    // True value: 10^(-522.9).
    expect(logTotal / Math.LN10).toBeCloseTo(-522.8787, 4);
    const nll = evaluate((x, y) => binaryCrossEntropy(x, y, { reduction: "sum" }), p, p.map(() => 1));
    expectClose(nll, -logTotal);
  }); // prettier-ignore
});

test("L6, B8: the accuracy's gradient is exactly 0, and so is that of 1 - accuracy", () => {
  const logits = [[1, 2, 0], [9, 2, 3], [0, 0, 5]]; // prettier-ignore
  const shares = (z: Value, y: Value): Value => subtract(1, accuracy(z, y));
  // A path that is constant joins one that is not, so that there is a gradient to look at.
  const [byLogits] = gradients((z, y) => add(shares(z, y), multiply(0, sum(z))), logits, ints([1, 0, 1]));
  expect(flat(byLogits!).every((slope) => slope === 0)).toBe(true);
  const joined = (p: Value, y: Value): Value => add(binaryAccuracy(p, y), add(sum(p), sum(y)));
  expect(gradients(joined, [0.2, 0.9], [0, 1])).toEqual([
    [1, 1],
    [1, 1],
  ]);
  // Where it is all there is, no gradient is made up.
  expect(refusal(() => gradients(shares, logits, ints([1, 0, 1])))).toBe("unreachable: at least one");
});
