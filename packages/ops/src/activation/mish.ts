import {
  type Algebra,
  apply,
  defineOp,
  type Expression,
  type LatexAlgebra,
  type Value,
} from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { sigmoid } from "../elementwise/sigmoid.js";
import { subtract } from "../elementwise/subtract.js";
import { tanh } from "../elementwise/tanh.js";
import { atLeast, clamped, within } from "./clamp.js";
import { softplus } from "./softplus.js";

/** From here on left of 0 it is 0, and right of it x, in float64 too. */
const flat = 1000;

/**
 * tanh(ln(1 + eˣ)) = above / below. With e = eˣ it is e (e + 2) / (e (e + 2) + 2); right of 0 both are multiplied by
 * e⁻²ˣ. So nothing overflows, and nothing is subtracted.
 */
function ratio<T, B>(m: Algebra<T, B>, x: T): { isLeft: B; e: T; square: T; above: T; below: T } {
  const isLeft = m.less(x, 0);
  const e = m.exp(m.negate(m.abs(x)));
  const square = m.multiply(e, e);
  const above = m.select(isLeft, m.multiply(e, m.add(e, 2)), m.add(1, m.add(e, e)));
  const below = m.add(above, m.select(isLeft, 2, m.add(square, square)));
  return { isLeft, e, square, above, below };
}

/** ln(1 + eˣ), as it is usually written. */
function softplusOf(m: LatexAlgebra, x: Expression): Expression {
  return m.log1p(m.exp(x));
}

export const mishOp = defineOp({
  name: "mish",
  doc: {
    summary: "x · tanh(ln(1 + eˣ))",
    source: "Misra, BMVC 2020",
    names: { onnx: "Mish", keras: "keras.activations.mish", torch: "torch.nn.functional.mish" },
  },
  inputs: ["x"],
  formula(m, { x }) {
    const { above, below } = ratio(m, x);
    return m.multiply(atLeast(m, x, -flat), m.divide(above, below));
  },
  latex: (m, { x }) => m.multiply(x, m.tanh(softplusOf(m, x))),
  accuracy: {
    ulp: 5,
    absolute: 1e-35,
    why: "five roundings beside that of eˣ, which far left vanishes first",
  },
  vjp: { x: (g, { x }) => multiply(g, apply(mishSlopeOp, { x })) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-20, 20] } },
    { inputs: { x: [] }, domain: { x: [-6, 6] } },
  ],
});

export const mishSlopeOp = defineOp({
  name: "mishSlope",
  doc: { summary: "derivative of mish: tanh(s) + x · σ(x) · (1 - tanh²(s)), where s = ln(1 + eˣ)" },
  inputs: ["x"],
  // σ(x) (1 - tanh²(s)) is 4 e (1 + e) / below² left of 0, and has e² in place of e right of it.
  formula(m, { x }) {
    const finite = within(m, x, flat);
    const { isLeft, e, square, above, below } = ratio(m, finite);
    const share = m.divide(m.multiply(m.select(isLeft, e, square), m.add(1, e)), m.multiply(below, below));
    return m.add(m.divide(above, below), m.multiply(m.multiply(4, finite), share));
  },
  latex(m, { x }) {
    const t = m.tanh(softplusOf(m, x));
    return m.add(t, m.multiply(m.multiply(x, m.sigmoid(x)), m.subtract(1, m.power(t, 2))));
  },
  vjp: {
    // σ(x) (1 - t²) (2 + x (σ(-x) - 2 σ(x) t)), t = tanh(ln(1 + eˣ))
    x(g, { x }) {
      const finite = clamped(x, flat);
      const [right, left] = [sigmoid(finite), sigmoid(negate(finite))];
      const t = tanh(softplus(finite));
      const steepness = multiply(right, multiply(subtract(1, t), add(1, t)));
      const curved = add(2, multiply(finite, subtract(left, multiply(2, multiply(right, t)))));
      return multiply(g, multiply(steepness, curved));
    },
  },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-5, 5] } },
    { inputs: { x: [] }, domain: { x: [-4, 4] } },
    { inputs: { x: ["N"] }, domain: { x: [-8e307, 8e307] }, fixed: ["x"] },
  ],
  accuracy: { ulp: 5, absolute: 3e-7, why: "it is 0 at x = -1.192, where two terms cancel" },
});

/**
 * x · tanh(ln(1 + eˣ)), element by element. It is least at x = -1.192, where it is -0.309.
 * @param x float32 or float64, any shape; NaN stays NaN, -Infinity becomes -0
 * @returns the shape of x
 * @see Misra, BMVC 2020
 */
export function mish(x: Value): Value {
  return apply(mishOp, { x });
}
