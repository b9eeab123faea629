import { apply, defineOp, type Operand, type Value } from "@chainrule/core";
import { multiply } from "./multiply.js";
import { negate } from "./negate.js";

export const divideOp = defineOp({
  name: "divide",
  doc: {
    summary: "quotient a / b",
    names: { onnx: "Div", keras: "keras.ops.divide", torch: "torch.div" },
  },
  inputs: ["a", "b"],
  formula: (m, { a, b }) => m.divide(a, b),
  vjp: {
    a: (g, { b }) => divide(g, b),
    b: (g, { b }, { output }) => negate(divide(multiply(g, output), b)),
  },
  samples: [
    { inputs: { a: ["N", 3], b: ["N", 3] }, domain: { b: [1, 3] } },
    { inputs: { a: ["N", 3], b: [3] }, domain: { b: [-3, -1] } },
    { inputs: { a: [], b: ["N"] }, domain: { b: [1, 3] } },
    { inputs: { a: [2, 1], b: [1, 3] }, domain: { b: [1, 3] } },
  ],
});

/**
 * Quotient a / b, element by element, by IEEE 754: 1/0 is Infinity, 0/0 is NaN.
 * @param a float32 or float64; a and b broadcast against one another, and a number is a constant
 * @returns the common shape of a and b
 */
export function divide(a: Operand<Value>, b: Operand<Value>): Value {
  return apply(divideOp, { a, b });
}
