import type { DType } from "./dtype.js";
import type { Path } from "./errors.js";
import type { Attributes, GraphNode } from "./graph.js";
import type { Shape } from "./shape.js";

/** What a backward node says of itself; see {@link GraphNode}. */
export interface Provenance {
  readonly of: string;
  readonly via?: string;
  readonly rule: string;
}

/** Under which name, for which reason and at which place of a spec nodes are being made. */
export interface BuildContext {
  /** Prefix of the ids of nodes that nobody names. */
  readonly scope: string;
  readonly provenance?: Provenance | undefined;
  readonly path?: Path | undefined;
}

/** What a value is made of. */
export type Made = Pick<Value, "op" | "inputs" | "attributes" | "shape" | "dtype">;

/** A node's result while the graph is being built. */
export class Value {
  /** Undefined until the builder names it; unnamed values are named when the graph is finished. */
  id: string | undefined;
  /** The builder that it belongs to. */
  readonly owner: object;
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly shape: Shape;
  readonly dtype: DType;
  /** What was being built when this was made. */
  readonly context: BuildContext;
  /** The node itself, where it came from a finished graph. */
  readonly node: GraphNode | undefined;

  // Field by field: a spread of objects would cost more than all the rest of making a node.
  constructor(made: Made, owner: object, context: BuildContext, node: GraphNode | undefined) {
    this.id = node?.id;
    this.owner = owner;
    this.op = made.op;
    this.inputs = made.inputs;
    this.attributes = made.attributes;
    this.shape = made.shape;
    this.dtype = made.dtype;
    this.context = context;
    this.node = node;
  }
}
