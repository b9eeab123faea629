import { type Algebra, apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { apart } from "../smooth.js";

const attributes = {
  slope: attribute.number({
    doc: "how steeply it rises: 0.2 in ONNX, 1/6 in Keras 3 and PyTorch",
    above: 0,
    convention: true,
  }),
};

/** What hardSigmoid takes; the slope has no default, because libraries differ in it. */
export type HardSigmoidOptions = AttributesOf<typeof attributes>;

/** The places where it begins and ends to rise are far from x. */
const awayFromEnds =
  (slope: number) =>
  ({ x }: { readonly x: readonly number[] }): boolean =>
    apart(x, [-0.5 / slope]) && apart(x, [0.5 / slope]);

/** slope · x + ½, written so that nothing is lost where it begins to rise: for x = -3 + d and slope 1/6 it is d/6. */
function line<T, B>(m: Algebra<T, B>, x: T, slope: number): T {
  return m.multiply(slope, m.add(x, 0.5 / slope));
}

export const hardSigmoidOp = defineOp({
  name: "hardSigmoid",
  doc: {
    summary:
      "a line between 0 and 1 in place of the logistic function: slope · x + ½, no less than 0, no more than 1",
    source: "Courbariaux et al., NIPS 2015",
    names: {
      onnx: "HardSigmoid",
      keras: "keras.activations.hard_sigmoid",
      torch: "torch.nn.functional.hardsigmoid",
    },
  },
  inputs: ["x"],
  attributes,
  formula(m, { x }, { slope }) {
    const y = line(m, x, slope);
    return m.select(m.less(y, 0), 0, m.select(m.less(1, y), 1, y));
  },
  latex: (m, { x }, { slope }) => m.maximum(0, m.minimum(1, m.add(m.multiply(slope, x), 0.5))),
  accuracy: {
    ulp: 4,
    absolute: 1e-7,
    why: "½ / slope is rounded, and taken away from where it begins to rise",
  },
  vjp: { x: (g, { x }, { attributes }) => apply(hardSigmoidGradientOp, { g, x }, attributes) },
  samples: [
    {
      inputs: { x: ["N", 3] },
      attributes: { slope: 0.2 },
      domain: { x: [-4, 4] },
      smooth: awayFromEnds(0.2),
    },
    { inputs: { x: [2, 1, "N"] }, attributes: { slope: 1 }, smooth: awayFromEnds(1) },
    {
      inputs: { x: [] },
      attributes: { slope: 1 / 6 },
      domain: { x: [-2.9, 2.9] },
      smooth: awayFromEnds(1 / 6),
    },
  ],
});

export const hardSigmoidGradientOp = defineOp({
  name: "hardSigmoidGradient",
  doc: { summary: "derivative of hardSigmoid: slope · g where 0 < slope · x + ½ ≤ 1, else 0" },
  inputs: ["g", "x"],
  attributes,
  formula(m, { g, x }, { slope }) {
    const y = line(m, x, slope);
    return m.select(m.less(0, y), m.select(m.less(1, y), 0, m.multiply(slope, g)), 0);
  },
  latex(m, { g, x }, { slope }) {
    const y = m.add(m.multiply(slope, x), 0.5);
    return m.select(m.less(0, y), m.select(m.less(1, y), 0, m.multiply(slope, g)), 0);
  },
  vjp: { x: null },
  samples: [
    {
      inputs: { g: ["N", 3], x: ["N", 3] },
      attributes: { slope: 0.25 },
      domain: { x: [-4, 4] },
      smooth: awayFromEnds(0.25),
    },
    { inputs: { g: [], x: [] }, attributes: { slope: 1 }, smooth: awayFromEnds(1) },
  ],
});

/**
 * The logistic function as a line between its limits, element by element: `slope` · x + ½, no less than 0 and no more
 * than 1. The derivative where it begins and ends to rise is that of the left side: 0 at x = -½ / `slope`, and `slope` at
 * x = ½ / `slope`.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @param options `slope`, required: 0.2 is that of ONNX, 1/6 that of Keras 3 and PyTorch, relu6(x + 3) / 6
 * @returns 0 ≤ y ≤ 1, the shape of x
 * @see Courbariaux et al., NIPS 2015 (with slope ½)
 */
export function hardSigmoid(x: Value, options: HardSigmoidOptions): Value {
  return apply(hardSigmoidOp, { x }, options);
}
