import type { GraphNode } from "@chainrule/core";

/** How many copies a value may lead to by edges of its own. */
const mostCopies = 2;

/**
 * The nodes whose value goes into many copies of a block, from outside of them. Edges to all of these would cross the
 * picture from end to end: the first copy has one, the others a reference.
 */
export function feedingCopies(nodes: readonly GraphNode[]): ReadonlySet<string> {
  const copies = new Map<string, Set<string>>();
  for (const { id, in: inputs } of nodes) {
    const copy = copyOf(id);
    if (copy === undefined) continue;
    for (const input of inputs) {
      if (input.startsWith(`${copy}/`)) continue;
      const known = copies.get(input) ?? new Set();
      copies.set(input, known.add(copy));
    }
  }
  return new Set([...copies].filter(([, fed]) => fed.size > mostCopies).map(([id]) => id));
}

/** The outermost copy that a path lies in: `h/3` of `h/3/z`. */
export function copyOf(path: string): string | undefined {
  const parts = path.split("/");
  const at = parts.findIndex((part, i) => i > 0 && i < parts.length - 1 && /^\d+$/.test(part));
  return at < 0 ? undefined : parts.slice(0, at + 1).join("/");
}
