import { apply, attribute, defineOp } from "@chainrule/core";

export const swishOp = defineOp({
  name: "acme.swish",
  doc: { summary: "x · sigmoid(beta x)", source: "Ramachandran, Zoph and Le, arXiv:1710.05941" },
  inputs: ["x"],
  attributes: { beta: attribute.number({ doc: "how sharp the bend at 0 is", default: 1, above: 0 }) },
  // The derivative, the float32 version, the LaTeX and the picture all come from this one line.
  formula: (m, { x }, { beta }) => m.multiply(x, m.sigmoid(m.multiply(beta, x))),
  samples: [{ inputs: { x: ["N", 3] } }, { inputs: { x: ["N"] }, attributes: { beta: 2 } }],
});

/**
 * Self-gated activation x · sigmoid(beta x), element by element.
 * @param {import("@chainrule/core").Value} x float32 or float64, any shape
 * @param {{ beta?: number }} [options] beta > 0, default 1
 * @returns y ≥ about -0.278 / beta, the shape of x
 * @see Ramachandran, Zoph and Le, arXiv:1710.05941
 */
export function swish(x, options) {
  return apply(swishOp, { x }, options);
}
