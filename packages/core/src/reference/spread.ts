import { elementCount, type StaticShape, stridesOf } from "../shape.js";

/** For each element of the result, the element of the smaller operand that it takes. */
export function spreadIndices(from: StaticShape, to: StaticShape): Uint32Array {
  const offset = to.length - from.length;
  const strides = stridesOf(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride));
  const indices = new Uint32Array(elementCount(to));
  const counter = new Array<number>(to.length).fill(0);
  let at = 0;
  for (let i = 0; i < indices.length; i++) {
    indices[i] = at;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const stride = strides[axis - offset] ?? 0;
      at += stride;
      if (++counter[axis]! < to[axis]!) break;
      at -= stride * to[axis]!;
      counter[axis] = 0;
    }
  }
  return indices;
}
