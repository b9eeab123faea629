import { type Algebra, apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { multiply } from "../elementwise/multiply.js";
import { negate } from "../elementwise/negate.js";
import { normalDensityOp } from "../elementwise/normalCdf.js";
import { sigmoid } from "../elementwise/sigmoid.js";
import { subtract } from "../elementwise/subtract.js";
import { atLeast, clamped, within } from "./clamp.js";

const attributes = {
  approximate: attribute.choice(["none", "tanh"], {
    doc: 'x · Φ(x) itself ("none"), or ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))) ("tanh"), which is off by up to 0.0005',
    default: "none",
  }),
};

/** What gelu takes. */
export type GeluOptions = Partial<AttributesOf<typeof attributes>>;

/** From here on left of 0 Φ(x) is 0, and right of it 1, in float64 too. */
const flat = 100;
const cubic = 0.044715;
const rootOfTwoByPi = Math.sqrt(2 / Math.PI);

/** 2 √(2/π) (x + 0.044715 x³): the tanh of half of it is 2σ - 1, so what stands for Φ is its σ, whose tail has digits. */
function doubled<T, B>(m: Algebra<T, B>, x: T): T {
  const square = m.multiply(x, x);
  return m.multiply(m.multiply(2 * rootOfTwoByPi, x), m.add(1, m.multiply(cubic, square)));
}

export const geluOp = defineOp({
  name: "gelu",
  doc: {
    summary: "Gaussian error linear unit x · Φ(x), Φ the standard normal distribution",
    source: "Hendrycks and Gimpel, arXiv:1606.08415, 2016",
    names: { onnx: "Gelu", keras: "keras.activations.gelu", torch: "torch.nn.functional.gelu" },
  },
  inputs: ["x"],
  attributes,
  formula: (m, { x }, { approximate }) =>
    m.multiply(atLeast(m, x, -flat), approximate === "tanh" ? m.sigmoid(doubled(m, x)) : m.normalCdf(x)),
  latex(m, { x }, { approximate }) {
    if (approximate === "none") return m.multiply(x, m.normalCdf(x));
    const root = m.sqrt(m.divide(2, m.sign("\\pi", "π")));
    const inner = m.multiply(root, m.add(x, m.multiply(cubic, m.power(x, 3))));
    return m.multiply(0.5, m.multiply(x, m.add(1, m.tanh(inner))));
  },
  accuracy: {
    ulp: 5,
    absolute: 1e-7,
    why: "Φ is within 4 ulp; of tanh, far left, rounding its argument tells",
  },
  vjp: { x: (g, { x }, { attributes }) => multiply(g, apply(geluSlopeOp, { x }, attributes)) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: ["N"] }, attributes: { approximate: "tanh" } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-9, 9] } },
    { inputs: { x: [] }, attributes: { approximate: "tanh" }, domain: { x: [-5, 5] } },
  ],
});

export const geluSlopeOp = defineOp({
  name: "geluSlope",
  doc: {
    summary: "derivative of gelu: Φ(x) + x φ(x), φ(x) = e^(-x²/2) / √(2π), or that of its approximation",
  },
  inputs: ["x"],
  attributes,
  formula(m, { x }, { approximate }) {
    const finite = within(m, x, flat);
    const square = m.multiply(finite, finite);
    if (approximate === "none") {
      const density = m.multiply(rootOfTwoByPi / 2, m.exp(m.multiply(-0.5, square)));
      return m.add(m.normalCdf(finite), m.multiply(finite, density));
    }
    const u = doubled(m, finite);
    const share = m.sigmoid(u);
    // Not 1 - σ(u): that cancels where u is large.
    const steepness = m.multiply(share, m.sigmoid(m.negate(u)));
    const inner = m.multiply(2 * rootOfTwoByPi, m.add(1, m.multiply(3 * cubic, square)));
    return m.add(share, m.multiply(m.multiply(finite, inner), steepness));
  },
  latex(m, { x }, { approximate }) {
    const pi = m.sign("\\pi", "π");
    if (approximate === "none") {
      const bell = m.exp(m.negate(m.divide(m.power(x, 2), 2)));
      return m.add(m.normalCdf(x), m.multiply(x, m.divide(bell, m.sqrt(m.multiply(2, pi)))));
    }
    const root = m.sqrt(m.divide(2, pi));
    const t = m.tanh(m.multiply(root, m.add(x, m.multiply(cubic, m.power(x, 3)))));
    const inner = m.multiply(root, m.add(1, m.multiply(3 * cubic, m.power(x, 2))));
    const rest = m.multiply(m.multiply(x, m.subtract(1, m.power(t, 2))), inner);
    return m.multiply(0.5, m.add(m.add(1, t), rest));
  },
  vjp: { x: (g, { x }, { attributes: { approximate } }) => multiply(g, curvature(x, approximate)) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: ["N"] }, attributes: { approximate: "tanh" } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-6, 6] } },
    { inputs: { x: [] }, attributes: { approximate: "tanh" }, domain: { x: [-4, 4] } },
    {
      inputs: { x: ["N"] },
      attributes: { approximate: "tanh" },
      domain: { x: [-8e307, 8e307] },
      fixed: ["x"],
    },
  ],
  accuracy: {
    ulp: 5,
    absolute: 3e-7,
    why: "it is 0 at x = -0.752, where two terms cancel; far left rounding x² tells",
  },
});

/**
 * The second derivative: (2 - x²) φ(x), or, with u as {@link doubled} makes it, σ(u) σ(-u) (2u' + x ((σ(-u) - σ(u)) u'² + u'')).
 */
function curvature(x: Value, approximate: "none" | "tanh"): Value {
  const finite = clamped(x, flat);
  const square = multiply(finite, finite);
  if (approximate === "none") return apply(normalDensityOp, { g: subtract(2, square), x: finite });
  const scale = 2 * rootOfTwoByPi;
  const u = multiply(multiply(scale, finite), add(1, multiply(cubic, square)));
  const first = multiply(scale, add(1, multiply(3 * cubic, square)));
  const second = multiply(6 * cubic * scale, finite);
  const [right, left] = [sigmoid(u), sigmoid(negate(u))];
  const bend = add(multiply(subtract(left, right), multiply(first, first)), second);
  return multiply(multiply(right, left), add(multiply(2, first), multiply(finite, bend)));
}

/**
 * Gaussian error linear unit x · Φ(x), element by element; Φ is the standard normal distribution function, and has its
 * digits far below 0, where ½ (1 + erf) has none. It is least at x = -0.752, where it is -0.170.
 * @param x float32 or float64, any shape; NaN stays NaN, -Infinity becomes -0
 * @param options `approximate`: "none" by default, as in ONNX and PyTorch; JAX and `keras.ops.gelu` mean "tanh"
 * @returns the shape of x
 * @see Hendrycks and Gimpel, arXiv:1606.08415, 2016
 */
export function gelu(x: Value, options: GeluOptions = {}): Value {
  return apply(geluOp, { x }, options);
}
