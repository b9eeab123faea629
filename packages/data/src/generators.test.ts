import { draws, Registry, resolveAttributes } from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Generated } from "./generator.js";
import { dataPlugin } from "./plugin.js";

const registry = new Registry([dataPlugin]);
const means = [
  [-1, 0],
  [1, 1],
];

/** Rows of a generator, with everything else as it is when left out. */
function generate(name: string, given: Record<string, unknown> = {}, seed = 0): Generated {
  const { attributes, make, example } = registry.get("generators", name);
  return make(
    resolveAttributes(name, attributes, { ...example, ...given }),
    draws(seed, "data", `generator/${name}`),
  );
}

const rowsOf = ({ rows, row }: Generated) => Array.from({ length: rows }, (_, i) => row(i));
const near = (numbers: readonly number[]) => numbers.map((x) => expect.closeTo(x, 12) as number);

test("the generators of the package", () => {
  expect(registry.names("generators").sort()).toEqual([
    "and",
    "blobs",
    "circles",
    "gaussians",
    "moons",
    "or",
    "sine",
    "spiral",
    "xor",
  ]);
});

test.each([
  ["xor", [0, 1, 1, 0]],
  ["and", [0, 0, 0, 1]],
  ["or", [0, 1, 1, 1]],
])("%s is the truth table, copy after copy", (name, truth) => {
  const rows = rowsOf(generate(name, { copies: 2 }));
  const corners = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  expect(rows).toEqual([...corners, ...corners].map((x, i) => ({ x, y: [truth[i % 4]] })));
});

// θ = 0, π/2, π: (1,0), (0,1), (-1,0), and 1 - cos θ = 0, 1, 2 beside 1/2 - sin θ = 1/2, -1/2, 1/2.
test("moons of three points, by hand", () => {
  expect(rowsOf(generate("moons", { perClass: 3, noise: 0 }))).toEqual([
    { x: near([1, 0]), y: [0] },
    { x: near([0, 0.5]), y: [1] },
    { x: near([0, 1]), y: [0] },
    { x: near([1, -0.5]), y: [1] },
    { x: near([-1, 0]), y: [0] },
    { x: near([2, 0.5]), y: [1] },
  ]);
});

test("a moon of one point is where the half circle begins", () => {
  expect(generate("moons", { perClass: 1, noise: 0 }).row(0).x).toEqual([1, 0]);
});

test("circles of four points, by hand", () => {
  expect(rowsOf(generate("circles", { perClass: 4, factor: 0.25, noise: 0 })).map(({ x }) => x)).toEqual(
    [
      [1, 0],
      [0.25, 0],
      [0, 1],
      [0, 0.25],
      [-1, 0],
      [-0.25, 0],
      [0, -1],
      [0, -0.25],
    ].map(near),
  );
});

// t = 1/2 and 1, half a turn in all: arm 0 is at 90° and 180°, arm 1 opposite.
test("a spiral of two arms and two points each, by hand", () => {
  const given = { classes: 2, perClass: 2, turns: 0.5, noise: 0 };
  expect(rowsOf(generate("spiral", given))).toEqual([
    { x: near([0, 0.5]), y: [0] },
    { x: near([0, -0.5]), y: [1] },
    { x: near([-1, 0]), y: [0] },
    { x: near([1, 0]), y: [1] },
  ]);
});

test("blobs lie on a circle, or where they are put", () => {
  const circle = rowsOf(generate("blobs", { classes: 4, radius: 2, perClass: 1, noise: 0 }));
  expect(circle.map(({ x }) => x)).toEqual(
    [
      [2, 0],
      [0, 2],
      [-2, 0],
      [0, -2],
    ].map(near),
  );
  const centres = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const given = generate("blobs", { centres, perClass: 2, noise: 0 });
  expect(given.columns).toEqual({ x: { width: 3 }, y: { classes: 2 } });
  expect(rowsOf(given).map(({ x, y }) => [x, y])).toEqual([0, 1, 0, 1].map((k) => [centres[k], [k]]));
});

