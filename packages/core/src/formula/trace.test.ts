import { expect, test } from "vitest";
import { traceFormula } from "./trace.js";

test("a formula becomes a straight line: inputs, then constants, then steps", () => {
  expect(traceFormula(2, (m, [a, b]) => m.add(m.multiply(a!, 2), b!))).toEqual({
    inputs: 2,
    constants: [2],
    steps: [
      { name: "multiply", arguments: [0, 2] },
      { name: "add", arguments: [3, 1] },
    ],
    result: 4,
  });
});

test("equal terms are one term, equal constants one constant", () => {
  const { constants, steps } = traceFormula(1, (m, [x]) =>
    m.add(m.multiply(m.exp(x!), 3), m.divide(m.exp(x!), m.number(3))),
  );
  expect(constants).toEqual([3]);
  expect(steps.map(({ name }) => name)).toEqual(["exp", "multiply", "divide", "add"]);
});

test("operands in another order are another term", () => {
  const { steps } = traceFormula(2, (m, [a, b]) => m.add(m.subtract(a!, b!), m.subtract(b!, a!)));
  expect(steps.filter(({ name }) => name === "subtract")).toHaveLength(2);
});

test("0 and -0 are two constants, and NaN is one", () => {
  const { constants } = traceFormula(1, (m, [x]) => m.add(m.add(m.add(x!, 0), -0), m.add(NaN, NaN)));
  expect(constants).toHaveLength(3);
  expect(Object.is(constants[0], 0) && Object.is(constants[1], -0) && Number.isNaN(constants[2])).toBe(true);
});

test("a result may be an input or a constant, without any step", () => {
  expect(traceFormula(2, (_, [, b]) => b!)).toEqual({ inputs: 2, constants: [], steps: [], result: 1 });
  expect(traceFormula(1, (m) => m.number(7))).toEqual({ inputs: 1, constants: [7], steps: [], result: 1 });
});
