import { Refusal } from "../errors.js";
import { type Dim, normalizeAxis } from "../shape.js";
import type { Value } from "../value.js";
import type { NodeScope } from "./nodeScope.js";
import type { Settings } from "./unit.js";

/** Slice t along an axis, that axis removed. */
export function sliceAt(
  { builder }: NodeScope,
  x: Value,
  axis: number,
  { t, id }: { readonly t: number; readonly id: string },
): Value {
  const slice = builder.call(builder.registry.get("ops", "slice"), [x], { axis, start: t, stop: t + 1 });
  const shape = x.shape.filter((_, i) => i !== axis);
  return builder.name(builder.call(builder.registry.get("ops", "reshape"), [slice], { shape }), id);
}

/** Values of one shape along a new axis; joined in pairs, so that no value is copied more often than need be. */
export function stack({ builder }: NodeScope, values: readonly Value[], given: number, id: string): Value {
  const { shape } = values[0]!;
  const axis = normalizeAxis(given, shape.length + 1);
  if (axis === undefined) {
    const need = `an axis of the stacked outputs: from ${-shape.length - 1} to ${shape.length}`;
    throw new Refusal({ code: "bad-axis", got: String(given), need });
  }
  return builder.within({ scope: id }, () => {
    const widened = ({ shape: own }: Value): Dim[] => [...own.slice(0, axis), 1, ...own.slice(axis)];
    const call = (op: string, inputs: Value[], attributes: Settings): Value =>
      builder.call(builder.registry.get("ops", op), inputs, attributes);
    let level = values.map((value) => call("reshape", [value], { shape: widened(value) }));
    while (level.length > 1) {
      const pairs: Value[] = [];
      for (let i = 0; i < level.length; i += 2)
        pairs.push(i + 1 < level.length ? call("concat", level.slice(i, i + 2), { axis }) : level[i]!);
      level = pairs;
    }
    return level[0]!;
  });
}
