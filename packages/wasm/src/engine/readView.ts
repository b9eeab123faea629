import type { NumericArray } from "@chainrule/core";
import type { View } from "../lower/value.js";

/**
 * Copies a view's elements, in row-major order. NaN becomes the one canonical NaN, as processors differ in the bits they
 * make.
 * @param numbers of the view's value, in row-major order
 */
export function readView(
  { shape, offset, strides, value }: View,
  numbers: NumericArray,
  to: NumericArray,
): void {
  if (value.literal !== undefined) {
    to.fill(value.literal);
    return;
  }
  const counter = new Array<number>(shape.length).fill(0);
  let at = offset;
  for (let i = 0; i < to.length; i++) {
    const number = numbers[at]!;
    to[i] = Number.isNaN(number) ? NaN : number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++counter[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      counter[axis] = 0;
    }
  }
}
