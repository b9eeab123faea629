import type { Dataset, Graph, Tensor } from "@chainrule/core";
import { prepareTraining } from "@chainrule/optim";
import type { Project } from "../project.js";

/** Numbers by name: of parameters, or of what is as large as they are. */
export type Numbers = Readonly<Record<string, Float64Array>>;

/** What one training step did, in numbers that belong to nobody else. */
export interface OneStep {
  /** Model, backward pass and updates. */
  readonly graph: Graph;
  readonly before: Numbers;
  readonly after: Numbers;
  /** The batch: each input's numbers, row by row. */
  readonly rows: Readonly<Record<string, readonly Float64Array[]>>;
  readonly rate: number;
  /** What a node held in that step. */
  value(id: string): Float64Array;
}

/** Trains for one step. @param given rows to train on; by default the spec's own */
export function takeStep(project: Project, given?: Dataset): OneStep {
  const { graph, evalGraph, registry, viewEngine: engine, spec } = project;
  const data = given === undefined ? project.data.splits : { train: given };
  const training = prepareTraining({ graph, evalGraph, data, train: spec.train!, registry, engine });
  const { stepper, state } = training;
  const ids = graph.nodes.filter(({ op }) => op === "parameter").map(({ id }) => id);
  const held = (): Numbers => Object.fromEntries(ids.map((id) => [id, copy(state.read(id))]));
  const before = held();
  stepper.sample();
  stepper.forward();
  stepper.backward();
  stepper.update();
  const columns = Object.entries(data.train.columns);
  return {
    graph: training.graph,
    before,
    after: held(),
    rows: Object.fromEntries(
      columns.map(([id, column]) => [id, [...stepper.batch.indices].map((row) => rowOf(column, row))]),
    ),
    rate: stepper.rate,
    value: (id) => copy(stepper.read(id)),
  };
}

function copy({ data }: Tensor): Float64Array {
  return Float64Array.from(data);
}

function rowOf({ data, shape }: Tensor, row: number): Float64Array {
  const width = data.length / shape[0]!;
  return Float64Array.from(data.subarray(row * width, (row + 1) * width));
}
