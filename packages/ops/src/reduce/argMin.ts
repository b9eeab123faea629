import { apply, defineOp, type Value } from "@chainrule/core";
import { allApart } from "../smooth.js";
import { chosenAtAttributes, type ChosenAtOptions, chosenAtShape, writeChosen } from "./chosenAt.js";

export const argMinOp = defineOp({
  name: "argMin",
  doc: {
    summary: "where along an axis the least element is, counted from 0",
    names: { onnx: "ArgMin", keras: "keras.ops.argmin", torch: "torch.argmin" },
  },
  inputs: { x: "float" },
  attributes: chosenAtAttributes,
  result: "int32",
  shape: ({ x }, settings, need) => chosenAtShape(x, settings, need),
  multiplyAdds: ({ x }) => x,
  kernel: ({ x }, output, { axis }) => writeChosen("argMin", x, output, axis, (a, b) => a < b),
  vjp: { x: null },
  samples: [
    { inputs: { x: ["N", 3] }, domain: { x: [-50, 50] }, smooth: ({ x }) => allApart(x) },
    {
      inputs: { x: [3, "N"] },
      attributes: { axis: 0, keepDims: true },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    { inputs: { x: [4] }, attributes: { axis: 0 }, domain: { x: [-50, 50] }, smooth: ({ x }) => allApart(x) },
    {
      inputs: { x: [2, 3, "N"] },
      attributes: { axis: 1 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { x: [2, 1, 2, 3] },
      attributes: { axis: -3, keepDims: true },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { x: ["N", 2, 2, 3] },
      attributes: { axis: 3 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
  ],
  latex: (m, { x }) => m.call("arg min", [x]),
});

/**
 * Where along an axis the least element is, counted from 0: the first of those that tie, and the first NaN if there is
 * one, as `min` is NaN then. Its derivative is zero, and no gradient goes through it.
 * @param x float32 or float64, of rank 1 or more
 * @param options `axis`: default the last
 * @returns int32, the shape of x without the axis, or with size 1 there (`keepDims`)
 * @throws {Refusal} shape-mismatch: no such axis, or one without elements; no-element: the same, found when it is run
 */
export function argMin(x: Value, options: ChosenAtOptions = {}): Value {
  return apply(argMinOp, { x }, options);
}
