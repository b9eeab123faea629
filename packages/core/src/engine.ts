import type { Graph, GraphNode } from "./graph.js";
import type { Op } from "./op.js";
import type { StaticShape } from "./shape.js";
import type { Limits } from "./limits.js";
import type { State } from "./state.js";
import type { NumericArray } from "./dtype.js";
import type { Tensor } from "./tensor.js";

/** The order in which a step's nodes run; each phase needs those before it. */
export const phases = ["forward", "backward", "update"] as const;
export type Phase = (typeof phases)[number];

/** A node with everything bound, ready for an engine. */
export interface StaticNode {
  readonly node: GraphNode;
  /** Positions of its inputs in the program. */
  readonly inputs: readonly number[];
  readonly shape: StaticShape;
  /** Undefined for sources. */
  readonly op: Op | undefined;
}

/** What `compile` hands to an engine: needed nodes only, topological within and across phases. */
export interface Program {
  readonly graph: Graph;
  readonly nodes: readonly StaticNode[];
  /** The position after each phase's last node. */
  readonly phaseEnds: Readonly<Record<Phase, number>>;
  /** Positions by id. */
  readonly positions: ReadonlyMap<string, number>;
  /** Every input of the whole graph, also those that this program does not need. */
  readonly allInputs: ReadonlySet<string>;
  readonly updates: readonly { readonly target: string; readonly position: number }[];
  /** Nodes whose values can be read afterwards; an engine may keep more. */
  readonly kept: ReadonlySet<string>;
  readonly state: State;
  readonly limits: Limits;
}

/** How numbers are computed. A value: `compile(graph, { engine: reference(), … })`. */
export interface Engine {
  readonly name: string;
  /** Whether it is to be given an op's decomposition in place of the op; the rest it computes itself. */
  unfolds?(op: Op): boolean;
  compile(program: Program): Plan;
}

/** Values for a graph's inputs, by input id. */
export type Feeds = Readonly<Record<string, Tensor>>;

/** A compiled graph: all memory allocated, nothing left to decide. */
export interface Plan {
  /**
   * Copies values into the inputs; the rest keep what they had.
   * @throws {Refusal} unknown-feed | shape-mismatch | dtype-mismatch
   */
  feed(feeds: Feeds): void;
  /**
   * An input's own memory, where the engine has it in the input's dtype: what is written there is fed, without a copy.
   * Valid until another plan is compiled over the same state.
   * @throws {Refusal} unknown-feed
   */
  input?(id: string): NumericArray;
  /** Computes the forward nodes. @throws {Refusal} missing-feed */
  forward(): void;
  /** Computes the backward nodes, from the values that `forward` left. */
  backward(): void;
  /** Computes the update nodes and stores them in the state, all at once. */
  update(): void;
  /** Feeds, then all three phases: the same bits as one at a time. */
  step(feeds?: Feeds): void;
  /**
   * A copy of a node's or an output's value.
   * @throws {Refusal} unknown-node, where it was not kept
   */
  read(name: string): Tensor;
  /** The first element of a value, without a copy, for losses; NaN where it has none. */
  scalar(name: string): number;
}
