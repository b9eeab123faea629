import type { AttributesOf, Sample } from "@chainrule/core";
import type { axesAttribute, keepDimsAttribute } from "./axes.js";

type ReductionSample = Sample<
  { readonly x: "float" },
  AttributesOf<{ readonly axes: typeof axesAttribute; readonly keepDims: typeof keepDimsAttribute }>
>;

/**
 * Samples of every reduction: ranks 0 to 4, each axis, several and none, with and without what is reduced in the shape.
 * @param domain open interval of the elements
 */
export function reductionSamples(
  domain: readonly [low: number, high: number],
  smooth?: ReductionSample["smooth"],
): readonly ReductionSample[] {
  const rest = { domain: { x: domain }, ...(smooth && { smooth }) };
  return [
    { inputs: { x: ["N", 3] }, ...rest },
    { inputs: { x: ["N", 3] }, attributes: { axes: [0] }, ...rest },
    { inputs: { x: ["N", 3] }, attributes: { axes: [-1], keepDims: true }, ...rest },
    { inputs: { x: [] }, ...rest },
    { inputs: { x: ["N"] }, attributes: { axes: [0] }, ...rest },
    { inputs: { x: ["N"] }, attributes: { axes: [0], keepDims: true }, ...rest },
    { inputs: { x: [2, 3] }, attributes: { axes: [] }, ...rest },
    { inputs: { x: [2, 3] }, attributes: { axes: [1, 0], keepDims: true }, ...rest },
    { inputs: { x: [2, 3, "N"] }, attributes: { axes: [1] }, ...rest },
    { inputs: { x: [2, "N", 2] }, attributes: { axes: [2, 0] }, ...rest },
    { inputs: { x: [2, 3, 1, 2] }, attributes: { axes: [0] }, ...rest },
    { inputs: { x: [2, 3, 1, 2] }, attributes: { axes: [-3], keepDims: true }, ...rest },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { axes: [2] }, ...rest },
    { inputs: { x: [2, 1, 2, 2] }, attributes: { axes: [1, 3], keepDims: true }, ...rest },
  ];
}
