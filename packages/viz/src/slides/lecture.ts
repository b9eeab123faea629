import type { Graph, Registry, Tensor } from "@chainrule/core";
import type { Writer } from "../notation/writer.js";

/** What a deck is made from: a graph, its numbers, and how both are written. */
export interface Lecture {
  /** Forward, and as far as it is to be shown, backward pass and updates. */
  readonly graph: Graph;
  /** What is differentiated, under the output's or node's own name; undefined where nothing is. */
  readonly of?: string | undefined;
  /** By node id, of every node that is to be told. */
  readonly values: ReadonlyMap<string, Tensor>;
  readonly registry: Registry;
  readonly writer: Writer;
  /** The same, with numbers in place of names. */
  readonly numbers: Writer;
}
