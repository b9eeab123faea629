import {
  build,
  type BuildSpec,
  type Dataset,
  type Nested,
  reference,
  type Splits,
  tensor,
} from "@chainrule/core";
import type { TrainSpec } from "../section.js";
import type { TrainJob } from "../training.js";
import { registry } from "./registry.js";

/** A dataset of float64 columns. */
export function dataset(columns: Readonly<Record<string, readonly Nested[]>>): Dataset {
  const entries = Object.entries(columns).map(([name, values]) => [name, tensor(values)] as const);
  return { rows: entries[0]?.[1].shape[0] ?? 1, columns: Object.fromEntries(entries) };
}

/** A job over a model, in float64 unless the spec says otherwise; plain gradient descent unless `train` says otherwise. */
export function jobOf(spec: BuildSpec, data: Splits, train: Partial<TrainSpec> = {}): TrainJob {
  const full = { dtype: "float64", ...spec } as const;
  return {
    graph: build(full, { registry, mode: "train" }),
    evalGraph: build(full, { registry, mode: "eval" }),
    data,
    train: {
      minimise: "loss",
      batch: { size: "full" },
      optimiser: { type: "sgd", lr: 0.1 },
      stop: [{ steps: 5 }],
      ...train,
    },
    registry,
    engine: reference(),
  };
}

/** loss = ½ · 4 · w², from w = 1; its one row is empty. */
export function quadratic(train: Partial<TrainSpec>): TrainJob {
  const model = {
    inputs: {},
    params: { w: { shape: [], value: 1 } },
    nodes: {
      squared: { op: "square", in: ["w"] },
      l: { op: "multiply", in: [2, "squared"] },
    },
    outputs: { loss: "l" },
  };
  return jobOf({ name: "quadratic", model }, { train: { rows: 1, columns: {} } }, train);
}

/** Rows on the line y = 2x + 1 with a little added, and two more to validate with. */
export const lineData: Splits = {
  train: dataset({ x: [-2, -1, 0, 1, 2, 3], y: [-2.9, -1.1, 1.2, 2.9, 5.1, 6.8] }),
  validation: dataset({ x: [4, -3], y: [9, -5] }),
};

/** Linear regression, loss = mean (w·x + b − y)², from w = b = 0. */
export const lineModel = {
  inputs: { x: { shape: ["N"] }, y: { shape: ["N"] } },
  params: { w: { shape: [], value: 0 }, b: { shape: [], value: 0 } },
  nodes: {
    slope: { op: "multiply", in: ["w", "x"] },
    f: { op: "add", in: ["slope", "b"] },
    error: { op: "subtract", in: ["f", "y"] },
    squared: { op: "square", in: ["error"] },
    l: { op: "mean", in: ["squared"] },
  },
  outputs: { prediction: "f", loss: "l" },
};

export function line(train: Partial<TrainSpec> = {}): TrainJob {
  return jobOf({ name: "line", seed: 3, model: lineModel }, lineData, train);
}
