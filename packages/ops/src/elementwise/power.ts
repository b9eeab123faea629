import { apply, defineOp, type Operand, type Value } from "@chainrule/core";

export const powerOp = defineOp({
  name: "power",
  doc: { summary: "x to the power of y" },
  inputs: ["x", "y"],
  formula: (m, { x, y }) => m.power(x, y),
  vjp: {
    x: (g, { x, y }) => apply(powerGradientOp, { g, x, y }),
    y: (g, { x }, { output }) => apply(powerExponentGradientOp, { g, x, p: output }),
  },
  samples: [
    { inputs: { x: ["N", 3], y: ["N", 3] }, domain: { x: [0.2, 3] } },
    { inputs: { x: ["N", 3], y: [] }, domain: { x: [0.2, 3], y: [1, 3] } },
    { inputs: { x: [], y: ["N"] }, domain: { x: [1, 2] } },
  ],
});

export const powerGradientOp = defineOp({
  name: "powerGradient",
  doc: { summary: "derivative of power by x: g · y x^(y - 1), and 0 for y = 0" },
  inputs: ["g", "x", "y"],
  formula: (m, { g, x, y }) =>
    m.multiply(g, m.select(m.equal(y, 0), 0, m.multiply(y, m.power(x, m.subtract(y, 1))))),
  latex: (m, { g, x, y }) => m.multiply(g, m.multiply(y, m.power(x, m.subtract(y, 1)))),
  samples: [
    { inputs: { g: ["N", 3], x: ["N", 3], y: ["N", 3] }, domain: { x: [0.2, 3], y: [0.5, 3] } },
    { inputs: { g: ["N"], x: ["N"], y: [] }, domain: { x: [0.2, 3], y: [-3, -0.5] } },
  ],
});

export const powerExponentGradientOp = defineOp({
  name: "powerExponentGradient",
  doc: { summary: "derivative of power by y: g · p ln x, where p is its result; 0 where x is 0" },
  inputs: ["g", "x", "p"],
  formula: (m, { g, x, p }) =>
    m.multiply(g, m.select(m.equal(x, 0), 0, m.multiply(p, m.log(m.select(m.equal(x, 0), 1, x))))),
  latex: (m, { g, x, p }) => m.multiply(g, m.multiply(p, m.log(x))),
  samples: [{ inputs: { g: ["N", 3], x: ["N", 3], p: ["N", 3] }, domain: { x: [0.2, 3], p: [0.2, 3] } }],
});

/**
 * x to the power of y, element by element, as of IEEE 754: 1 for y = 0 and for x = 1, NaN for x < 0 and a y that is not
 * whole. The derivative by x is y x^(y - 1): at x = 0 it is Infinity for 0 < y < 1. By y it is xʸ ln x: NaN for x < 0,
 * and 0 at x = 0.
 * @param x float32 or float64; x and y broadcast against one another, and a number is a constant
 * @returns the common shape of x and y
 */
export function power(x: Operand<Value>, y: Operand<Value>): Value {
  return apply(powerOp, { x, y });
}
