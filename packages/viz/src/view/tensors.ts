import type { State, Tensor } from "@chainrule/core";

/** Tensors by node id: a map, an object, or a state. */
export type Tensors =
  ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>> | Pick<State, "has" | "peek">;

/** A reader of tensors, however they are kept. */
export function lookup(tensors: Tensors): (id: string) => Tensor | undefined {
  if (tensors instanceof Map) return (id) => tensors.get(id);
  if (isState(tensors)) return (id) => (tensors.has(id) ? tensors.peek(id) : undefined);
  const record = tensors as Readonly<Record<string, Tensor>>;
  return (id) => (Object.hasOwn(record, id) ? record[id] : undefined);
}

function isState(tensors: Tensors): tensors is Pick<State, "has" | "peek"> {
  return "peek" in tensors && typeof tensors.peek === "function";
}
