import { type Algebra, apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { atLeast, within } from "./clamp.js";

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
  vjp: { x: (g, { x }, { attributes }) => geluGradient(g, x, attributes) },
  samples: [
    { inputs: { x: ["N", 3] } },
    { inputs: { x: ["N"] }, attributes: { approximate: "tanh" } },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-9, 9] } },
    { inputs: { x: [] }, attributes: { approximate: "tanh" }, domain: { x: [-5, 5] } },
  ],
});

export const geluGradientOp = defineOp({
  name: "geluGradient",
  doc: {
    summary:
      "derivative of gelu: g · (Φ(x) + x φ(x)), φ(x) = e^(-x²/2) / √(2π), or that of its approximation",
  },
  inputs: ["g", "x"],
  attributes,
  formula(m, { g, x }, { approximate }) {
    const finite = within(m, x, flat);
    const square = m.multiply(finite, finite);
    if (approximate === "none") {
      const density = m.multiply(rootOfTwoByPi / 2, m.exp(m.multiply(-0.5, square)));
      return m.multiply(g, m.add(m.normalCdf(finite), m.multiply(finite, density)));
    }
    const u = doubled(m, finite);
    const share = m.sigmoid(u);
    // Not 1 - σ(u): that cancels where u is large.
    const slope = m.multiply(share, m.sigmoid(m.negate(u)));
    const inner = m.multiply(2 * rootOfTwoByPi, m.add(1, m.multiply(3 * cubic, square)));
    return m.multiply(g, m.add(share, m.multiply(m.multiply(finite, inner), slope)));
  },
  latex(m, { g, x }, { approximate }) {
    const pi = m.sign("\\pi", "π");
    if (approximate === "none") {
      const bell = m.exp(m.negate(m.divide(m.power(x, 2), 2)));
      const density = m.divide(bell, m.sqrt(m.multiply(2, pi)));
      return m.multiply(g, m.add(m.normalCdf(x), m.multiply(x, density)));
    }
    const root = m.sqrt(m.divide(2, pi));
    const t = m.tanh(m.multiply(root, m.add(x, m.multiply(cubic, m.power(x, 3)))));
    const inner = m.multiply(root, m.add(1, m.multiply(3 * cubic, m.power(x, 2))));
    const slope = m.multiply(m.multiply(x, m.subtract(1, m.power(t, 2))), inner);
    return m.multiply(m.multiply(0.5, g), m.add(m.add(1, t), slope));
  },
  accuracy: {
    ulp: 5,
    absolute: 1e-6,
    why: "it is 0 at x = -0.752, where two terms cancel; far left rounding x² tells",
  },
  vjp: { g: (h, { x }, { attributes }) => geluGradient(h, x, attributes) },
  samples: [
    { inputs: { g: ["N", 3], x: ["N", 3] } },
    { inputs: { g: ["N"], x: ["N"] }, attributes: { approximate: "tanh" } },
    { inputs: { g: [], x: [] }, domain: { x: [-6, 6] } },
  ],
});

function geluGradient(g: Value, x: Value, settings: AttributesOf<typeof attributes>): Value {
  return apply(geluGradientOp, { g, x }, settings);
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
