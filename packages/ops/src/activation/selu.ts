import { apply, defineOp, type Expression, type LatexAlgebra, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";
import { negativeSide } from "./clamp.js";

/** α and λ, for which mean 0 and variance 1 are a fixed point: the paper's equation 14, to all digits of float64. */
const alpha = 1.6732632423543772;
const lambda = 1.0507009873554805;

export const seluOp = defineOp({
  name: "selu",
  doc: {
    summary: "scaled exponential linear unit: λ x where x > 0, else λ α (eˣ - 1), with fixed λ and α",
    source: "Klambauer et al., NIPS 2017",
    names: { onnx: "Selu", keras: "keras.activations.selu", torch: "torch.nn.functional.selu" },
  },
  inputs: ["x"],
  formula: (m, { x }) =>
    m.select(m.less(0, x), m.multiply(lambda, x), m.multiply(lambda * alpha, m.expm1(x))),
  latex: (m, { x }) => {
    const [l, a] = letters(m);
    return m.multiply(l, m.select(m.less(0, x), x, m.multiply(a, m.expm1(x))));
  },
  vjp: { x: (g, { x }) => apply(seluGradientOp, { g, x }) },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-6, 6] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

export const seluGradientOp = defineOp({
  name: "seluGradient",
  doc: { summary: "derivative of selu: g λ where x > 0, else g λ α eˣ" },
  inputs: ["g", "x"],
  formula: (m, { g, x }) =>
    m.multiply(g, m.select(m.less(0, x), lambda, m.multiply(lambda * alpha, m.exp(negativeSide(m, x))))),
  latex: (m, { g, x }) => {
    const [l, a] = letters(m);
    return m.multiply(g, m.multiply(l, m.select(m.less(0, x), 1, m.multiply(a, m.exp(x)))));
  },
  accuracy: { ulp: 4, absolute: 1e-35, why: "far left the exponential vanishes before the product does" },
  samples: [
    { inputs: { g: ["N", 3], x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { g: [], x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

/** λ and α as the paper calls them: seventeen digits say less. */
function letters(m: LatexAlgebra): readonly [lambda: Expression, alpha: Expression] {
  return [m.sign("\\lambda", "λ"), m.sign("\\alpha", "α")];
}

/**
 * Scaled exponential linear unit, element by element: λ x where x > 0, else λ α (eˣ - 1), with λ = 1.0507009873554805 and
 * α = 1.6732632423543772. Standard normal numbers come out with mean 0 and variance 1. The derivative at 0 is that of
 * the negative side: λ α.
 * @param x float32 or float64, any shape; NaN stays NaN, -Infinity becomes -λ α
 * @returns the shape of x
 * @see Klambauer et al., NIPS 2017, equations 2 and 14
 */
export function selu(x: Value): Value {
  return apply(seluOp, { x });
}
