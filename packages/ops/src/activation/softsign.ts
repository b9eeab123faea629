import { apply, defineOp, type Value } from "@chainrule/core";
import { awayFromZero } from "../smooth.js";
import { within } from "./clamp.js";

/** From here on it is ±1, in float64 too. */
const flat = 1e30;

export const softsignOp = defineOp({
  name: "softsign",
  doc: {
    summary: "x / (1 + |x|)",
    source: "Turian et al., NAACL 2009",
    names: { onnx: "Softsign", keras: "keras.activations.softsign", torch: "torch.nn.functional.softsign" },
  },
  inputs: ["x"],
  formula(m, { x }) {
    const finite = within(m, x, flat);
    return m.divide(finite, m.add(1, m.abs(finite)));
  },
  latex: (m, { x }) => m.divide(x, m.add(1, m.abs(x))),
  vjp: { x: (g, { x }) => apply(softsignGradientOp, { g, x }) },
  samples: [
    { inputs: { x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [2, 1, "N"] }, domain: { x: [-20, 20] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

export const softsignGradientOp = defineOp({
  name: "softsignGradient",
  doc: { summary: "derivative of softsign: g / (1 + |x|)²" },
  inputs: ["g", "x"],
  // Twice by 1 + |x|, whose square overflows first.
  formula(m, { g, x }) {
    const size = m.add(1, m.abs(x));
    return m.divide(m.divide(g, size), size);
  },
  latex: (m, { g, x }) => m.divide(g, m.power(m.add(1, m.abs(x)), 2)),
  samples: [
    { inputs: { g: ["N", 3], x: ["N", 3] }, smooth: ({ x }) => awayFromZero(x) },
    { inputs: { g: [], x: [] }, smooth: ({ x }) => awayFromZero(x) },
  ],
});

/**
 * x / (1 + |x|), element by element: as tanh, but it comes to its limits ±1 slowly. The derivative at 0 is 1 from both
 * sides; the second derivative jumps there, and is taken as 0.
 * @param x float32 or float64, any shape; NaN stays NaN, ±Infinity becomes ±1
 * @returns -1 ≤ y ≤ 1, the shape of x
 * @see Turian et al., NAACL 2009
 */
export function softsign(x: Value): Value {
  return apply(softsignOp, { x });
}
