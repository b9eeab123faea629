import { attribute, type Dim, elementCount, type Need, type Shape, type StaticShape } from "@chainrule/core";

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
 * Refuses an axis that is not there, or whose length is a name.
 * @param input whose axis it is, for the refusal
 * @param doing what is done with it: `"slice along"`
 * @returns its length
 */
export function checkSized(shape: Shape, axis: number, input: string, doing: string, need: Need): number {
  const front = frontAxis(axis, shape.length);
  need(
    front >= 0 && front < shape.length,
    `an axis of ${input}, from ${-shape.length} to ${shape.length - 1}`,
  );
  const size = shape[front];
  need(
    typeof size === "number",
    `an axis of integer length to ${doing}: ${size} is a name and no number to reckon with, ` +
      "so take another axis, or choose rows in the data",
  );
  return Number(size);
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
