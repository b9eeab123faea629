import { compile, graphHash, isFloat, isSource, reference, Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { beforeAll, expect, test } from "vitest";
import { broadcastForms } from "./broadcast.js";
import { Coverage, graphKinds } from "./coverage.js";
import { classOf, opClasses } from "./opClass.js";
import { feedsAt, type RandomCase, randomGraphs, sizes, stateOf } from "./randomGraph.js";

const registry = new Registry([builtin, optimPlugin]);
const coverage = new Coverage(registry);
const cases: RandomCase[] = [];
beforeAll(() => {
  for (const item of randomGraphs(1, registry, coverage)) {
    cases.push(item);
    if (cases.length === 500) return;
  }
});

test("five hundred graphs hold every op, at least twenty times", () => {
  expect(Math.min(...coverage.ops.values())).toBeGreaterThanOrEqual(20);
});

test("each class of ops feeds nearly every other", () => {
  const missing = opClasses.flatMap((a) =>
    opClasses.filter((b) => !coverage.pairs.has(`${a} → ${b}`)).map((b) => `${a} → ${b}`),
  );
  // Truth values go into selection only, and measures are single numbers.
  const possible = missing.filter((pair) => !/^(comparison|metric) /.test(pair));
  expect(possible.length, possible.join(", ")).toBeLessThanOrEqual(12);
});

test("every size, form of broadcast, dtype and kind of graph is among them", () => {
  for (const size of sizes) expect(coverage.sizes.get(size), `size ${size}`).toBeGreaterThan(20);
  for (const form of broadcastForms) expect(coverage.forms.get(form), form).toBeGreaterThan(20);
  for (const feature of [
    ...graphKinds,
    "float32",
    "float64",
    "open dim",
    "rank above 2",
    "fan-out above one",
  ])
    expect(coverage.features.get(feature), feature).toBeGreaterThan(50);
});

test("every optimiser updates some of them", () => {
  for (const name of registry.names("optimisers"))
    expect(coverage.features.get(name), name).toBeGreaterThan(15);
});

test("what shape rules accept, kernels and decompositions take alike", () => {
  expect([...coverage.misfits.keys()]).toEqual([]);
});

test("equal seeds give equal graphs and feeds, other seeds others", () => {
  const first = (seed: number): string[] => {
    const found: string[] = [];
    for (const { graph, feeds } of randomGraphs(seed, registry, new Coverage(registry))) {
      found.push(graphHash(graph) + JSON.stringify(feeds));
      if (found.length === 20) break;
    }
    return found;
  };
  expect(first(7)).toEqual(first(7));
  expect(first(7)).not.toEqual(first(8));
});

test("most of their numbers are numbers: few graphs are lost to NaN", () => {
  let [finite, total] = [0, 0];
  for (const item of cases) {
    const ids = item.graph.nodes
      .filter(({ op, dtype }) => !isSource(op) && isFloat(dtype))
      .map(({ id }) => id);
    const plan = compile(item.graph, {
      registry,
      engine: reference(),
      state: stateOf(item, registry),
      dims: item.dims,
      outputs: ids,
    });
    plan.step(feedsAt(item, 1));
    for (const id of ids) {
      const { data } = plan.read(id);
      total += data.length;
      finite += data.filter(Number.isFinite).length;
    }
  }
  expect(total).toBeGreaterThan(100_000);
  expect(finite / total).toBeGreaterThan(0.9);
  expect(finite).toBeLessThan(total);
});

test("an op's class comes from its definition", () => {
  const of = (name: string): string => classOf(registry.get("ops", name));
  expect(["multiply", "tanh", "less", "sum", "softmax", "matmul", "transpose", "gather"].map(of)).toEqual([
    "elementwise",
    "transcendental",
    "comparison",
    "reduction",
    "rows",
    "product",
    "movement",
    "indexing",
  ]);
  expect(["squaredError", "conv2d", "dropout", "accuracy"].map(of)).toEqual([
    "loss",
    "image",
    "noise",
    "metric",
  ]);
});
