import {
  apply,
  defineOp,
  type Dim,
  elementCount,
  type Need,
  sameShape,
  type Shape,
  type Value,
} from "@chainrule/core";
import { axisAttribute, checkAxis, copyTurns, frontAxis } from "./axis.js";
import { concat } from "./concat.js";
import { joinPairs } from "./joinPairs.js";
import { reshape } from "./reshape.js";
import { slice } from "./slice.js";
import { unsqueeze } from "./unsqueeze.js";

export const stackOp = defineOp({
  name: "stack",
  doc: {
    summary: "a and b beside one another, along a new axis",
    names: { onnx: "ConcatFromSequence", keras: "keras.ops.stack", torch: "torch.stack" },
  },
  inputs: ["a", "b"],
  attributes: { axis: axisAttribute },
  shape({ a, b }, { axis }, need) {
    need(sameShape(a, b), "a = b");
    return stackedShape(a, axis, need);
  },
  decompose: ({ a, b }, { axis }) =>
    concat(unsqueeze(a, { axes: [axis] }), unsqueeze(b, { axes: [axis] }), { axis }),
  multiplyAdds: () => [0],
  moves: ["a", "b"],
  kernel({ a, b }, output, { axis }) {
    const front = frontAxis(axis, output.shape.length);
    copyTurns(a, b, output, elementCount(output.shape.slice(0, front)));
  },
  vjp: {
    a: (g, { a }, { attributes: { axis } }) => reshape(slice(g, { axis, stop: 1 }), a.shape),
    b: (g, { b }, { attributes: { axis } }) => reshape(slice(g, { axis, start: 1 }), b.shape),
  },
  samples: [
    { inputs: { a: ["N"], b: ["N"] }, attributes: { axis: 0 } },
    { inputs: { a: ["N", 3], b: ["N", 3] }, attributes: { axis: -1 } },
    { inputs: { a: [2, "N", 1], b: [2, "N", 1] }, attributes: { axis: 1 } },
    { inputs: { a: [], b: [] }, attributes: { axis: 0 } },
  ],
  latex: (m, { a, b }) => m.list(a, b),
});

/**
 * Values of one shape beside one another, along a new axis: two at a time, in `stack` and `concat` nodes.
 * @param values at least one, float32 or float64, all of one shape
 * @param options `axis`: where the new axis is in the result; negative ones are counted from its end
 * @returns the shape of each, with a new axis as long as there are values
 * @throws {Refusal} wrong-inputs: no values; shape-mismatch: shapes differ, or no such axis in the result
 */
export function stack(values: readonly Value[], options: { readonly axis: number }): Value {
  const pairs: Value[] = [];
  for (let i = 0; i + 1 < values.length; i += 2)
    pairs.push(apply(stackOp, { a: values[i]!, b: values[i + 1]! }, options));
  if (values.length % 2 === 1) pairs.push(unsqueeze(values.at(-1)!, { axes: [options.axis] }));
  return joinPairs(pairs, (a, b) => concat(a, b, options));
}

function stackedShape(shape: Shape, axis: number, need: Need): Dim[] {
  const front = checkAxis(axis, shape.length + 1, "the result", need);
  return [...shape.slice(0, front), 2, ...shape.slice(front)];
}
