import { checkForm } from "@chainrule/core";
import { expect, test } from "vitest";
import { checkExpectations } from "./checkExpectations.js";
import { type Expectation, expectSection } from "./expectation.js";
import { line, quadratic } from "./testing/jobs.js";

const job = quadratic({ optimiser: { type: "sgd", lr: 0.125 }, stop: [{ steps: 4 }] });
const check = (...expectations: Expectation[]) =>
  checkExpectations(job, expectations).map(({ isMet, got }) => [isMet, got]);

test("values, gradients and metrics, at the start, after steps and at the end", () => {
  // w = 1, 1/2, 1/4, 1/8, 1/16; loss = 2w², gradient = 4w
  expect(
    check(
      { value: "loss", at: "start", equals: 2 },
      { gradient: "w", of: "loss", at: "start", equals: 4 },
      { value: "grad/loss/w", at: 2, equals: 1 },
      { gradient: "w", at: 0, equals: 4 },
      { metric: "loss", at: "start", equals: 2 },
      { metric: "loss", at: 2, equals: 0.5 },
      { metric: "loss", at: "end", equals: 2 / 64 },
      { metric: "train/loss", at: "end", below: 2 / 256 + 1e-9 },
      { value: "w", at: "end", above: 1 / 16 },
      { value: "w", at: 9, equals: 0 },
      { gradient: "w", of: "squared", at: 4, equals: 1 / 8 },
    ),
  ).toEqual([
    [true, 2],
    [true, 4],
    [true, 1],
    [true, 4],
    [true, 2],
    [true, 0.5],
    [true, 2 / 64],
    [true, 2 / 256],
    [false, 1 / 16],
    [false, undefined],
    [true, 1 / 8],
  ]);
});

test("the default tolerance is 1e-9, relative", () => {
  expect(
    check({ value: "loss", at: "start", equals: 2 + 1e-9 }, { value: "loss", at: "start", equals: 2 + 1e-8 }),
  ).toEqual([
    [true, 2],
    [false, 2],
  ]);
  expect(check({ value: "loss", at: "start", equals: [2] })).toEqual([[false, 2]]);
});

test("a wider tolerance needs a reason", () => {
  const wide = { value: "loss", at: "start", equals: 2.01, tolerance: 0.01 } as const;
  expect(() => check(wide)).toThrow("expect[0].tolerance  unexplained-tolerance");
  expect(check({ ...wide, why: "printed with two digits" })).toEqual([[true, 2]]);
});

test("expectations at the start take no step", () => {
  const endless = quadratic({ stop: [{ metric: "loss", above: 1e9 }] });
  expect(checkExpectations(endless, [{ value: "loss", at: "start", equals: 2 }])[0]!.isMet).toBe(true);
  expect(checkExpectations(endless, [{ metric: "loss", at: 3, below: 1 }])[0]!.isMet).toBe(true);
});

test("values are those of the rows that the next step takes", () => {
  const batch = { size: 2, sample: "sequential" } as const;
  const [result] = checkExpectations(line({ batch }), [{ value: "x", at: 1, equals: [0, 1] }]);
  expect(result!.isMet).toBe(true);
});

test("refused: unknown names and shapeless promises", () => {
  expect(() => check({ value: "los", at: "start", equals: 1 })).toThrow("expect[0]  unknown-node");
  expect(() => check({ metric: "test/loss", at: 1, equals: 1 })).toThrow("expect[0].metric  unknown-metric");
  expect(() => check({ gradient: "v", at: 1, equals: 1 })).toThrow("expect[0]  unknown-node");
  expect(() => check({ value: "w", at: 1, equals: [[1], [2, 3]] })).toThrow("expect[0].equals  ragged");
  const read = (value: object) => () => checkForm(expectSection.schema, [value], ["expect"]);
  expect(read({ at: "start", equals: 1 })).toThrow("exactly one of value, gradient and metric");
  expect(read({ value: "w", at: "start" })).toThrow("exactly one of equals, below and above");
  expect(read({ value: "w", at: "end", equals: 1, of: "loss" })).toThrow('"of" beside "gradient" only');
});
