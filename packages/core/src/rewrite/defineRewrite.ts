import type { Graph } from "../graph.js";
import type { Registry } from "../registry.js";
import type { Value } from "../value.js";

/** Why two ways to compute a value come to the same. */
export interface AlgebraicLaw {
  /** `distributivity` */
  readonly name: string;
  /** In letters that stand for anything, plain text that is LaTeX too: `(a + b) W = a W + b W`. */
  readonly equation?: string;
}

/** One node, computed in another way. */
export interface Replacement {
  /** The node's id, which it keeps: whatever uses it, uses the new one. */
  readonly node: string;
  /** In words: `multiplies out the sum z1`. */
  readonly does: string;
  readonly law: AlgebraicLaw;
  /** The operands whose own definition the law looks at, by id. */
  readonly read: readonly string[];
  /**
   * Builds the other way, by the typed calls of ops.
   * @param get the value of a node that stands before this one
   * @param name calls a new value by a name below the node's (`z/weights`), with a number where that is taken; what
   *   nobody names is called by its op
   * @returns a value of the node's shape and dtype
   */
  make(get: (id: string) => Value, name: (value: Value, as: string) => Value): Value;
}

/** What a rewrite may look at besides the graph. */
export interface RewriteContext {
  readonly registry: Registry;
}

/** A graph that computes the same numbers in another way, one small step at a time. */
export interface Rewrite {
  readonly name: string;
  readonly doc: { readonly summary: string; readonly source?: string };
  /**
   * The next step; undefined when there is none left. Pure, in time linear in the nodes. Steps that follow one another
   * must come to an end.
   */
  step(graph: Graph, context: RewriteContext): Replacement | undefined;
}

declare module "../registry.js" {
  interface Contributions {
    rewrites: Rewrite;
  }
}

/** Declares a rewrite. */
export function defineRewrite<const R extends Rewrite>(rewrite: R): R {
  return Object.freeze(rewrite);
}
