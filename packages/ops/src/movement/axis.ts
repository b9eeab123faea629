import {
  attribute,
  type Dim,
  elementCount,
  type Need,
  normalizeAxis,
  type Shape,
  type StaticShape,
  type TensorView,
} from "@chainrule/core";

/** The axis along which a movement works. */
export const axisAttribute = attribute.integer({
  doc: "the axis; negative ones are counted from the end",
});

/** The axis counted from the front. */
export function frontAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The length along an axis that is known to be a number. */
export function sizeAlong(shape: Shape, axis: number): number {
  return Number(shape[frontAxis(axis, shape.length)]);
}

/**
 * Refuses an axis that is not there.
 * @param input whose axis it is, for the refusal
 * @returns the axis counted from the front
 */
export function checkAxis(axis: number, rank: number, input: string, need: Need): number {
  const front = frontAxis(axis, rank);
  const range =
    rank === 0 ? `${input} of rank 1 or more` : `an axis of ${input}, from ${-rank} to ${rank - 1}`;
  need(front >= 0 && front < rank, range);
  return front;
}

/** Refuses axes that are not there, and one that is named twice. @returns the axes counted from the front */
export function checkAxes(axes: readonly number[], rank: number, input: string, need: Need): Set<number> {
  const front = new Set(axes.map((axis) => normalizeAxis(axis, rank)));
  const range = rank === 0 ? ", which has none" : `, each from ${-rank} to ${rank - 1}`;
  need(front.size === axes.length && !front.has(undefined), `distinct axes of ${input}${range}`);
  return new Set(axes.map((axis) => frontAxis(axis, rank)));
}

/**
 * Refuses an axis that is not there, or whose length is a name.
 * @param input whose axis it is, for the refusal
 * @param doing what is done with it: `"slice along"`
 * @returns its length
 */
export function checkSized(shape: Shape, axis: number, input: string, doing: string, need: Need): number {
  return numberOf(shape[checkAxis(axis, shape.length, input, need)]!, doing, need);
}

/** Refuses a dim that is a name. @param doing what is done with its axis: `"slice along"` */
export function numberOf(dim: Dim, doing: string, need: Need): number {
  need(
    typeof dim === "number",
    `an axis of integer length to ${doing}: ${dim} is a name and no number to reckon with, ` +
      "so take another axis, or choose rows in the data",
  );
  return Number(dim);
}

/** The shape with another length along one axis. */
export function withSize(shape: Shape, axis: number, size: number): Dim[] {
  const front = frontAxis(axis, shape.length);
  return shape.map((dim, i) => (i === front ? size : dim));
}

/** What a row-major tensor is along an axis: so many blocks, each of `size` runs of `step` elements. */
export function blocksOf(
  shape: StaticShape,
  axis: number,
): { readonly blocks: number; readonly size: number; readonly step: number } {
  const front = frontAxis(axis, shape.length);
  return {
    blocks: elementCount(shape.slice(0, front)),
    size: shape[front]!,
    step: elementCount(shape.slice(front + 1)),
  };
}

/** Copies the places `from`, `from + step`, … along an axis, as many as the output has there. */
export function copyPlaces(
  x: TensorView,
  output: TensorView,
  axis: number,
  { from, step }: { readonly from: number; readonly step: number },
): void {
  const { blocks, size, step: run } = blocksOf(x.shape, axis);
  const count = sizeAlong(output.shape, axis);
  let to = 0;
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < count; i++) {
      const start = (block * size + from + i * step) * run;
      for (let j = 0; j < run; j++) output.data[to++] = x.data[start + j]!;
    }
  }
}

/** Copies all elements, in row-major order. */
export function copyAll(x: TensorView, output: TensorView): void {
  for (let i = 0; i < output.data.length; i++) output.data[i] = x.data[i]!;
}

/** Copies in turns: a block of a, one of b, the next of a, … */
export function copyTurns(a: TensorView, b: TensorView, output: TensorView, blocks: number): void {
  const [left, right] = [a.data.length / blocks, b.data.length / blocks];
  let to = 0;
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < left; i++) output.data[to++] = a.data[block * left + i]!;
    for (let i = 0; i < right; i++) output.data[to++] = b.data[block * right + i]!;
  }
}
