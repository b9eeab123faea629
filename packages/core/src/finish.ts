import type { GraphNode } from "./graph.js";
import type { Value } from "./value.js";

/** Names values that nobody named, after their scope and op: `u3/multiply`, `u3/multiply2`. */
export function nameTheRest(values: readonly Value[], named: Map<string, Value>): void {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value.id !== undefined) continue;
    const { scope } = value.context;
    const plain = value.op.slice(value.op.indexOf(".") + 1);
    const base = scope === "" ? plain : `${scope}/${plain}`;
    let count = counts.get(base) ?? 0;
    let id: string;
    do {
      count++;
      id = count === 1 ? base : `${base}${count}`;
    } while (named.has(id));
    counts.set(base, count);
    value.id = id;
    named.set(id, value);
  }
}

/** The frozen node of a value; that of a finished graph stays the same object. */
export function toNode(value: Value): GraphNode {
  if (value.node !== undefined) return value.node;
  const provenance = value.context.provenance;
  return Object.freeze({
    id: value.id!,
    op: value.op,
    in: Object.freeze(value.inputs.map((input) => input.id!)),
    attributes: value.attributes,
    shape: Object.isFrozen(value.shape) ? value.shape : Object.freeze([...value.shape]),
    dtype: value.dtype,
    ...provenance,
  });
}
