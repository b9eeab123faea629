import { lookup, type Tensors } from "../view/tensors.js";
import type { Network } from "./model.js";

/** Of each layer the values that its units take for one example; undefined where they are not known. */
export function unitValues(
  { layers }: Network,
  tensors: Tensors | undefined,
  example: number,
): (layer: number) => ArrayLike<number> | undefined {
  const find = tensors === undefined ? () => undefined : lookup(tensors);
  const values = layers.map(({ node, units, axis }) => {
    const tensor = find(node);
    if (tensor === undefined) return undefined;
    const { data } = tensor;
    const examples = data.length / units;
    if (example >= examples) return undefined;
    return Array.from(
      { length: units },
      (_, unit) => data[axis === "last" ? example * units + unit : unit * examples + example]!,
    );
  });
  return (layer) => values[layer];
}
