import type { Graph } from "@chainrule/core";

const prefix = "update/";

/** The parameter, buffer or slot whose next value a node is. */
export function updateTarget({ updates }: Graph, id: string): string | undefined {
  const target = id.startsWith(prefix) ? id.slice(prefix.length) : "";
  return Object.hasOwn(updates, target) && updates[target] === id ? target : undefined;
}

/** The parameter, buffer or slot that a node is the next value of, or a step on the way to. */
export function updateOwner({ updates }: Graph, id: string): string | undefined {
  if (!id.startsWith(prefix)) return undefined;
  let path = id.slice(prefix.length);
  while (!Object.hasOwn(updates, path)) {
    const end = path.lastIndexOf("/");
    if (end < 0) return undefined;
    path = path.slice(0, end);
  }
  return path;
}
