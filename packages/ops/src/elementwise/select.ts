import { apply, defineOp, type Operand, type Value } from "@chainrule/core";

export const selectOp = defineOp({
  name: "select",
  doc: {
    summary: "one of two values, by a condition",
    names: { onnx: "Where", keras: "keras.ops.where", torch: "torch.where" },
  },
  inputs: { condition: "bool", yes: "float", no: "float" },
  formula: (m, { condition, yes, no }) => m.select(condition, yes, no),
  vjp: {
    condition: null,
    yes: (g, { condition }) => select(condition, g, 0),
    no: (g, { condition }) => select(condition, 0, g),
  },
  samples: [
    {
      inputs: { condition: ["N", 3], yes: ["N", 3], no: ["N", 3] },
      fixed: ["condition"],
      domain: { condition: [0, 2] },
    },
    {
      inputs: { condition: [3], yes: ["N", 3], no: [] },
      fixed: ["condition"],
      domain: { condition: [0, 2] },
    },
    {
      inputs: { condition: ["N", 1], yes: [1, 3], no: [3] },
      fixed: ["condition"],
      domain: { condition: [0, 2] },
    },
  ],
});

/**
 * `yes` where the condition holds, else `no`, element by element; both are computed.
 * @param condition bool; all three broadcast against one another
 * @param yes float32 or float64, or a number
 * @param no as `yes`
 * @returns the common shape of all three
 */
export function select(condition: Value, yes: Operand<Value>, no: Operand<Value>): Value {
  return apply(selectOp, { condition, yes, no });
}
