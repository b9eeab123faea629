import { formatShape, Refusal, type StaticShape, stridesOf, type TensorView } from "@chainrule/core";

/**
 * What a kernel throws on an index that points nowhere.
 * @param op whose kernel it is
 * @param length how many indices there are
 * @param place where the index stands: `[0, 2]`
 */
export function refuseIndex(op: string, index: number, length: number, place?: string): Refusal {
  return new Refusal({
    code: "index-out-of-range",
    at: op,
    got: place === undefined ? `index ${index}` : `index ${index} in place ${place}`,
    need:
      length === 0 ? "no index, as there is nothing to choose from" : `an integer from 0 to ${length - 1}`,
  });
}

export function isIndex(index: number, length: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < length;
}

/**
 * Refuses the first index that points nowhere. Negative ones do: they are not counted from the end.
 * @throws {Refusal} index-out-of-range
 */
export function checkIndices(op: string, { data, shape }: TensorView, length: number): void {
  data.forEach((index, i) => {
    if (isIndex(index, length)) return;
    throw refuseIndex(op, index, length, shape.length === 0 ? undefined : placeOf(i, shape));
  });
}

/** `[0, 2]`, of an element with this row-major index. */
function placeOf(index: number, shape: StaticShape): string {
  const strides = stridesOf(shape);
  return formatShape(shape.map((size, axis) => Math.floor(index / strides[axis]!) % size));
}