test("a sine wave of five points, by hand", () => {
  expect(rowsOf(generate("sine", { count: 5, noise: 0 }))).toEqual(
    [
      [0, 0],
      [Math.PI / 2, 1],
      [Math.PI, 0],
      [1.5 * Math.PI, -1],
      [2 * Math.PI, 0],
    ].map(([x, y]) => ({ x: near([x!]), y: near([y!]) })),
  );
  expect(generate("sine", { count: 1, noise: 0 }).row(0)).toEqual({ x: [0], y: [0] });
});

test("every class of moons, circles, spiral and blobs has perClass rows", () => {
  for (const name of ["moons", "circles", "spiral", "blobs"]) {
    const counts = new Map<number, number>();
    for (const { y } of rowsOf(generate(name, { perClass: 7 })))
      counts.set(y![0]!, (counts.get(y![0]!) ?? 0) + 1);
    expect(new Set(counts.values()), name).toEqual(new Set([7]));
  }
});

test("a row is the same whenever it is asked for, another seed gives others", () => {
  for (const name of registry.names("generators")) {
    const noise = name === "gaussians" ? {} : { noise: 0.1 };
    const rows = rowsOf(generate(name, noise));
    expect(rowsOf(generate(name, noise)).reverse(), name).toEqual(rows.toReversed());
    expect(rowsOf(generate(name, noise, 1)), name).not.toEqual(rows);
  }
});

test.each([
  ["xor", { noise: 0.3 }, "copies"],
  ["blobs", {}, "perClass"],
  ["gaussians", {}, "count"],
  ["sine", { spacing: "uniform" }, "count"],
])("more rows of %s keep the first ones", (name, given, size) => {
  const few = rowsOf(generate(name, { ...given, [size]: 5 }));
  const many = rowsOf(generate(name, { ...given, [size]: 50 }));
  expect(many.slice(0, few.length)).toEqual(few);
});

