import type { GraphNode } from "@chainrule/core";
import type { Bias, Weights } from "./model.js";

/** A layer while the graph is being read. */
export interface Draft {
  /** The node that holds the sums, the bias included. */
  node: string;
  readonly units: number;
  readonly axis: "first" | "last";
  readonly isInput: boolean;
  bias?: Bias;
  readonly takes: { readonly part: Part; readonly weights: Weights }[];
}

/** The units of a layer, as far as they have come. */
export interface Part {
  readonly draft: Draft;
  /** What was applied to the sums. */
  readonly steps: readonly GraphNode[];
}

/**
 * What a node is to a network.
 *
 * | kind | meaning |
 * |---|---|
 * | prepared | computed from inputs, before any weight |
 * | units | the units of a layer, or of several side by side |
 * | broken | computed from units, but no longer a number for each of them; with the first node that is so |
 */
export type Signal =
  | { readonly kind: "prepared"; readonly node: GraphNode }
  | { readonly kind: "units"; readonly parts: readonly Part[] }
  | { readonly kind: "broken"; readonly node: GraphNode };
