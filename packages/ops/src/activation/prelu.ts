import { apply, attribute, type AttributesOf, defineOp, type Operand, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";

const attributes = {
  form: attribute.choice(["multiply", "divide"], {
    doc: 'how alpha is meant: below 0 the result is alpha · x ("multiply"), or x / alpha ("divide")',
    convention: true,
  }),
};

/** What prelu takes; the form has no default, because papers and libraries differ in it. */
export type PReluOptions = AttributesOf<typeof attributes>;

export const preluOp = defineOp({
  name: "prelu",
  doc: {
    summary: "x where x > 0, else x at a slope that is learned: alpha · x or x / alpha",
    source: "He et al., ICCV 2015 (multiply); Xu et al., arXiv:1505.00853, 2015 (divide)",
    names: { onnx: "PRelu", keras: "keras.layers.PReLU", torch: "torch.nn.functional.prelu" },
  },
  inputs: ["x", "alpha"],
  attributes,
  formula: (m, { x, alpha }, { form }) =>
    m.select(m.less(0, x), x, form === "multiply" ? m.multiply(alpha, x) : m.divide(x, alpha)),
  vjp: {
    x: (g, { x, alpha }, { attributes }) => apply(preluGradientOp, { g, x, alpha }, attributes),
    alpha: (g, { x, alpha }, { attributes: { form } }) =>
      form === "multiply"
        ? apply(preluFactorGradientOp, { g, x })
        : apply(preluDivisorGradientOp, { g, x, alpha }),
  },
  samples: [
    {
      inputs: { x: ["N", 3], alpha: [3] },
      attributes: { form: "multiply" },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { x: ["N", 3], alpha: [3] },
      attributes: { form: "divide" },
      domain: { alpha: [0.5, 6] },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { x: [2, "N"], alpha: [] },
      attributes: { form: "divide" },
      domain: { alpha: [-6, -0.5] },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { x: [], alpha: [] },
      attributes: { form: "multiply" },
      smooth: ({ x }) => awayFromZero(x),
    },
  ],
});

export const preluGradientOp = defineOp({
  name: "preluGradient",
  doc: { summary: "derivative of prelu by x: g where x > 0, else alpha · g or g / alpha" },
  inputs: ["g", "x", "alpha"],
  attributes,
  formula: (m, { g, x, alpha }, { form }) =>
    m.select(m.less(0, x), g, form === "multiply" ? m.multiply(alpha, g) : m.divide(g, alpha)),
  vjp: { x: null },
  samples: [
    {
      inputs: { g: ["N", 3], x: ["N", 3], alpha: [3] },
      attributes: { form: "multiply" },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { g: ["N"], x: ["N"], alpha: [] },
      attributes: { form: "divide" },
      domain: { alpha: [0.5, 6] },
      smooth: ({ x }) => awayFromZero(x),
    },
  ],
});

export const preluFactorGradientOp = defineOp({
  name: "preluFactorGradient",
  doc: { summary: "derivative of prelu by the alpha that it multiplies by: 0 where x > 0, else g · x" },
  inputs: ["g", "x"],
  formula: (m, { g, x }) => m.select(m.less(0, x), 0, m.multiply(g, x)),
  samples: [{ inputs: { g: ["N", 3], x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) }],
});

export const preluDivisorGradientOp = defineOp({
  name: "preluDivisorGradient",
  doc: {
    summary: "derivative of prelu by the alpha that it divides by: 0 where x > 0, else -g · x / alpha²",
  },
  inputs: ["g", "x", "alpha"],
  // Twice by alpha, whose square overflows and vanishes first.
  formula: (m, { g, x, alpha }) =>
    m.select(m.less(0, x), 0, m.negate(m.multiply(g, m.divide(m.divide(x, alpha), alpha)))),
  latex: (m, { g, x, alpha }) =>
    m.select(m.less(0, x), 0, m.negate(m.multiply(g, m.divide(x, m.power(alpha, 2))))),
  samples: [
    {
      inputs: { g: ["N", 3], x: ["N", 3], alpha: ["N", 3] },
      domain: { alpha: [0.5, 6] },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { g: ["N"], x: ["N"], alpha: [] },
      domain: { x: [-0.1, 0.1], alpha: [-6, -0.5] },
      smooth: ({ x }) => awayFromZero(x),
    },
  ],
});

/**
 * Leaky rectifier whose slope is a value, and so may be learned, element by element: x where x > 0, else `alpha` · x, or
 * with `form: "divide"` x / `alpha`. At x = 0 both derivatives are those of the negative side: by x it is `alpha` (or
 * 1 / `alpha`), by `alpha` it is 0.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @param alpha the slope: of shape [] one for all, of the last axis's shape one for each channel; it broadcasts as any
 *   other operand. Where it is 0 and divided by, the result is that of IEEE division
 * @param options `form`, required
 * @returns the common shape of x and alpha
 * @see He et al., ICCV 2015; Xu et al., arXiv:1505.00853, 2015
 */
export function prelu(x: Operand<Value>, alpha: Operand<Value>, options: PReluOptions): Value {
  return apply(preluOp, { x, alpha }, options);
}
