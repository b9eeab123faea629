import { apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";

const attributes = {
  alpha: attribute.number({
    doc: "slope of the negative side, or what it is divided by: see form",
    convention: true,
  }),
  form: attribute.choice(["multiply", "divide"], {
    doc: 'how alpha is meant: below 0 the result is alpha · x ("multiply"), or x / alpha ("divide")',
    convention: true,
  }),
};

/** What leaky relu takes; neither has a default, because papers and libraries differ in both. */
export type LeakyReluOptions = AttributesOf<typeof attributes>;

export const leakyReluOp = defineOp({
  name: "leakyRelu",
  doc: {
    summary: "x where x > 0, else x at a smaller slope: alpha · x or x / alpha",
    source: "Maas et al., ICML 2013 (multiply); Xu et al., arXiv:1505.00853, 2015 (divide)",
    names: { onnx: "LeakyRelu", keras: "keras.ops.leaky_relu", torch: "torch.nn.functional.leaky_relu" },
  },
  inputs: ["x"],
  attributes,
  check: ({ alpha, form }, need) => need(form !== "divide" || alpha !== 0, "alpha other than 0 to divide by"),
  formula: (m, { x }, { alpha, form }) =>
    m.select(m.less(0, x), x, form === "multiply" ? m.multiply(alpha, x) : m.divide(x, alpha)),
  vjp: { x: (g, { x }, { attributes }) => apply(leakyReluGradientOp, { g, x }, attributes) },
  samples: [
    {
      inputs: { x: ["N", 3] },
      attributes: { alpha: 0.1, form: "multiply" },
      smooth: ({ x }) => awayFromZero(x),
    },
    { inputs: { x: ["N"] }, attributes: { alpha: 5.5, form: "divide" }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, attributes: { alpha: 2, form: "multiply" }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

export const leakyReluGradientOp = defineOp({
  name: "leakyReluGradient",
  doc: { summary: "derivative of leakyRelu: g where x > 0, else alpha · g or g / alpha" },
  inputs: ["g", "x"],
  attributes,
  check: ({ alpha, form }, need) => need(form !== "divide" || alpha !== 0, "alpha other than 0 to divide by"),
  formula: (m, { g, x }, { alpha, form }) =>
    m.select(m.less(0, x), g, form === "multiply" ? m.multiply(alpha, g) : m.divide(g, alpha)),
  vjp: { x: null },
  samples: [
    {
      inputs: { g: ["N", 3], x: ["N", 3] },
      attributes: { alpha: 0.1, form: "multiply" },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { g: ["N"], x: ["N"] },
      attributes: { alpha: 5.5, form: "divide" },
      smooth: ({ x }) => awayFromZero(x),
    },
  ],
});

/**
 * Leaky rectifier, element by element: x where x > 0, else `alpha` · x, or with `form: "divide"` x / `alpha`. The
 * derivative at 0 is that of the negative side.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @param options `alpha` and `form`, both required
 * @returns the shape of x
 * @throws {Refusal} bad-attribute: `alpha` is 0, and is divided by
 * @see Maas et al., ICML 2013; Xu et al., arXiv:1505.00853, 2015
 */
export function leakyRelu(x: Value, options: LeakyReluOptions): Value {
  return apply(leakyReluOp, { x }, options);
}
