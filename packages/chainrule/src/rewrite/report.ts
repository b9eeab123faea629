import {
  checkRewrite,
  type Engine,
  type Feeds,
  type FloatDType,
  type Graph,
  type OutputDifference,
  type Registry,
  type Rewrite,
  rewrite,
  type Rewritten,
  type State,
  openDims,
} from "@chainrule/core";
import { inputsOf } from "../evaluate.js";

/** A rewrite of a graph, and how far its outputs are from those before. */
export interface RewriteReport extends Rewritten {
  readonly rule: Rewrite;
  readonly before: Graph;
  /** For every output that the feeds suffice for; none without feeds. */
  readonly outputs: readonly OutputDifference[];
  /** Whether every output is the same, but for what rounding makes of another order. */
  readonly isEqual: boolean;
}

export interface ReportOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  readonly state: State;
  readonly feeds: Feeds;
}

/** How far apart outputs may be that only rounding has moved apart, in parts of their size. */
const roundingOf: Readonly<Record<FloatDType, number>> = { float64: 1e-12, float32: 1e-5 };

/**
 * Applies a rewrite, and computes the outputs before and after.
 * @throws {Refusal} as `rewrite` and `checkRewrite` do
 */
export function reportRewrite(graph: Graph, rule: Rewrite, options: ReportOptions): RewriteReport {
  const { registry, engine, state, feeds } = options;
  const done = rewrite(graph, rule, { registry });
  const fed = Object.entries(graph.outputs).filter(([, id]) =>
    inputsOf(graph, id).every((input) => Object.hasOwn(feeds, input)),
  );
  const outputs =
    Object.keys(feeds).length === 0
      ? []
      : checkRewrite(graph, done.graph, {
          registry,
          engine,
          state,
          feeds,
          dims: openDims(graph, feeds),
          outputs: fed.map(([name]) => name),
        });
  const isEqual = outputs.every(({ relative }) => relative <= roundingOf[graph.dtype]);
  return { ...done, rule, before: graph, outputs, isEqual };
}

/** How many nodes a graph has, and how many of them are computed from an input, and so for each example. */
export function countsOf(graph: Graph): { readonly nodes: number; readonly onData: number } {
  const onData = new Set<string>();
  let computed = 0;
  for (const { id, op, in: inputs } of graph.nodes) {
    if (op === "input") onData.add(id);
    else if (inputs.some((input) => onData.has(input))) {
      onData.add(id);
      computed++;
    }
  }
  return { nodes: graph.nodes.length, onData: computed };
}
