import { expect, test } from "vitest";
import { linearScale, logScale } from "./scale.js";

const labels = (scale: ReturnType<typeof linearScale>): string[] => scale.ticks.map(({ label }) => label);

test("linear ticks are whole steps of 1, 2 or 5 that enclose the domain", () => {
  expect(labels(linearScale({ domain: [0.03, 1.13], range: [0, 100] }))).toEqual(["0", "0.5", "1.0", "1.5"]);
  expect(labels(linearScale({ domain: [-3, 1], range: [0, 100] }))).toEqual(["-3", "-2", "-1", "0", "1"]);
  expect(labels(linearScale({ domain: [0, 0.00012], range: [0, 1] }))).toEqual([
    "0",
    "0.00005",
    "0.00010",
    "0.00015",
  ]);
});

test("a domain that is not to grow has ticks inside of it only", () => {
  const scale = linearScale({ domain: [1, 99], range: [0, 98], grow: false });
  expect(labels(scale)).toEqual(["20", "40", "60", "80"]);
  expect([scale.at(1), scale.at(50), scale.at(99)]).toEqual([0, 49, 98]);
});

test("one number, and numbers in the wrong order, make a domain too", () => {
  expect(labels(linearScale({ domain: [0.5, 0.5], range: [0, 1] }))).toContain("0.5");
  expect(labels(linearScale({ domain: [0, 0], range: [0, 1] }))).toContain("0");
  expect(linearScale({ domain: [4, 0], range: [0, 8] }).at(1)).toBe(2);
});

test("every step is a multiple of its label, near zero and far from it", () => {
  for (const domain of [
    [1e-12, 3e-12],
    [1e9, 3e9],
    [-1e-3, 1e3],
  ] as const) {
    for (const { value, label } of linearScale({ domain, range: [0, 1] }).ticks) {
      expect(Number(label)).toBeCloseTo(value, 15 - Math.log10(Math.abs(value) || 1));
    }
  }
});

test("log ticks are powers of ten, with 2 and 5 between where there are few", () => {
  expect(labels(logScale({ domain: [0.2, 3], range: [0, 1] }))).toEqual([
    "0.1",
    "0.2",
    "0.5",
    "1",
    "2",
    "5",
    "10",
  ]);
  expect(labels(logScale({ domain: [1e-4, 1], range: [0, 1] }))).toEqual([
    "0.0001",
    "0.001",
    "0.01",
    "0.1",
    "1",
  ]);
  const scale = logScale({ domain: [0.01, 100], range: [0, 40] });
  expect([scale.at(0.01), scale.at(1), scale.at(100)]).toEqual([0, 20, 40]);
});
