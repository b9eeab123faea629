import { attribute, type BlockBody, defineBlock } from "@chainrule/core";
import { activationAttribute, biasAttribute, isIdentity } from "./settings.js";

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
    activation: activationAttribute("identity"),
    bias: biasAttribute,
    init: attribute.string({ doc: "the initialiser of W", default: "glorot" }),
  },
  body({ units, activation, bias, init }): BlockBody {
    const isLinear = isIdentity(activation);
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
