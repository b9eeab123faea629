import { apply, attribute, defineOp, elementCount, isStatic, type Value } from "@chainrule/core";
import { checkAxis, copyAll } from "./axis.js";
import { reshape } from "./reshape.js";

export const flattenOp = defineOp({
  name: "flatten",
  doc: {
    summary: "the axes from one on made one, in row-major order",
    names: { onnx: "Flatten", keras: "keras.layers.Flatten", torch: "torch.flatten" },
  },
  inputs: { x: "any" },
  attributes: {
    axis: attribute.integer({
      doc: "the first of the axes that become one; those before it, such as the batch, stay",
      default: 1,
    }),
  },
  shape({ x }, { axis }, need) {
    const front = checkAxis(axis, x.length, "x", need);
    const merged = x.slice(front);
    if (merged.length === 1) return x;
    need(
      isStatic(merged),
      "axes of integer length to make one: a name such as N is no number to reckon with, so let axis begin after it",
    );
    return [...x.slice(0, front), elementCount(merged.map(Number))];
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel: ({ x }, output) => copyAll(x, output),
  vjp: { x: (g, { x }) => reshape(g, x.shape) },
  samples: [
    { inputs: { x: ["N", 2, 3] } },
    { inputs: { x: [2, "N", 2, 2] }, attributes: { axis: -2 } },
    { inputs: { x: ["N", 3] } },
    { inputs: { x: [2, 3] }, attributes: { axis: 0 } },
  ],
  latex: (m, { x }) => m.call("flatten", [x]),
});

/**
 * The axes from `axis` on made one, in row-major order; those before it stay.
 * @param x any dtype, any shape with that axis
 * @param options `axis`: default 1, so that the batch stays; negative ones are counted from the end
 * @returns [N, C, H, W] becomes [N, C · H · W]
 * @throws {Refusal} shape-mismatch: no such axis, or one among them whose length is a name
 */
export function flatten(x: Value, options: { readonly axis?: number } = {}): Value {
  return apply(flattenOp, { x }, options);
}
