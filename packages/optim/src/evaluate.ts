import { type Dataset, findNode, type Graph, isFloat, type State } from "@chainrule/core";
import { isBatched, rowMemory } from "./rows.js";
import type { CompileFor } from "./stepper.js";

/** The outputs that are metrics: float scalars, gradients excluded. */
export function metricOutputs(graph: Graph): string[] {
  return Object.entries(graph.outputs)
    .filter(([name, id]) => {
      const node = findNode(graph, id);
      return node?.shape.length === 0 && isFloat(node.dtype) && !name.startsWith("grad/");
    })
    .map(([name]) => name);
}

export interface SplitOptions {
  /** An eval-mode graph. */
  readonly graph: Graph;
  readonly dataset: Dataset;
  readonly state: State;
  readonly compileFor: CompileFor;
}

/**
 * A reader of metrics over a whole split, as of the state's present values; an output is asked for by name.
 * The split runs through one plan with N = its rows, so a mean is the mean over its rows and any other
 * reduction is what it says. A graph without `N` runs row by row, and its metrics are averaged.
 */
export function splitReader({ graph, dataset, state, compileFor }: SplitOptions): (output: string) => number {
  const names = metricOutputs(graph);
  let evaluate: (() => Map<string, number>) | undefined;
  let values = new Map<string, number>();
  let version = -1;
  return (output) => {
    if (version !== state.version) {
      evaluate ??= evaluator();
      values = evaluate();
      version = state.version;
    }
    return values.get(output)!;
  };

  function evaluator(): () => Map<string, number> {
    const size = isBatched(graph) ? dataset.rows : 1;
    const plan = compileFor(graph, size, names);
    const memory = rowMemory(graph, dataset, size);
    const runs = dataset.rows / size;
    const all = Uint32Array.from({ length: dataset.rows }, (_, i) => i);
    return () => {
      const sums = new Map(names.map((name) => [name, 0]));
      for (let run = 0; run < runs; run++) {
        memory.fill(all.subarray(run * size, (run + 1) * size));
        plan.feed(memory.feeds);
        plan.forward();
        for (const name of names) sums.set(name, sums.get(name)! + plan.scalar(name));
      }
      return new Map(Array.from(sums, ([name, sum]) => [name, sum / runs]));
    };
  }
}
