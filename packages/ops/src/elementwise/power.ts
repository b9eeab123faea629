import { apply, defineOp, type Operand, type Value } from "@chainrule/core";

export const powerOp = defineOp({
  name: "power",
  doc: {
    summary: "x to the power of y",
    names: { onnx: "Pow", keras: "keras.ops.power", torch: "torch.pow" },
  },
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
  formula(m, { g, x, y }) {
    const isConstant = m.equal(y, 0);
    // Where y is 0 another exponent is put in its place, so that no 0 · Infinity comes into the next derivative.
    const exponent = m.subtract(m.select(isConstant, 1, y), 1);
    return m.multiply(g, m.select(isConstant, 0, m.multiply(y, m.power(x, exponent))));
  },
  latex: (m, { g, x, y }) => m.multiply(g, m.multiply(y, m.power(x, m.subtract(y, 1)))),
  samples: [
    { inputs: { g: ["N", 3], x: ["N", 3], y: ["N", 3] }, domain: { x: [0.2, 3], y: [0.5, 3] } },
    { inputs: { g: ["N"], x: ["N"], y: [] }, domain: { x: [0.2, 3], y: [-3, -0.5] } },
  ],
  accuracy: {
    ulp: 100,
    why: "y - 1 is rounded before x is raised to it: half a unit counts ln x · y times, 87 at the most",
  },
});

export const powerExponentGradientOp = defineOp({
  name: "powerExponentGradient",
  doc: { summary: "derivative of power by y: g · p ln x, where p is its result; 0 where x is 0" },
  inputs: ["g", "x", "p"],
  formula(m, { g, x, p }) {
    const isZero = m.equal(x, 0);
    return m.multiply(g, m.select(isZero, 0, m.multiply(p, m.log(m.select(isZero, 1, x)))));
  },
  latex: (m, { g, x, p }) => m.multiply(g, m.multiply(p, m.log(x))),
  samples: [{ inputs: { g: ["N", 3], x: ["N", 3], p: ["N", 3] }, domain: { x: [0.2, 3], p: [0.2, 3] } }],
});

/**
 * x to the power of y, element by element, as of IEEE 754: 1 for y = 0 and for x = 1, NaN for x < 0 and a y that is not
 * whole. The derivative by x is y x^(y - 1): 0 for y = 0, and at x = 0 Infinity for 0 < y < 1, 1 for y = 1. By y it is
 * xʸ ln x: NaN for x < 0, also where y is whole, and 0 at x = 0, since 0ʸ does not change with y.
 * @param x float32 or float64; x and y broadcast against one another, and a number is a constant
 * @returns the common shape of x and y
 * @see IEEE 754-2019, 9.2.1
 */
export function power(x: Operand<Value>, y: Operand<Value>): Value {
  return apply(powerOp, { x, y });
}
