import { apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";
import { negativeSide } from "./clamp.js";

const attributes = {
  alpha: attribute.number({
    doc: "how far below 0 it comes: its limit at -∞ is -alpha",
    above: 0,
    default: 1,
  }),
};

/** What celu takes. */
export type CeluOptions = Partial<AttributesOf<typeof attributes>>;

export const celuOp = defineOp({
  name: "celu",
  doc: {
    summary:
      "continuously differentiable exponential linear unit: x where x > 0, else alpha · (e^(x/alpha) - 1)",
    source: "Barron, arXiv:1704.07483, 2017",
    names: { onnx: "Celu", keras: "keras.activations.celu", torch: "torch.nn.functional.celu" },
  },
  inputs: ["x"],
  attributes,
  formula(m, { x }, { alpha }) {
    const scaled = m.divide(x, alpha);
    const power = m.expm1(scaled);
    // Where eˣ - 1 is x it is left as it is: x / alpha may have been too small for all its digits.
    const below = m.select(m.equal(power, scaled), x, m.multiply(alpha, power));
    return m.select(m.less(0, x), x, below);
  },
  latex: (m, { x }, { alpha }) => m.select(m.less(0, x), x, m.multiply(alpha, m.expm1(m.divide(x, alpha)))),
  vjp: { x: (g, { x }, { attributes }) => apply(celuGradientOp, { g, x }, attributes) },
  samples: [
    { inputs: { x: ["N", 3] }, attributes: { alpha: 0.5 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: ["N"] }, domain: { x: [-6, 6] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, 1, "N"] }, attributes: { alpha: 2 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, attributes: { alpha: 2 }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

export const celuGradientOp = defineOp({
  name: "celuGradient",
  doc: { summary: "derivative of celu: g where x > 0, else g · e^(x/alpha)" },
  inputs: ["g", "x"],
  attributes,
  formula: (m, { g, x }, { alpha }) => m.multiply(g, m.exp(m.divide(negativeSide(m, x), alpha))),
  latex: (m, { g, x }, { alpha }) => m.select(m.less(0, x), g, m.multiply(g, m.exp(m.divide(x, alpha)))),
  accuracy: { ulp: 4, absolute: 1e-35, why: "far left the exponential vanishes before the product does" },
  samples: [
    {
      inputs: { g: ["N", 3], x: ["N", 3] },
      attributes: { alpha: 0.5 },
      smooth: ({ x }) => awayFromZero(x),
    },
    { inputs: { g: [], x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

/**
 * Exponential linear unit with a slope without a jump, element by element: x where x > 0, else
 * `alpha` · (e^(x/`alpha`) - 1). The derivative at 0 is 1 from both sides.
 * @param x float32 or float64, any shape; NaN stays NaN, -Infinity becomes -`alpha`
 * @param options `alpha`: above 0; default 1, as in ONNX, Keras and PyTorch
 * @returns the shape of x
 * @see Barron, arXiv:1704.07483, 2017
 */
export function celu(x: Value, options: CeluOptions = {}): Value {
  return apply(celuOp, { x }, options);
}
