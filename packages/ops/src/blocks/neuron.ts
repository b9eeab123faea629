import { attribute, type BlockBody, defineBlock } from "@chainrule/core";
import { activationAttribute, biasAttribute, isIdentity } from "./settings.js";

/**
 * One unit: activation(x w + b), a number for each example.
 *
 * x is [N, n]; w is [n], b is []; the result is [N]. Inner ids: `w`, `b`, `s` (the sum x w), `z` (with the bias)
 * and `a` (after the activation); what is not needed is not there. With `step` it is Rosenblatt's perceptron, with
 * `identity` linear regression, with `sigmoid` logistic regression.
 */
export const neuronBlock = defineBlock({
  name: "neuron",
  doc: {
    summary: "one unit: activation(x w + b), a number for each example",
    source: "McCulloch and Pitts, 1943; Rosenblatt, 1958",
  },
  arguments: {
    activation: activationAttribute("identity"),
    bias: biasAttribute,
    init: attribute.string({ doc: "the initialiser of w", default: "glorot" }),
  },
  body({ activation, bias, init }): BlockBody {
    const sum = bias ? "z" : "s";
    const isLinear = isIdentity(activation);
    return {
      inputs: { x: { shape: ["N", "n"] } },
      params: { w: { shape: ["n"], init }, ...(bias && { b: { shape: [], init: "zeros" } }) },
      nodes: {
        s: { op: "matmul", in: ["x", "w"] },
        ...(bias && { z: { op: "add", in: ["s", "b"] } }),
        ...(!isLinear && { a: { op: activation, in: [sum] } }),
      },
      output: isLinear ? sum : "a",
    };
  },
});
