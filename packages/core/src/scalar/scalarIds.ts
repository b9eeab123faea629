import { elementCount, type StaticShape } from "../shape.js";
import { type Tensor, tensorOf } from "../tensor.js";

/**
 * What the elements of a tensor are called, in row-major order: `x_1`, `x_2`; `W_1_1`, `W_1_2`; counted from 1, as
 * lectures do. An axis of length 1 is not counted along: a weight of a column [2, 1] is `w_2`, and a tensor of one
 * element keeps its own name.
 */
export function scalarIds(id: string, shape: StaticShape): string[] {
  const counted = shape.filter((size) => size !== 1);
  return Array.from({ length: elementCount(shape) }, (_, at) => {
    const subscripts: number[] = [];
    let rest = at;
    for (let axis = counted.length - 1; axis >= 0; axis--) {
      subscripts.unshift((rest % counted[axis]!) + 1);
      rest = Math.floor(rest / counted[axis]!);
    }
    return [id, ...subscripts].join("_");
  });
}

/** Tensors taken apart into their elements, by the names that these have in a graph of scalars. */
export function scalarTensors(tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const scalars: Record<string, Tensor> = {};
  for (const [id, { shape, data, dtype }] of Object.entries(tensors)) {
    scalarIds(id, shape).forEach((name, i) => (scalars[name] = tensorOf([data[i]!], [], dtype)));
  }
  return scalars;
}