test("rows have the columns that are declared, in range", () => {
  const names = fc.constantFrom(...registry.names("generators"));
  fc.assert(
    fc.property(names, fc.nat({ max: 20 }), fc.integer({ min: 1, max: 9 }), (name, seed, size) => {
      const generated = generate(name, { [registry.get("generators", name).size!]: size }, seed);
      for (const row of rowsOf(generated)) {
        expect(Object.keys(row)).toEqual(Object.keys(generated.columns));
        for (const [key, column] of Object.entries(generated.columns)) {
          expect(row[key]).toHaveLength("width" in column ? column.width : 1);
          for (const value of row[key]!) {
            expect(Number.isFinite(value)).toBe(true);
            if ("classes" in column) expect(value).toSatisfy((k: number) => k >= 0 && k < column.classes);
          }
        }
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

/** Mean and covariance of points, and their number. */
function moments(points: readonly (readonly number[])[]) {
  const mean = points[0]!.map((_, i) => points.reduce((sum, x) => sum + x[i]!, 0) / points.length);
  const covariance = mean.map((a, i) =>
    mean.map((b, j) => points.reduce((sum, x) => sum + (x[i]! - a) * (x[j]! - b), 0) / points.length),
  );
  return { mean, covariance, count: points.length };
}

// Means lie within 5 standard errors √(Σᵢᵢ/n), second moments within 5 √((Σᵢᵢ Σⱼⱼ + Σᵢⱼ²)/n).
function expectMoments(
  points: readonly (readonly number[])[],
  means: readonly number[],
  covariance: number[][],
) {
  const found = moments(points);
  means.forEach((mean, i) => {
    const error = 5 * Math.sqrt(covariance[i]![i]! / found.count);
    expect(Math.abs(found.mean[i]! - mean)).toBeLessThan(error);
    covariance[i]!.forEach((entry, j) => {
      const spread = covariance[i]![i]! * covariance[j]![j]! + entry ** 2;
      expect(Math.abs(found.covariance[i]![j]! - entry)).toBeLessThan(5 * Math.sqrt(spread / found.count));
    });
  });
}

const sigma = [
  [2, 0.5],
  [0.5, 1],
];
const lda = { means, covariance: sigma, prior: [0.7, 0.3] };

test("gaussians have the means, the covariance and the prior that are given", () => {
  const rows = rowsOf(generate("gaussians", { ...lda, count: 20_000 }));
  const ofClass = (k: number) => rows.filter(({ y }) => y![0] === k).map(({ x }) => x!);
  const share = ofClass(1).length / rows.length;
  expect(Math.abs(share - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / rows.length));
  expectMoments(ofClass(0), means[0]!, sigma);
  expectMoments(ofClass(1), means[1]!, sigma);
});

// Σ⁻¹ = [[1, -½], [-½, 2]] / 1.75, so w = (1.5, 1) / 1.75 and b = (1 - 2) / 3.5 + ln(3/7).
test("gaussians are the model of linear discriminant analysis: the posterior is a sigmoid of wᵀx + b", () => {
  const posterior = ([x1, x2]: readonly number[]) =>
    1 / (1 + Math.exp(-((1.5 * x1! + x2!) / 1.75 - 1 / 3.5 + Math.log(3 / 7))));
  expect(posterior([0.4, -0.9])).toBeCloseTo(0.2134186001317, 12);
  const rows = rowsOf(generate("gaussians", { ...lda, count: 20_000 }));
  // If p is the posterior, y - p(x) is uncorrelated with any function of x: here with 1, x₁ and x₂.
  const mean = (of: (x: readonly number[]) => number) =>
    rows.reduce((sum, { x, y }) => sum + (y![0]! - posterior(x!)) * of(x!), 0) / rows.length;
  expect(Math.abs(mean(() => 1))).toBeLessThan(5 * Math.sqrt(0.25 / rows.length));
  expect(Math.abs(mean(([x1]) => x1!))).toBeLessThan(5 * Math.sqrt(4 / rows.length));
  expect(Math.abs(mean(([, x2]) => x2!))).toBeLessThan(5 * Math.sqrt(2 / rows.length));
});

test("without covariance and prior, gaussians are round and equally likely", () => {
  const rows = rowsOf(generate("gaussians", { means: [[0], [10], [20]], count: 9_000 }));
  for (const k of [0, 1, 2]) {
    const points = rows.filter(({ y }) => y![0] === k).map(({ x }) => x!);
    expect(Math.abs(points.length - 3000)).toBeLessThan(5 * Math.sqrt((9000 * 2) / 9));
    expectMoments(points, [10 * k], [[1]]);
  }
});

test("a class of probability 0 never occurs", () => {
  const rows = rowsOf(generate("gaussians", { means: [[0], [1], [2]], prior: [0.5, 0, 0.5], count: 500 }));
  expect(new Set(rows.map(({ y }) => y![0]))).toEqual(new Set([0, 2]));
});

test.each(["moons", "circles", "spiral", "blobs", "xor"])("the noise of %s is isotropic", (name) => {
  const size = name === "xor" ? { copies: 2500 } : { perClass: 2500 };
  const clean = rowsOf(generate(name, { ...size, noise: 0 }));
  const noisy = rowsOf(generate(name, { ...size, noise: 0.5 }));
  const offsets = noisy.map(({ x }, i) => x!.map((value, j) => value - clean[i]!.x![j]!));
  expectMoments(
    offsets,
    [0, 0],
    [
      [0.25, 0],
      [0, 0.25],
    ],
  );
});

// x uniform on [0, 2π) has mean π and variance (2π)²/12; y = sin x + e has mean 0 and variance 1/2 + σ².
test("drawn sine waves have the moments of a uniform x", () => {
  const rows = rowsOf(generate("sine", { count: 10_000, spacing: "uniform", noise: 0.5 }));
  const { mean, covariance } = moments(rows.map(({ x, y }) => [...x!, ...y!]));
  expect(Math.abs(mean[0]! - Math.PI)).toBeLessThan(5 * Math.sqrt(Math.PI ** 2 / 3 / rows.length));
  expect(Math.abs(covariance[0]![0]! - Math.PI ** 2 / 3)).toBeLessThan(0.15);
  expect(Math.abs(mean[1]!)).toBeLessThan(5 * Math.sqrt(0.75 / rows.length));
  expect(Math.abs(covariance[1]![1]! - 0.75)).toBeLessThan(0.04);
});
