import { broadcastShapes, type StaticNode, type StaticShape, stridesOf } from "@chainrule/core";
import type { BatchAxis } from "./item.js";
import type { ItemWriter } from "./itemWriter.js";
import { elementOf, type View } from "./value.js";
import { broadcastView, reshapeView, rowsView, whole } from "./view.js";

/**
 * A product of matrices, or of vectors as matrices of one row or column. Rows that are all multiplied by one matrix are
 * one product, however many axes count them; other batches are as many products as they have matrices.
 */
export function product(writer: ItemWriter, item: StaticNode, left: View, right: View, bias?: View): View {
  const rows = left.shape.length > 2 && right.shape.length < 3 ? rowsView(left) : undefined;
  const a = rows ?? asMatrices(left, "row");
  const b = asMatrices(right, "column");
  if (a.shape.length > 2 || b.shape.length > 2) return manyProducts(writer, item, a, b, bias);
  if (rows === undefined) return oneProduct(writer, item, item.shape, [a, b], bias);
  return reshapeView(oneProduct(writer, item, [a.shape[0]!, b.shape[1]!], [a, b], bias), item.shape)!;
}

/** A view as a matrix whose rows are counted by all axes but the last; copied where its strides do not say that. */
export function asRows(writer: ItemWriter, view: View): View {
  return rowsView(view) ?? rowsView(whole(writer.materialised(view)))!;
}

/** @param shape in which the result is made: that of the matrix, but without the axes that vectors do not have */
function oneProduct(
  writer: ItemWriter,
  { node }: StaticNode,
  shape: StaticShape,
  [a, b]: readonly [View, View],
  bias?: View,
): View {
  const to = writer.value(node.id, shape, node.dtype);
  writer.add({
    kind: "product",
    to,
    element: elementOf(node.dtype),
    a: held(writer, a),
    b: held(writer, b),
    ...(bias && { bias: broadcastView(held(writer, bias), [a.shape[0]!, b.shape[1]!]) }),
  });
  return whole(to);
}

function manyProducts(writer: ItemWriter, { node, shape }: StaticNode, a: View, b: View, bias?: View): View {
  const counted = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2)) as StaticShape;
  const [rows, columns] = [a.shape.at(-2)!, b.shape.at(-1)!];
  const spread = (view: View): View =>
    broadcastView(held(writer, view), [...counted, ...view.shape.slice(-2)]);
  const [left, right] = [spread(a), spread(b)];
  const to = writer.value(node.id, shape, node.dtype);
  const strides = stridesOf([...counted, rows, columns]);
  const axes = counted.map((count, axis) => ({
    count,
    a: left.strides[axis]!,
    b: right.strides[axis]!,
    to: strides[axis]!,
  }));
  const first = (view: View): View => ({
    ...view,
    shape: view.shape.slice(-2),
    strides: view.strides.slice(-2),
  });
  writer.add({
    kind: "product",
    to,
    element: elementOf(node.dtype),
    a: first(left),
    b: first(right),
    ...(bias && { bias: broadcastView(held(writer, bias), [rows, columns]) }),
    batch: merged(axes),
  });
  return whole(to);
}

/** Axes of length 1 left out, and neighbours made one where their strides allow it: as few loops as there can be. */
function merged(axes: readonly BatchAxis[]): BatchAxis[] {
  const loops: BatchAxis[] = [];
  for (const axis of axes) {
    if (axis.count === 1) continue;
    const outer = loops.at(-1);
    const isOne =
      outer !== undefined && (["a", "b", "to"] as const).every((of) => outer[of] === axis[of] * axis.count);
    if (isOne) loops[loops.length - 1] = { ...axis, count: outer.count * axis.count };
    else loops.push(axis);
  }
  return loops;
}

/** A view that lies in memory. */
function held(writer: ItemWriter, view: View): View {
  return view.value.literal === undefined ? view : whole(writer.materialised(view));
}

/** A vector as a matrix of one row or column. */
function asMatrices(view: View, as: "row" | "column"): View {
  if (view.shape.length > 1) return view;
  const [size, stride] = [view.shape[0]!, view.strides[0]!];
  return as === "row"
    ? { ...view, shape: [1, size], strides: [0, stride] }
    : { ...view, shape: [size, 1], strides: [stride, 0] };
}
