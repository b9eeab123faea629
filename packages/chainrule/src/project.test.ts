import { lastValueFrom, toArray } from "rxjs";
import { expect, test } from "vitest";
import { type MetricsEvent, openSpec, train } from "./index.js";
import { line } from "./testing/specs.js";

const spec = { ...line, train: { ...line.train, stop: [{ steps: 2 }] } };

test("a spec is opened and trained by two calls", async () => {
  const project = openSpec(JSON.stringify(spec));
  const events = await lastValueFrom(train(project.job).pipe(toArray()));
  const losses = events
    .filter((event): event is MetricsEvent => event.type === "metrics")
    .map(({ values }) => values["loss"]);
  // From w = b = 0: the loss is 21; the step is w = 1.7, b = 0.8, and then f - y = -0.2, -0.5, -0.8, -1.1.
  expect(losses).toEqual([21, expect.closeTo((0.04 + 0.25 + 0.64 + 1.21) / 4, 12)]);
});

test("what is found late is placed as well as what is found early", () => {
  const text = JSON.stringify({ ...spec, data: { examples: { x: [1], y: [1, 2] } } }, null, 2);
  expect(() => openSpec(text, "late.json").job).toThrow(/^late\.json:\d+:\d+ {2}row-count\n/);
});

test("files need a reader", () => {
  const text = JSON.stringify({ ...spec, data: { csv: "rows.csv" } });
  expect(() => openSpec(text).data).toThrow(/unreadable-file/);
  const project = openSpec(text, "spec.json", {
    readText: (path) => (path === "rows.csv" ? "x,y\n1,2\n" : ""),
  });
  expect(project.data.splits.train.rows).toBe(1);
});

test("both modes have the same ids", () => {
  const { graph, evalGraph } = openSpec(JSON.stringify(spec));
  expect(evalGraph.nodes.map(({ id }) => id)).toEqual(graph.nodes.map(({ id }) => id));
});
