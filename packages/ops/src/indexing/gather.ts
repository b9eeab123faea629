import { apply, attribute, defineOp, type Need, sameShape, type Shape, type Value } from "@chainrule/core";
import { blocksOf, checkAxis, frontAxis } from "../movement/axis.js";
import { checkIndices } from "./refuseIndex.js";

const axisAttribute = attribute.integer({
  doc: "the axis that indices point into; negative ones are counted from the end",
  default: 0,
});

export const gatherOp = defineOp({
  name: "gather",
  doc: {
    summary: "places along an axis of x, by index: rows, unless another axis is named",
    names: { onnx: "Gather", keras: "keras.ops.take", torch: "torch.index_select" },
  },
  inputs: { x: "float", indices: "int" },
  attributes: { axis: axisAttribute },
  shape({ x, indices }, { axis }, need) {
    checkAxis(axis, x.length, "x", need);
    return gatheredShape(x, indices, axis);
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x, indices }, output, { axis }) {
    const { blocks, size, step } = blocksOf(x.shape, axis);
    checkIndices("gather", indices, size);
    let to = 0;
    for (let block = 0; block < blocks; block++) {
      indices.data.forEach((index) => {
        const from = (block * size + index) * step;
        for (let j = 0; j < step; j++) output.data[to++] = x.data[from + j]!;
      });
    }
  },
  vjp: {
    x: (g, { x, indices }, { attributes }) => scatterAdd(g, indices, x.shape, attributes),
    indices: null,
  },
  samples: [
    { inputs: { x: [4, 3], indices: ["N"] }, fixed: ["indices"], domain: { indices: [0, 4] } },
    { inputs: { x: [3], indices: [2, "N"] }, fixed: ["indices"], domain: { indices: [0, 3] } },
    { inputs: { x: [2, 3, 2], indices: [] }, fixed: ["indices"], domain: { indices: [0, 2] } },
    {
      inputs: { x: ["N", 4], indices: [3] },
      attributes: { axis: 1 },
      fixed: ["indices"],
      domain: { indices: [0, 4] },
    },
    {
      inputs: { x: [2, 3, "N"], indices: [1, 4] },
      attributes: { axis: -2 },
      fixed: ["indices"],
      domain: { indices: [0, 3] },
    },
  ],
  latex: (m, { x, indices }, { axis }) =>
    axis === 0 ? m.index(x, indices) : m.call("gather", [x, indices], `${axis}`),
});

export const scatterAddOp = defineOp({
  name: "scatterAdd",
  doc: {
    summary: "zeros, to which x is added at the places along an axis that indices name: equal ones add up",
    names: { onnx: "ScatterND", keras: "keras.ops.scatter", torch: "Tensor.index_add" },
  },
  inputs: { x: "float", indices: "int" },
  attributes: {
    shape: attribute.shape({ doc: "shape of the result" }),
    axis: axisAttribute,
  },
  shape({ x, indices }, { shape, axis }, need) {
    checkScattered(x, indices, shape, axis, need);
    return shape;
  },
  multiplyAdds: ({ x }) => x,
  kernel({ x, indices }, output, { axis }) {
    const { blocks, size, step } = blocksOf(output.shape, axis);
    checkIndices("scatterAdd", indices, size);
    const sums = output.data.fill(0);
    let from = 0;
    for (let block = 0; block < blocks; block++) {
      indices.data.forEach((index) => {
        const to = (block * size + index) * step;
        for (let j = 0; j < step; j++) sums[to + j]! += x.data[from++]!;
      });
    }
  },
  vjp: { x: (g, { indices }, { attributes: { axis } }) => gather(g, indices, { axis }), indices: null },
  samples: [
    {
      inputs: { x: ["N", 3], indices: ["N"] },
      attributes: { shape: [4, 3] },
      fixed: ["indices"],
      domain: { indices: [0, 4] },
    },
    {
      inputs: { x: [2, "N"], indices: [2, "N"] },
      attributes: { shape: [3] },
      fixed: ["indices"],
      domain: { indices: [0, 3] },
    },
    {
      inputs: { x: [2, 5, "N"], indices: [5] },
      attributes: { shape: [2, 3, "N"], axis: 1 },
      fixed: ["indices"],
      domain: { indices: [0, 3] },
    },
    {
      inputs: { x: ["N"], indices: [] },
      attributes: { shape: ["N", 2], axis: -1 },
      fixed: ["indices"],
      domain: { indices: [0, 2] },
    },
  ],
  latex: (m, { x, indices }, { axis }) => m.call("scatter", [x, indices], axis === 0 ? undefined : `${axis}`),
});

/**
 * Places along an axis of x, by index: by default rows, row `indices[i]` for each i.
 * @param x float32 or float64, any shape of rank 1 or more
 * @param indices int32, any shape, each from 0 to n - 1, where n is the length of the axis: negative ones are refused
 * @param options `axis`: default 0; negative ones are counted from the end
 * @returns the shape of x, with that of indices in the place of the axis
 * @throws {Refusal} shape-mismatch; index-out-of-range, when it is run
 */
export function gather(x: Value, indices: Value, options: { readonly axis?: number } = {}): Value {
  return apply(gatherOp, { x, indices }, options);
}

/**
 * Zeros of a shape, to which x is added at the places along an axis that indices name; what gather's derivative is. By default
 * row r of the result is the sum of those rows of x whose index is r: places that are named twice hold a sum, those that are
 * not hold 0. Terms are added in the order of the indices, so that equal inputs give equal bits.
 * @param x float32 or float64: the shape of the result, with that of indices in the place of the axis
 * @param indices int32, any shape, each from 0 to n - 1, where n is the length of the axis: negative ones are refused
 * @param shape of the result, of rank 1 or more
 * @param options `axis`: default 0; negative ones are counted from the end
 * @throws {Refusal} shape-mismatch; index-out-of-range, when it is run
 */
export function scatterAdd(
  x: Value,
  indices: Value,
  shape: Shape,
  options: { readonly axis?: number } = {},
): Value {
  return apply(scatterAddOp, { x, indices }, { shape, ...options });
}

function gatheredShape(x: Shape, indices: Shape, axis: number): Shape {
  const front = frontAxis(axis, x.length);
  return [...x.slice(0, front), ...indices, ...x.slice(front + 1)];
}

function checkScattered(x: Shape, indices: Shape, shape: Shape, axis: number, need: Need): void {
  const front = checkAxis(axis, shape.length, "shape", need);
  const parts = [
    ...(front > 0 ? ["shape's dims before the axis"] : []),
    "those of indices",
    "shape's behind the axis",
  ];
  need(sameShape(x, gatheredShape(shape, indices, axis)), `x's dims: ${parts.join(", then ")}`);
}
