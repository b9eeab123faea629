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

type Fields = Omit<Value, "id">;

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

  constructor(fields: Fields) {
    this.id = fields.node?.id;
    this.owner = fields.owner;
    this.op = fields.op;
    this.inputs = fields.inputs;
    this.attributes = fields.attributes;
    this.shape = fields.shape;
    this.dtype = fields.dtype;
    this.context = fields.context;
    this.node = fields.node;
  }
}
