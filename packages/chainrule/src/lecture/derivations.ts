import { derive, type Derivation, nodeId } from "@chainrule/core";
import type { Lecture } from "@chainrule/viz";
import type { Project } from "../project.js";

export interface DerivationsOptions {
  /** What the paths begin at, as a person named it: an output or a node of one number. */
  readonly of: string;
  /** By what; default everything that the lecture's graph was differentiated by. */
  readonly wrt?: readonly string[] | undefined;
  /** How many paths are worked out for each. Default 16. */
  readonly limit?: number | undefined;
}

/** The chain rule path by path, for each node that a lecture's graph is differentiated by. */
export function derivationsOf(
  { graph, of: output, values }: Lecture,
  { viewEngine: engine, registry }: Project,
  { of, wrt, limit }: DerivationsOptions,
): Derivation[] {
  const start = nodeId(graph, of);
  const prefix = `grad/${output}/`;
  const asked =
    wrt?.map((name) => nodeId(graph, name)) ??
    Object.keys(graph.outputs).flatMap((name) =>
      name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
    );
  return asked.map((id) => {
    const gradient = values.get(`${prefix}${id}`)!;
    return derive(graph, {
      of: start,
      wrt: id,
      gradient,
      values,
      engine,
      registry,
      ...(limit !== undefined && { limit }),
    });
  });
}
