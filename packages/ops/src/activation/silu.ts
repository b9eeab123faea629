import { apply, defineOp, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { sigmoid } from "../elementwise/sigmoid.js";
import { subtract } from "../elementwise/subtract.js";
import { atLeast, clamped, within } from "./clamp.js";

/** From here on left of 0 σ(x) is 0, and right of it 1, in float64 too. */
const flat = 1000;

export const siluOp = defineOp({
  name: "silu",
  doc: {
    summary: "sigmoid linear unit x · σ(x), also called swish",
    source:
      "Elfwing et al., Neural Networks 107 (2018) 3; Ramachandran et al., arXiv:1710.05941, 2017 (swish)",
    names: { onnx: "Swish", keras: "keras.activations.silu", torch: "torch.nn.functional.silu" },
  },
  inputs: ["x"],
  formula: (m, { x }) => m.multiply(atLeast(m, x, -flat), m.sigmoid(x)),
  latex: (m, { x }) => m.multiply(x, m.sigmoid(x)),
  accuracy: { ulp: 4, absolute: 1e-35, why: "far left σ(x) vanishes before the product does" },
  vjp: { x: (g, { x }) => multiply(g, apply(siluSlopeOp, { x })) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-20, 20] } },
    { inputs: { x: [] }, domain: { x: [-6, 6] } },
  ],
});

export const siluSlopeOp = defineOp({
  name: "siluSlope",
  doc: { summary: "derivative of silu: σ(x) · (1 + x · σ(-x))" },
  inputs: ["x"],
  // Not 1 - σ(x): that cancels where x is large.
  formula(m, { x }) {
    const finite = within(m, x, flat);
    const rest = m.multiply(finite, m.sigmoid(m.negate(finite)));
    return m.multiply(m.sigmoid(finite), m.add(1, rest));
  },
  latex: (m, { x }) => m.multiply(m.sigmoid(x), m.add(1, m.multiply(x, m.sigmoid(m.negate(x))))),
  vjp: {
    // σ(x) σ(-x) (2 + x (σ(-x) - σ(x)))
    x(g, { x }) {
      const finite = clamped(x, flat);
      const [right, left] = [sigmoid(finite), sigmoid(negate(finite))];
      const curved = add(2, multiply(finite, subtract(left, right)));
      return multiply(g, multiply(multiply(right, left), curved));
    },
  },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-9, 9] } },
    { inputs: { x: [] }, domain: { x: [-6, 6] } },
  ],
  accuracy: { ulp: 4, absolute: 3e-7, why: "it is 0 at x = -1.278, where two terms cancel" },
});

/**
 * Sigmoid linear unit x · σ(x), element by element; also called swish. It is least at x = -1.278, where it is -0.278.
 * @param x float32 or float64, any shape; NaN stays NaN, -Infinity becomes -0
 * @returns the shape of x
 * @see Elfwing et al., Neural Networks 107 (2018) 3; Ramachandran et al., arXiv:1710.05941, 2017 (swish)
 */
export function silu(x: Value): Value {
  return apply(siluOp, { x });
}
