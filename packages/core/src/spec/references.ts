import type { Path } from "../errors.js";
import type { NodeSpec } from "./spec.js";

/** A name that a node refers to, and where in the node it stands. */
export interface NodeReference {
  readonly reference: string;
  readonly path: Path;
}

/** All that a node needs to be there before it: its inputs, and what takes the place of a block's parameters. */
export function nodeReferences(node: NodeSpec): NodeReference[] {
  const { in: given, params = {}, share } = node;
  const inputs = Object.entries(given).map(([key, reference]) => ({
    reference,
    path: ["in", Array.isArray(given) ? Number(key) : key],
  }));
  const bound = Object.entries(params).map(([key, reference]) => ({ reference, path: ["params", key] }));
  const shared = typeof share === "string" ? [{ reference: share, path: ["share"] }] : [];
  return [...inputs, ...bound, ...shared].filter(
    (found): found is { reference: string; path: (string | number)[] } => typeof found.reference === "string",
  );
}
