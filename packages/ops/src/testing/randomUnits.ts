import {
  ambientFeeds,
  build,
  type BuildSpec,
  compile,
  createState,
  type Graph,
  type Mode,
  type ModelSpec,
  type Nested,
  reference,
  tensorOf,
  toNested,
} from "@chainrule/core";
import { registry } from "./evaluate.js";

/** A parameter of a model. */
type Parameter = NonNullable<ModelSpec["params"]>[string];

/** x · w, through nodes of these names and settings, one after another, and the sum of it all. */
export function throughUnits(op: string, units: Readonly<Record<string, object>>, w: Parameter): BuildSpec {
  const names = Object.keys(units);
  const nodes = names.map((name, i) => [name, { op, in: [i === 0 ? "z" : names[i - 1]!], ...units[name] }]);
  return {
    dtype: "float64",
    seed: 7,
    model: {
      inputs: { x: { shape: ["N", 4] } },
      params: { w },
      nodes: {
        z: { op: "multiply", in: ["x", "w"] },
        ...Object.fromEntries(nodes),
        loss: { op: "sum", in: [names.at(-1) ?? "z"] },
      },
      outputs: { loss: "loss" },
    },
  };
}

/** The graph of a spec. */
export const built = (spec: BuildSpec, mode: Mode = "train"): Graph => build(spec, { registry, mode });

/** Nodes of a model at a step, with all its inputs 1. */
export function valuesAt(graph: Graph, step: number, names: readonly string[], rows = 8): Nested[] {
  const plan = compile(graph, {
    registry,
    engine: reference(),
    state: createState(graph, registry),
    dims: { N: rows },
    outputs: names,
  });
  const x = new Float64Array(rows * 4).fill(1);
  plan.feed({ x: tensorOf(x, [rows, 4], "float64"), ...ambientFeeds(graph, step) });
  plan.forward();
  plan.backward();
  return names.map((name) => toNested(plan.read(name)));
}
