import { apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";
import { negativeSide } from "./clamp.js";

const attributes = {
  alpha: attribute.number({ doc: "how far below 0 it comes: its limit at -∞ is -alpha", default: 1 }),
};

/** What elu takes. */
export type EluOptions = Partial<AttributesOf<typeof attributes>>;

export const eluOp = defineOp({
  name: "elu",
  doc: {
    summary: "exponential linear unit: x where x > 0, else alpha · (eˣ - 1)",
    source: "Clevert et al., ICLR 2016",
    names: { onnx: "Elu", keras: "keras.activations.elu", torch: "torch.nn.functional.elu" },
  },
  inputs: ["x"],
  attributes,
  formula: (m, { x }, { alpha }) => m.select(m.less(0, x), x, m.multiply(alpha, m.expm1(x))),
  vjp: { x: (g, { x }, { attributes }) => apply(eluGradientOp, { g, x }, attributes) },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    {
      inputs: { x: ["N"] },
      attributes: { alpha: 0.5 },
      domain: { x: [-6, 6] },
      smooth: ({ x }) => awayFromZero(x),
    },
    { inputs: { x: [2, 1, "N"] }, attributes: { alpha: 2 }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, attributes: { alpha: 0 }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

export const eluGradientOp = defineOp({
  name: "eluGradient",
  doc: { summary: "derivative of elu: g where x > 0, else g · alpha · eˣ" },
  inputs: ["g", "x"],
  attributes,
  formula: (m, { g, x }, { alpha }) =>
    m.select(m.less(0, x), g, m.multiply(g, m.multiply(alpha, m.exp(negativeSide(m, x))))),
  latex: (m, { g, x }, { alpha }) => m.select(m.less(0, x), g, m.multiply(g, m.multiply(alpha, m.exp(x)))),
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
 * Exponential linear unit, element by element: x where x > 0, else `alpha` · (eˣ - 1). It has its digits near 0 too. The
 * derivative at 0 is that of the negative side: `alpha`.
 * @param x float32 or float64, any shape; NaN stays NaN, -Infinity becomes -`alpha`
 * @param options `alpha`: default 1, as in ONNX, Keras and PyTorch
 * @returns the shape of x
 * @see Clevert et al., ICLR 2016
 */
export function elu(x: Value, options: EluOptions = {}): Value {
  return apply(eluOp, { x }, options);
}
