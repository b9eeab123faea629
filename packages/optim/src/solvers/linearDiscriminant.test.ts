import { draws } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { gaussianClassesOf, linearDiscriminant } from "./linearDiscriminant.js";

const covariance = [
  [2, 0.5],
  [0.5, 1],
];
const lecture = {
  means: [
    [-1, 0],
    [1, 1],
  ] as const,
  covariance,
  priors: [0.7, 0.3] as const,
};

function unit(classes: Parameters<typeof linearDiscriminant>[0]) {
  const found = linearDiscriminant(classes);
  if ("dependent" in found) throw new TypeError("singular");
  return found;
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** The density of a two-dimensional normal, by the inverse of a 2 by 2 matrix. */
function density(x: readonly number[], mean: readonly number[]): number {
  const [[a, b], [, d]] = covariance as [[number, number], [number, number]];
  const determinant = a * d - b * b;
  const [p, q] = x.map((value, i) => value - mean[i]!) as [number, number];
  const square = (d * p * p - 2 * b * p * q + a * q * q) / determinant;
  return Math.exp(-square / 2) / (2 * Math.PI * Math.sqrt(determinant));
}

test("M3: the weights are Σ⁻¹(μ₁ − μ₀) = (6/7, 4/7), the bias −2/7 + ln(3/7)", () => {
  const { weights, bias } = unit(lecture);
  expect(weights[0]).toBeCloseTo(6 / 7, 14);
  expect(weights[1]).toBeCloseTo(4 / 7, 14);
  expect(bias).toBeCloseTo(-2 / 7 + Math.log(3 / 7), 14);
});

test("M3: Bayes' posterior and the sigmoid unit agree: 0.21341860013170 both ways", () => {
  const x = [0.4, -0.9];
  const one = 0.3 * density(x, [1, 1]);
  const bayes = one / (one + 0.7 * density(x, [-1, 0]));
  const { weights, bias } = unit(lecture);
  const unitSays = sigmoid(weights[0]! * x[0]! + weights[1]! * x[1]! + bias);
  expect(bayes).toBeCloseTo(0.2134186001317, 13);
  expect(unitSays).toBeCloseTo(0.2134186001317, 13);
});

test("M3, C1: they agree everywhere", () => {
  const { normal } = draws(0, "data", "x");
  const { weights, bias } = unit(lecture);
  for (let i = 0; i < 100; i++) {
    const x = [2 * normal(0, 2 * i), 2 * normal(0, 2 * i + 1)];
    const [zero, one] = [0.7 * density(x, [-1, 0]), 0.3 * density(x, [1, 1])];
    const z = weights[0]! * x[0]! + weights[1]! * x[1]! + bias;
    expect(sigmoid(z)).toBeCloseTo(one / (zero + one), 12);
  }
});

describe("units of the features", () => {
  test("another unit divides its weight and changes nothing else, however small or large", () => {
    for (const scale of [1e-9, 1e9]) {
      const { weights, bias } = unit({
        means: [
          [-scale, 0],
          [scale, 1],
        ],
        covariance: [
          [2 * scale * scale, 0.5 * scale],
          [0.5 * scale, 1],
        ],
        priors: [0.7, 0.3],
      });
      expect(weights[0]! * scale).toBeCloseTo(6 / 7, 12);
      expect(weights[1]).toBeCloseTo(4 / 7, 12);
      expect(bias).toBeCloseTo(-2 / 7 + Math.log(3 / 7), 12);
    }
  });

  test("a feature that does not vary, or is another twice, is named", () => {
    const means = [
      [0, 0],
      [1, 1],
    ] as const;
    const priors = [0.5, 0.5] as const;
    const flat = [
      [1, 0],
      [0, 0],
    ];
    expect(linearDiscriminant({ means, priors, covariance: flat })).toEqual({ dependent: 1 });
    const twice = [
      [1, 2],
      [2, 4],
    ];
    expect(linearDiscriminant({ means, priors, covariance: twice })).toEqual({ dependent: 1 });
  });
});

test("moments of labelled rows: means by class, the covariance about them over all rows", () => {
  const features = [Float64Array.of(0, 2, 5, 7), Float64Array.of(1, 1, 0, 4)];
  expect(gaussianClassesOf(features, Float64Array.of(0, 0, 1, 1))).toEqual({
    means: [
      [1, 1],
      [6, 2],
    ],
    covariance: [
      [1, 1],
      [1, 2],
    ],
    priors: [0.5, 0.5],
  });
});
