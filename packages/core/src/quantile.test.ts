import { expect, test } from "vitest";
import { normalQuantile } from "./quantile.js";

/** Quantiles worked out with sixty digits from the series and the continued fraction of the distribution. */
const quantiles = [
  [0.25, -0.6744897501960817],
  [0.1, -1.2815515655446004],
  [0.075, -1.439531470938456],
  [0.05, -1.6448536269514726],
  [0.025, -1.9599639845400543],
  [0.01, -2.326347874040841],
  [0.001, -3.0902323061678136],
  [1e-5, -4.264890793922825],
  [1e-10, -6.361340902404057],
  [1e-11, -6.706023155495136],
  [1e-16, -8.222082216130435],
  [1e-100, -21.273453560965326],
  [1e-300, -37.0470962993612],
] as const;

test.each(quantiles)("a share %d of normal draws falls below %d", (p, x) => {
  expect(Math.abs(normalQuantile(p) / x - 1)).toBeLessThan(1e-15);
});

test("half falls below 0, and the upper half mirrors the lower", () => {
  expect(normalQuantile(0.5)).toBe(0);
  for (const p of [2 ** -4, 2 ** -10, 2 ** -30, 2 ** -52])
    expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
});

test("it grows, also across the borders of its three pieces", () => {
  const shares = [
    1e-320,
    1e-200,
    1e-50,
    Math.exp(-25.0001),
    Math.exp(-25),
    Math.exp(-24.9999),
    0.0749999,
    0.075,
    0.0750001,
    0.5,
    0.9249999,
    0.925,
    0.9250001,
    1 - 2 ** -53,
  ];
  const values = shares.map(normalQuantile);
  expect([...values].sort((a, b) => a - b)).toEqual(values);
  expect(new Set(values).size).toBe(values.length);
});
