import { apply } from "../apply.js";
import { defineOp, type Op } from "../op.js";
import { definePlugin, type Plugin, type Registry } from "../registry.js";
import { sameShape, scalarShape } from "../shape.js";

/** The op that makes one number of a result. One of the laws' own, so that no op under test is part of the test. */
export const weightedSumName = "laws.weightedSum";

/** Σ y·weights, as a plugin for the registry that is tested. */
export function weightedSum(registry: Registry): Plugin {
  const multiply: Op = registry.get("ops", "multiply");
  const op = defineOp({
    name: weightedSumName,
    doc: { summary: "sum of products" },
    inputs: ["y", "weights"],
    shape({ y, weights }, _, need) {
      need(sameShape(y, weights), "y = weights");
      return scalarShape;
    },
    kernel({ y, weights }, output) {
      let total = 0;
      for (let i = 0; i < y.data.length; i++) total += y.data[i]! * weights.data[i]!;
      output.data[0] = total;
    },
    vjp: {
      y: (g, { weights }) => apply(multiply, { a: g, b: weights }),
      weights: (g, { y }) => apply(multiply, { a: g, b: y }),
    },
    samples: [{ inputs: { y: ["N"], weights: ["N"] } }],
  });
  return definePlugin({ name: "laws", version: 1, ops: [op] });
}
