import { type AlgebraicLaw, findNode, type Graph, indexOf, type RewriteStep } from "@chainrule/core";
import { algebraOf } from "./algebra.js";
import type { Style } from "./style.js";

/** One line of a derivation: what a node is equal to, and by which law it comes from the line above. */
export interface DerivedLine {
  readonly algebra: string;
  /** None in a first line, and where a name of the line above is written out. */
  readonly by?: { readonly does: string; readonly law: AlgebraicLaw };
}

/** How one node of a graph came to be computed in another way. */
export interface Derivation {
  readonly node: string;
  readonly lines: readonly DerivedLine[];
}

/**
 * The algebra of the steps of a rewrite: steps in a row that belong to one node are lines of one derivation. What the
 * rewrite made is written out, and so is what a step looks at; what the model calls by a name, is called by it.
 * @param first the graph before any step
 */
export function derivationsOf(first: Graph, steps: readonly RewriteStep[], style: Style): Derivation[] {
  const derivations: { node: string; lines: DerivedLine[] }[] = [];
  const known = indexOf(first);
  for (const step of steps) {
    if (step.kind === "drop") continue;
    const read = new Set(step.read);
    const isOpened = (graph: Graph) => (id: string) =>
      !known.has(id) || read.has(id) || findNode(graph, id)!.op === "constant";
    const [before, after] = [step.before, step.after].map((graph) =>
      algebraOf(graph, step.root, isOpened(graph), style),
    );
    if (derivations.at(-1)?.node !== step.root) derivations.push({ node: step.root, lines: [] });
    const { lines } = derivations.at(-1)!;
    if (lines.at(-1)?.algebra !== before) lines.push({ algebra: before! });
    lines.push({ algebra: after!, by: { does: step.does, law: step.law } });
  }
  return derivations;
}
