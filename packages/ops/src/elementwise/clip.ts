import { apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";
import { kinkDistance } from "../smooth.js";

const attributes = {
  min: attribute.numberOr("none", { doc: "what is below becomes this", default: "none" }),
  max: attribute.numberOr("none", { doc: "what is above becomes this", default: "none" }),
};

type Bounds = AttributesOf<typeof attributes>;

/** What clip takes: `min`, `max` or both. */
export type ClipOptions = Partial<Bounds>;

function check({ min, max }: Bounds, need: (holds: boolean, need: string) => void): void {
  need(min !== "none" || max !== "none", "min, max or both");
  need(min === "none" || max === "none" || min <= max, "min at most max");
}

/** No number is near a bound. */
function awayFrom({ min, max }: Partial<Bounds>): (inputs: { readonly x: readonly number[] }) => boolean {
  const bounds = [min, max].filter((bound) => typeof bound === "number");
  return ({ x }) => x.every((number) => bounds.every((bound) => Math.abs(number - bound) > kinkDistance));
}

const settings = [{ min: -1, max: 1 }, { min: 0.5 }, { max: -0.5 }] as const;

export const clipOp = defineOp({
  name: "clip",
  doc: {
    summary: "x, but min where it is below that, and max where it is above",
    names: { onnx: "Clip", keras: "keras.ops.clip", torch: "torch.clamp" },
  },
  inputs: ["x"],
  attributes,
  check,
  formula(m, { x }, { min, max }) {
    const raised = min === "none" ? x : m.maximum(x, min);
    return max === "none" ? raised : m.minimum(raised, max);
  },
  vjp: { x: (g, { x }, { attributes }) => apply(clipGradientOp, { g, x }, attributes) },
  samples: [
    { inputs: { x: ["N", 3] }, attributes: settings[0], smooth: awayFrom(settings[0]) },
    { inputs: { x: [] }, attributes: settings[1], smooth: awayFrom(settings[1]) },
    { inputs: { x: [2, "N", 1] }, attributes: settings[2], smooth: awayFrom(settings[2]) },
  ],
});

export const clipGradientOp = defineOp({
  name: "clipGradient",
  doc: { summary: "derivative of clip: 0 where x is below min or above max, else g" },
  inputs: ["g", "x"],
  attributes,
  check,
  formula(m, { g, x }, { min, max }) {
    const above = min === "none" ? g : m.select(m.less(x, min), 0, g);
    return max === "none" ? above : m.select(m.less(max, x), 0, above);
  },
  vjp: { x: null },
  samples: settings.map((attributes) => ({
    inputs: { g: ["N", 3], x: ["N", 3] },
    attributes,
    smooth: awayFrom(attributes),
  })),
});

/**
 * x, element by element, but `min` where it is below that, and `max` where it is above. The derivative is 1 between the
 * bounds and on them, as in PyTorch and TensorFlow (JAX has ½ on a bound), and 0 outside.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @param options `min`, `max` or both; with the word "none" for a bound, as without it, there is none
 * @returns the shape of x
 * @throws {Refusal} bad-attribute: neither bound, or `min` above `max`
 */
export function clip(x: Value, options: ClipOptions): Value {
  return apply(clipOp, { x }, options);
}
