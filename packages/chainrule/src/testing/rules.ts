import { differentiate, type Graph, Refusal } from "@chainrule/core";
import { type OpenOptions, openSpec, type Project } from "../project.js";

type Part = Readonly<Record<string, unknown>>;

/** A spec of one input x, [N, 3], and some nodes, of which the last is the output y; parts of it may be others. */
export function specOf(nodes: Part, model: Part = {}, top: Part = {}): Part {
  const outputs = { y: Object.keys(nodes).at(-1) };
  return {
    chainrule: 1,
    dtype: "float64",
    ...top,
    model: { inputs: { x: { shape: ["N", 3] } }, nodes, outputs, ...model },
  };
}

export function opened(spec: Part, options?: OpenOptions): Project {
  return openSpec(JSON.stringify(spec), "spec.json", options);
}

/** A graph's nodes as lines: `h/z = affine(x, h/W, h/b)`; sources by their kind alone. */
export function linesOf({ nodes }: Graph): string[] {
  return nodes.map(
    ({ id, op, in: inputs }) => `${id} = ${op}${inputs.length === 0 ? "" : `(${inputs.join(", ")})`}`,
  );
}

/** The ids of a graph's backward nodes by one output: all totals and contributions, nothing in between. */
export function gradientsOf({ graph, registry }: Project, of: string): string[] {
  const ids = differentiate(graph, { of, registry }).nodes.map(({ id }) => id);
  return ids.filter((id) => /^grad\/[^@]+(@[^.]+\.\w+)?$/.test(id) && !id.endsWith(`/${of}`));
}

/** What is refused: code and node or place, a line each. */
export function refusedOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal)
      return error.problems.map(({ code, at, path }) => `${code} ${at ?? path?.join(".")}`);
    throw error;
  }
  throw new Error("nothing was refused");
}
