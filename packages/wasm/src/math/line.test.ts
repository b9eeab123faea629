import type { FunctionName } from "@chainrule/core";
import { expect, test } from "vitest";
import { machineFunctions } from "./functions.js";
import { functionLine } from "./line.js";
import { numbersMachine } from "./numbers.js";
import { evaluateLine } from "./evaluateLine.js";
import { type Term, traceMachine } from "./trace.js";

test("equal steps and equal constants are made once, in the order of their first use", () => {
  const line = traceMachine(1, "f64", (m, [x]) => {
    const square = (): Term => m.multiply(m.add(x!, 2), m.add(x!, 2));
    return m.subtract(square(), m.multiply(square(), 2));
  });
  expect(line).toEqual({
    inputs: 1,
    constants: [2],
    steps: [
      { name: "add", arguments: [0, 1] },
      { name: "multiply", arguments: [2, 2] },
      { name: "multiply", arguments: [3, 1] },
      { name: "subtract", arguments: [3, 4] },
    ],
    result: 5,
  });
});

test("constants are rounded to the element, and the two zeros are two", () => {
  const third = traceMachine(1, "f32", (m, [x]) => m.add(x!, 1 / 3));
  expect(third.constants).toEqual([Math.fround(1 / 3)]);
  const zeros = traceMachine(1, "f32", (m, [x]) => m.add(m.multiply(x!, 0), -0));
  expect(zeros.constants).toEqual([0, -0]);
});

test("a line is traced once", () => {
  expect(functionLine("exp", "f32")).toBe(functionLine("exp", "f32"));
  expect(functionLine("exp", "f32")).not.toEqual(functionLine("exp", "f64"));
});

test("in a line nothing is used before it is made", () => {
  const { inputs, constants, steps, result } = functionLine("tanh", "f32");
  const first = inputs + constants.length;
  steps.forEach((step, i) => step.arguments.forEach((used) => expect(used).toBeLessThan(first + i)));
  expect(result).toBe(first + steps.length - 1);
});

test("numbers of float32 are rounded after each step", () => {
  const { add, multiply, round } = numbersMachine("f32");
  expect(add(2 ** 24, 1)).toBe(2 ** 24);
  expect(multiply(1 + 2 ** -23, 1 + 2 ** -23)).toBe(1 + 2 ** -22);
  expect([0.5, 1.5, 2.5, -0.5, -2.5, 8388607.5].map((x) => round(x))).toEqual([0, 2, 2, -0, -2, 8388608]);
});

test.each(["f32", "f64"] as const)(
  "a normal number of %s is its mantissa times 2 to its exponent",
  (element) => {
    const m = numbersMachine(element);
    for (const x of [1, 1.5, 0.1, 3e38, 2 ** -126, 12345.678].map((v) => m.number(v))) {
      expect(m.mantissa(x)).toBeGreaterThanOrEqual(1);
      expect(m.mantissa(x)).toBeLessThan(2);
      expect(m.mantissa(x) * 2 ** m.exponent(x)).toBe(x);
    }
    for (const n of [-126, -1, 0, 1, 127]) expect(m.powerOfTwo(n)).toBe(2 ** n);
  },
);

test.each(["f32", "f64"] as const)(
  "a line gives the bits that the function gives over numbers of %s",
  (element) => {
    const machine = numbersMachine(element);
    for (const [name, { inputs, run }] of Object.entries(machineFunctions)) {
      const line = functionLine(name as FunctionName, element);
      for (const x of [0, -0, 0.3, -0.7, 1, 2.5, -30, 1e4, Infinity, -Infinity, NaN].map((v) =>
        machine.number(v),
      )) {
        const given = [x, 1.75].slice(0, inputs);
        expect(evaluateLine(line, element, given), `${name} of ${x}`).toBe(run(machine, given, element));
      }
    }
  },
);

test.each(["f32", "f64"] as const)(
  "no bits from outside of a step's domain reach a result in %s",
  (element) => {
    const machine = numbersMachine(element);
    const [least, greatest] = element === "f32" ? [-126, 127] : [-1022, 1023];
    const isNormal = (a: number): boolean => a >= 2 ** least && a < Infinity;
    const careless: typeof machine = {
      ...machine,
      powerOfTwo: (n) => (Number(n) >= least && Number(n) <= greatest ? machine.powerOfTwo(n) : -777),
      exponent: (a) => (isNormal(Number(a)) ? machine.exponent(a) : 777),
      mantissa: (a) => (isNormal(Number(a)) ? machine.mantissa(a) : NaN),
    };
    const some = [
      0,
      0.3,
      1,
      2.5,
      13,
      30,
      88.5,
      88.8,
      126,
      708,
      709.7,
      710,
      1e4,
      2 ** least,
      1e-39,
      1e38,
      Infinity,
    ];
    for (const [name, { inputs, run }] of Object.entries(machineFunctions)) {
      for (const x of [...some, ...some.map((v) => -v), NaN].map((v) => machine.number(v))) {
        for (const y of inputs === 1 ? [1] : [0, 0.5, -1.25, 2, -3, 40, -41, 1e30, -Infinity, NaN]) {
          const given = [x, machine.number(y)].slice(0, inputs);
          expect(run(careless, given, element), `${name} of ${given}`).toBe(run(machine, given, element));
        }
      }
    }
  },
);
