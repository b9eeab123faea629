import { attribute, type BlockBody, defineBlock } from "@chainrule/core";

/**
 * A layer of units: activation(x W + b).
 *
 * x is [N, n]; W is [n, units], b is [units]; the result is [N, units]. Inner ids: `W`, `b`, `z` (before
 * the activation) and `a` (after it; with `identity` there is only `z`).
 */
export const denseBlock = defineBlock({
  name: "dense",
  doc: { summary: "a layer of units: activation(x W + b)", source: "Rosenblatt, 1958; rows are examples" },
  arguments: {
    units: attribute.integer({ doc: "how many units", min: 1 }),
    activation: attribute.op({
      doc: "the op applied to each unit's sum",
      default: { op: "identity", attributes: {} },
    }),
    bias: attribute.boolean({ doc: "whether each unit adds a constant of its own", default: true }),
    init: attribute.string({ doc: "the initialiser of W", default: "glorot" }),
  },
  body({ units, activation, bias, init }): BlockBody {
    const isLinear = activation.op === "identity";
    return {
      inputs: { x: { shape: ["N", "n"] } },
      params: { W: { shape: ["n", units], init }, ...(bias && { b: { shape: [units], init: "zeros" } }) },
      nodes: {
        z: bias ? { op: "affine", in: ["x", "W", "b"] } : { op: "matmul", in: ["x", "W"] },
        ...(!isLinear && { a: { op: activation, in: ["z"] } }),
      },
      output: isLinear ? "z" : "a",
    };
  },
});
