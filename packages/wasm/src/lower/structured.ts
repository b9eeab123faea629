import {
  elementCount,
  normalizeAxis,
  type StaticNode,
  type StaticShape,
  traceFormula,
} from "@chainrule/core";
import type { Combine, Line } from "./item.js";
import type { ItemWriter } from "./itemWriter.js";
import { asRows, product } from "./matrices.js";
import { elementOf, type View } from "./value.js";
import { broadcastView, reshapeView, sliceView, transposeView, whole } from "./view.js";

/** Reads a node as items; undefined where its kernel must do. */
type Handler = (writer: ItemWriter, item: StaticNode, inputs: readonly View[]) => View | undefined;

/** The primitives that the engine computes itself, by op name. */
export const structured: Readonly<Record<string, Handler | undefined>> = {
  transpose: (_, { node, shape }, [x]) => {
    const axes = node.attributes["axes"] as readonly number[] | "reversed";
    const rank = shape.length;
    const order = shape.map((__, i) => (axes === "reversed" ? rank - 1 - i : normalizeAxis(axes[i]!, rank)!));
    return transposeView(x!, order);
  },
  reshape: reshaped,
  flatten: reshaped,
  broadcastTo: (_, { shape }, [x]) => broadcastView(x!, shape),
  slice(_, { node, shape }, [x]) {
    const axis = normalizeAxis(node.attributes["axis"] as number, shape.length)!;
    const step = node.attributes["step"] as number;
    const size = shape[axis]!;
    const from =
      size === 0 ? 0 : firstPlace(node.attributes["start"] as number | "first", step, x!.shape[axis]!);
    return sliceView(x!, axis, { from, size, step });
  },
  size(writer, { node }, [x]) {
    const axes = axesOf(node.attributes["axes"], x!.shape);
    return writer.literal(node.id, elementCount(axes.map((axis) => x!.shape[axis]!)), node.dtype);
  },
  sum: reduction("add"),
  max: reduction("maximum"),
  min: reduction("minimum"),
  prod: reduction("multiply"),
  matmul: (writer, item, [a, b]) => product(writer, item, a!, b!),
  affine: (writer, item, [x, W, b]) => product(writer, item, x!, W!, b!),
  matmulGradient: (writer, item, [a, g]) =>
    product(writer, item, transposeView(asRows(writer, a!), [1, 0]), asRows(writer, g!)),
  oneHot(writer, item, [indices]) {
    const classes = item.node.attributes["classes"] as number;
    checkIndices(writer, item, [indices!], classes);
    const { node, shape } = item;
    const { dtype } = node;
    const rows = { ...indices!, shape: [...indices!.shape, 1], strides: [...indices!.strides, 0] };
    return writer.map(node.id, shape, dtype, chosenLine, [rows, writer.counting(classes, dtype)]);
  },
  softmaxCrossEntropy,
};

function reshaped(writer: ItemWriter, { shape }: StaticNode, [x]: readonly View[]): View {
  return reshapeView(x!, shape) ?? reshapeView(whole(writer.materialised(x!)), shape)!;
}

/** Where a slice begins, counted from the front. */
function firstPlace(start: number | "first", step: number, length: number): number {
  if (start === "first") return step < 0 ? length - 1 : 0;
  return start < 0 ? start + length : start;
}

/** The chosen axes, counted from the front, in order. */
function axesOf(axes: unknown, shape: StaticShape): number[] {
  if (axes === "all") return shape.map((_, axis) => axis);
  return (axes as number[]).map((axis) => normalizeAxis(axis, shape.length)!).sort((a, b) => a - b);
}

function reduction(combine: Combine): Handler {
  return (writer, { node, shape }, [x]) =>
    reduce(writer, node.id, combine, x!, axesOf(node.attributes["axes"], x!.shape), shape);
}

/** Combines along axes into a value of the given shape, which holds one element for each index that is kept. */
function reduce(
  writer: ItemWriter,
  name: string,
  combine: Combine,
  operand: View,
  axes: readonly number[],
  shape: StaticShape,
): View | undefined {
  // Along axes of size 1 there is nothing to combine.
  if (axes.every((axis) => operand.shape[axis] === 1)) return reshapeView(operand, shape);
  const to = writer.value(name, shape, operand.value.dtype);
  const given = operand.value.literal === undefined ? operand : whole(writer.materialised(operand));
  writer.add({ kind: "reduce", to, element: elementOf(to.dtype), combine, operand: given, axes });
  return whole(to);
}

/** 1 where an index is the one that is given, else 0. */
const chosenLine: Line = {
  inputs: 2,
  constants: [1, 0],
  steps: [
    { name: "equal", arguments: [0, 1] },
    { name: "select", arguments: [4, 2, 3] },
  ],
  result: 5,
};

