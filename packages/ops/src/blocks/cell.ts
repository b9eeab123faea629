import { attribute, type BlockBody, defineBlock } from "@chainrule/core";
import { activationAttribute, biasAttribute, isIdentity } from "./settings.js";

/**
 * One step of a simple recurrent network: activation(x W + h U + b).
 *
 * x is [N, n] and h, the state before, is [N, units]; W is [n, units], U is [units, units], b is [units]; the result
 * is the state after, [N, units]. Inner ids: `W`, `U`, `b`, `xW`, `hU`, `s` (their sum), `z` (with the bias), `a`.
 * Unrolled in time by `repeat` with `carry: "h"`, `scan: { "x": 1 }` and `share: true`.
 */
export const cellBlock = defineBlock({
  name: "cell",
  doc: {
    summary: "one step of a simple recurrent network: activation(x W + h U + b)",
    source: "Elman, Cognitive Science 14 (1990) 179",
  },
  arguments: {
    units: attribute.integer({ doc: "how many units the state has", min: 1 }),
    activation: activationAttribute("tanh"),
    bias: biasAttribute,
    init: attribute.string({ doc: "the initialiser of W and U", default: "glorot" }),
  },
  body({ units, activation, bias, init }): BlockBody {
    const sum = bias ? "z" : "s";
    const isLinear = isIdentity(activation);
    return {
      inputs: { h: { shape: ["N", units] }, x: { shape: ["N", "n"] } },
      params: {
        W: { shape: ["n", units], init },
        U: { shape: [units, units], init },
        ...(bias && { b: { shape: [units], init: "zeros" } }),
      },
      nodes: {
        xW: { op: "matmul", in: ["x", "W"] },
        hU: { op: "matmul", in: ["h", "U"] },
        s: { op: "add", in: ["xW", "hU"] },
        ...(bias && { z: { op: "add", in: ["s", "b"] } }),
        ...(!isLinear && { a: { op: activation, in: [sum] } }),
      },
      output: isLinear ? sum : "a",
    };
  },
});
