import { expect, test } from "vitest";
import type { TrainEvent } from "../events.js";
import { csv } from "./csv.js";
import { ndjson } from "./ndjson.js";

const start: TrainEvent = {
  type: "run.start",
  version: 1,
  name: "line",
  graph: "0f",
  engine: "reference",
  dtype: "float64",
  seed: 0,
  rows: { train: 6 },
  batch: { size: 6, perEpoch: 1 },
  parameters: { trained: 2, frozen: 0 },
  metrics: ["loss", "gradNorm/w"],
};
const metrics: TrainEvent = {
  type: "metrics",
  step: 1,
  epoch: 1,
  lr: 0.1,
  values: { loss: 1 / 3, "gradNorm/w": 1e-9 },
};
const counts = Array.from({ length: 20 }, () => 0);
const histogram: TrainEvent = {
  type: "histogram",
  step: 1,
  epoch: 1,
  name: "grad/w",
  min: NaN,
  max: NaN,
  counts,
  nonFinite: 1,
};
const checkpoint: TrainEvent = { type: "checkpoint", step: 1, epoch: 1, parameters: "0f" };
const end: TrainEvent = { type: "run.end", rule: "non-finite", step: 2, epoch: 2, values: { loss: NaN } };

test("csv is a table of metrics with columns that stay", () => {
  const text = [start, metrics, histogram, checkpoint, end].map(csv()).join("");
  expect(text).toBe("step,epoch,lr,loss,gradNorm/w\n1,1,0.1,0.3333333333333333,1e-9\n");
});

test("ndjson is every event, one a line; numbers that JSON lacks are spelt out", () => {
  const lines = [start, metrics, end, histogram, checkpoint].map(ndjson());
  expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
  expect(JSON.parse(lines[1]!)).toEqual(metrics);
  expect(JSON.parse(lines[2]!)).toEqual({ ...end, values: { loss: "NaN" } });
  expect(JSON.parse(lines[3]!)).toEqual({ ...histogram, min: "NaN", max: "NaN" });
  expect(JSON.parse(lines[4]!)).toEqual(checkpoint);
});
