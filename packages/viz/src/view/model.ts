import type { Phase } from "@chainrule/core";

/**
 * What a box stands for. Colours and outlines are a theme's affair.
 *
 * | role | meaning |
 * |---|---|
 * | input, parameter, buffer, slot, constant | the graph's sources |
 * | operation | a forward node that an op computes |
 * | output | a name under which the graph gives a node's value out |
 * | seed | where a backward pass begins: ∂loss/∂loss |
 * | gradient | the whole gradient of one forward node, made by one rule |
 * | contribution | one term of a gradient: what reaches the node through one of its consumers |
 * | sum | contributions that meet |
 * | update | the next value of a parameter, buffer or slot |
 * | step | a node inside a rule or an update, on the way to its result |
 * | reference | a value that is used here and drawn elsewhere, often in an earlier pass |
 */
export const roles = [
  "input",
  "parameter",
  "buffer",
  "slot",
  "constant",
  "operation",
  "output",
  "seed",
  "gradient",
  "contribution",
  "sum",
  "update",
  "step",
  "reference",
] as const;
export type Role = (typeof roles)[number];

/**
 * Numbers as a picture tells them. `zero`: every element is exactly 0. `no path`: nothing leads from the node to
 * the output. What was not computed has no note at all, so that the three never look alike.
 */
export interface Note {
  readonly state: "value" | "zero" | "no path";
  readonly lines: readonly string[];
}

/** One thing drawn. */
export interface Box {
  /** Unique in the view. */
  readonly id: string;
  /** The graph's node that it shows. */
  readonly node: string;
  readonly role: Role;
  /** Its name, shortened where its cluster already says the rest. */
  readonly title: string;
  /** What it is, a phrase a line: `matmul(x, W1)`. */
  readonly lines: readonly string[];
  /** `[N, 2]`; empty for scalars. */
  readonly shape: string;
  /** True where the value leaves the graph from here, and no output box says so. */
  readonly result: boolean;
  /** Id of the innermost cluster around it. */
  readonly cluster?: string;
  readonly value?: Note;
  readonly gradient?: Note;
}

/** `reference` edges bring in a value that is drawn elsewhere; everything else flows. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: "flow" | "reference";
}

/** A block, drawn around its boxes. */
export interface Cluster {
  /** The path that its boxes share: `encoder/0`. */
  readonly id: string;
  readonly title: string;
  /** Id of the cluster around it. */
  readonly parent?: string;
}

/** A picture as plain data: no coordinates, no colours, no syntax of any format. */
export interface View {
  readonly name: string;
  readonly pass: Phase;
  /** In the graph's order; the references of a box come right before it. */
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  /** Outer ones before inner ones. */
  readonly clusters: readonly Cluster[];
  /** What a reader must know beforehand. */
  readonly caption?: string;
}
