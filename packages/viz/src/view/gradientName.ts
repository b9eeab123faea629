import type { GraphNode } from "@chainrule/core";

/** What a backward node's id says that it is. */
export interface GradientName {
  /** The output that is differentiated. */
  readonly target: string;
  /** The whole gradient, one consumer's term of it, or a step on the way to either. */
  readonly part: "total" | "contribution" | "step";
}

/**
 * Reads `grad/<target>/<of>`, `grad/<target>/<of>@<via>.<input>` and what stands below them.
 * @returns undefined for a node that is not named so
 */
export function parseGradientId({ id, of, via }: GraphNode): GradientName | undefined {
  if (of === undefined || !id.startsWith(prefix)) return undefined;
  const end = id.indexOf(`/${of}`, prefix.length + 1);
  if (end < 0) return undefined;
  const target = id.slice(prefix.length, end);
  const rest = id.slice(end + 1 + of.length);
  if (rest === "") return { target, part: "total" };
  const term = `@${via}.`;
  const isTerm = via !== undefined && rest.startsWith(term) && !rest.slice(term.length).includes("/");
  return { target, part: isTerm ? "contribution" : "step" };
}

const prefix = "grad/";
