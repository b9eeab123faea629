import type { Phase, Shape } from "@chainrule/core";

/**
 * What a box stands for. Colours and outlines are a theme's affair.
 *
 * | role | meaning |
 * |---|---|
 * | input, parameter, buffer, slot, constant | the graph's sources |
 * | operation | a forward node that an op computes |
 * | block, blockGradient | a block that is folded: all its nodes, or all its gradients, as one box |
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
  "block",
  "blockGradient",
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

/** A part of a graph that is drawn by itself, or the forward and the backward pass side by side. */
export type Pass = Phase | "both";

/**
 * Numbers as a picture tells them. `zero`: every element is exactly 0. `no path`: nothing leads from the node to
 * the output. What was not computed has no note at all, so that the three never look alike.
 */
export interface Note {
  readonly state: "value" | "zero" | "no path";
  readonly lines: readonly string[];
  /** Of a small matrix: the same numbers, row by row. */
  readonly cells?: readonly (readonly string[])[];
}

/** A shape as a rectangle: sides in proportion by class, dims written beside them. */
export interface ShapeBox {
  /** What has the shape; themes give each its colour. */
  readonly kind: "parameter" | "activation" | "gradient";
  readonly dims: Shape;
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
  /** Where both passes are drawn: its row, from the top. A gradient has the row of what it is the gradient of. */
  readonly row?: number;
  /** Of a folded block: the nodes that it stands for. */
  readonly members?: readonly string[];
  readonly value?: Note;
  readonly gradient?: Note;
  /** The shape to draw in place of the text in `shape`. */
  readonly shapeBox?: ShapeBox;
  /** A mark on what a later pass needs: `backward needs u2`. */
  readonly saved?: string;
  /** What it takes to compute it: `4 N multiply-adds, 16 N bytes`. */
  readonly cost?: string;
}

/** `reference` edges bring in a value that is drawn elsewhere; everything else flows. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: "flow" | "reference";
  /** As which of its inputs the consumer takes the value; of forward flow between nodes. */
  readonly positions?: readonly number[];
  /** The local derivative of the one by the other. */
  readonly label?: Note;
}

/** A block, drawn around its boxes. */
export interface Cluster {
  /** The path that its boxes share: `encoder/0`. */
  readonly id: string;
  readonly title: string;
  /** The block's path, where the id is another; empty for what is no block. */
  readonly block?: string;
  /** Id of the cluster around it. */
  readonly parent?: string;
}

/** A picture as plain data: no coordinates, no colours, no syntax of any format. */
export interface View {
  readonly name: string;
  readonly pass: Pass;
  /** In the graph's order; the references of a box come right before it. */
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  /** Outer ones before inner ones. */
  readonly clusters: readonly Cluster[];
  /** What a reader must know beforehand. */
  readonly caption?: string;
}
