import { apply, attribute, defineOp, elementCount, sameShape, type Shape, type Value } from "@chainrule/core";
import { isIndex, refuseIndex } from "./refuseIndex.js";

export const gatherOp = defineOp({
  name: "gather",
  doc: {
    summary: "rows of x, by index",
    names: { onnx: "Gather", keras: "keras.ops.take", torch: "torch.index_select" },
  },
  inputs: { x: "float", indices: "int" },
  shape({ x, indices }, _, need) {
    need(x.length >= 1, "x of rank 1 or more");
    return [...indices, ...x.slice(1)];
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x, indices }, output) {
    const rows = x.shape[0]!;
    const width = elementCount(x.shape.slice(1));
    indices.data.forEach((row, i) => {
      if (!isIndex(row, rows)) throw refuseIndex("gather", row, rows);
      for (let j = 0; j < width; j++) output.data[i * width + j] = x.data[row * width + j]!;
    });
  },
  vjp: { x: (g, { x, indices }) => scatterAdd(g, indices, x.shape), indices: null },
  samples: [
    { inputs: { x: [4, 3], indices: ["N"] }, fixed: ["indices"], domain: { indices: [0, 4] } },
    { inputs: { x: [3], indices: [2, "N"] }, fixed: ["indices"], domain: { indices: [0, 3] } },
    { inputs: { x: [2, 3, 2], indices: [] }, fixed: ["indices"], domain: { indices: [0, 2] } },
  ],
  latex: (m, { x, indices }) => m.index(x, indices),
});

export const scatterAddOp = defineOp({
  name: "scatterAdd",
  doc: {
    summary: "rows added up at their indices; what gather's derivative is",
    names: { keras: "keras.ops.segment_sum", torch: "torch.index_add" },
  },
  inputs: { x: "float", indices: "int" },
  attributes: {
    shape: attribute.shape({ doc: "shape of the result; its first dim is what indices point into" }),
  },
  shape({ x, indices }, { shape }, need) {
    need(shape.length >= 1, "shape of rank 1 or more");
    need(sameShape(x, [...indices, ...shape.slice(1)]), "x = indices and then shape[1], …");
    return shape;
  },
  multiplyAdds: ({ x }) => x,
  kernel({ x, indices }, output) {
    const rows = output.shape[0]!;
    const width = elementCount(output.shape.slice(1));
    output.data.fill(0);
    indices.data.forEach((row, i) => {
      if (!isIndex(row, rows)) throw refuseIndex("scatterAdd", row, rows);
      for (let j = 0; j < width; j++) output.data[row * width + j]! += x.data[i * width + j]!;
    });
  },
  vjp: { x: (g, { indices }) => gather(g, indices), indices: null },
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
  ],
  latex: (m, { x, indices }) => m.call("scatter", [x, indices]),
});

/**
 * Rows of x, by index: row `indices[i]` for each i.
 * @param x float32 or float64, [n, …]
 * @param indices int32, any shape, each from 0 to n - 1
 * @returns the shape of indices, and then that of one row
 * @throws {Refusal} shape-mismatch; index-out-of-range, when it is run
 */
export function gather(x: Value, indices: Value): Value {
  return apply(gatherOp, { x, indices });
}

/**
 * Rows added up at their indices: row r of the result is the sum of those rows of x whose index is r.
 * @param x float32 or float64: the shape of indices, and then that of one row
 * @param indices int32, each from 0 to `shape[0]` - 1
 * @param shape of the result, [n, …]
 * @throws {Refusal} shape-mismatch; index-out-of-range, when it is run
 */
export function scatterAdd(x: Value, indices: Value, shape: Shape): Value {
  return apply(scatterAddOp, { x, indices }, { shape });
}