/** Lets the op's own kernel refuse an index that is none of the classes. */
function checkIndices(
  writer: ItemWriter,
  { node, op, shape }: StaticNode,
  inputs: readonly View[],
  classes: number,
): void {
  const values = inputs.map((view) => ({ value: writer.materialised(view), shape: view.shape }));
  const to = writer.value(`${node.id} (indices)`, shape, node.dtype);
  writer.add({ kind: "kernel", to, op: op!, inputs: values, attributes: node.attributes, classes });
}

/** x − the greatest of its row. */
const shiftLine: Line = traced(2, (m, [x, greatest]) => m.subtract(x!, greatest!));
const expLine: Line = traced(1, (m, [x]) => m.exp(x!));
const logLine: Line = traced(1, (m, [x]) => m.log(x!));
/** A class's share of a row's loss. The logarithm stays finite where a difference overflows, so a share of 0 counts as 0. */
const shareLine: Line = traced(3, (m, [target, shifted, logTotal]) =>
  m.select(m.equal(target!, 0), 0, m.multiply(target!, m.subtract(logTotal!, shifted!))),
);
/**
 * The same where targets may be fractions: a fraction of a difference that overflows may be finite. The difference of the
 * fractions is not so exact otherwise.
 */
const fractionLine: Line = traced(5, (m, [target, shifted, logTotal, x, greatest]) =>
  m.select(
    m.equal(target!, 0),
    0,
    m.select(
      m.equal(shifted!, -Infinity),
      m.add(
        m.subtract(m.multiply(target!, greatest!), m.multiply(target!, x!)),
        m.multiply(target!, logTotal!),
      ),
      m.multiply(target!, m.subtract(logTotal!, shifted!)),
    ),
  ),
);
const divideLine: Line = traced(2, (m, [x, count]) => m.divide(x!, count!));

function traced(inputs: number, formula: Parameters<typeof traceFormula>[1]): Line {
  return traceFormula(inputs, formula);
}

/**
 * ln Σ e^(x − max) − (x − max), weighted by the targets: finite for any finite logits whose loss is. The op's
 * decomposition would make ∞ of a fraction of a difference that overflows. Where classes have weights or rows are
 * ignored, the op's kernel does.
 */
function softmaxCrossEntropy(
  writer: ItemWriter,
  item: StaticNode,
  [logits, target]: readonly View[],
): View | undefined {
  const { node } = item;
  const { dtype, id } = node;
  const shape = logits!.shape;
  const axis = shape.length - 1;
  const classes = shape[axis]!;
  const rows = shape.slice(0, -1);
  const { classWeights, ignoreIndex } = node.attributes;
  const isWeighed = (classWeights as readonly number[]).length > 0 || ignoreIndex !== "none";
  if (classes === 0 || isWeighed) return undefined;
  const [onLine, perRow] = [[...rows, 1], (view: View): View => reshapeView(view, [...rows, 1])!];
  let wanted = target!;
  if (node.attributes["target"] === "index") {
    checkIndices(writer, item, [logits!, target!], classes);
    const index = { ...wanted, shape: onLine, strides: [...wanted.strides, 0] };
    wanted = writer.map(`${id}/target`, shape, dtype, chosenLine, [index, writer.counting(classes, dtype)]);
  }
  const map = (name: string, of: StaticShape, line: Line, operands: readonly View[]): View =>
    writer.map(`${id}/${name}`, of, dtype, line, operands);
  const fold = (name: string, combine: Combine, view: View): View =>
    perRow(reduce(writer, `${id}/${name}`, combine, view, [axis], rows)!);
  const greatest = fold("max", "maximum", logits!);
  const shifted = map("shifted", shape, shiftLine, [logits!, greatest]);
  const total = fold("total", "add", map("exp", shape, expLine, [shifted]));
  const logTotal = map("logTotal", onLine, logLine, [total]);
  const parts = [wanted, shifted, logTotal];
  const shares =
    wanted === target
      ? map("shares", shape, fractionLine, [...parts, logits!, greatest])
      : map("shares", shape, shareLine, parts);
  const losses = reduce(writer, `${id}/losses`, "add", shares, [axis], rows)!;
  if (node.attributes["reduction"] === "none") return losses;
  const all = rows.map((_, i) => i);
  const sum = reduce(writer, `${id}/sum`, "add", losses, all, [])!;
  if (node.attributes["reduction"] === "sum") return sum;
  return map("mean", [], divideLine, [sum, writer.literal("count", elementCount(rows), dtype)]);
}
