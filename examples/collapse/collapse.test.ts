import { readFileSync } from "node:fs";
import {
  checkRewrite,
  createState,
  differentiate,
  evaluate,
  openSpec,
  reference,
  rewrite,
  toNested,
} from "chainrule";
import { expect, test } from "vitest";

const open = (file: string) => openSpec(readFileSync(new URL(file, import.meta.url), "utf8"), file);
const project = open("collapse.json");
const { registry, evalGraph: before } = project;
const rule = registry.get("rewrites", "collapse-affine");
const { graph: after } = rewrite(before, rule, { registry });
const { columns: feeds } = project.data.splits.train;
const state = project.initialState();

test("M10: the weights come to (5, -1), the biases to -3.25: z = 5 x1 - x2 - 3.25", () => {
  const { values } = evaluate(after, { registry, engine: reference(), state, feeds });
  const value = (id: string) => toNested(values.get(id)!);
  expect(value("h2/weights")).toEqual([[-1, -3], [3, 2]]); // prettier-ignore
  expect(value("z/weights")).toEqual([[5], [-1]]);
  expect(value("z/bias")).toEqual([-3.25]);
  expect(value("z")).toEqual([[0, 0], [0, 1], [1, 0], [1, 1]].map(([a, b]) => [5 * a! - b! - 3.25])); // prettier-ignore
});

test("every gradient is the same, by 20 parameters", () => {
  const count = before.nodes
    .filter(({ op }) => op === "parameter")
    .reduce((sum, { shape }) => sum + shape.reduce<number>((size, dim) => size * Number(dim), 1), 0);
  expect(count).toBe(20);
  const [old, now] = [before, after].map((graph) => differentiate(graph, { of: "loss", registry }));
  const differences = checkRewrite(old!, now!, {
    registry,
    engine: reference(),
    state: createState(before, registry),
    feeds,
    dims: { N: 4 },
  });
  expect(differences.filter(({ output }) => output.startsWith("grad/"))).toHaveLength(6);
  for (const { relative } of differences) expect(relative).toBeLessThan(1e-14);
});

test("x meets one product after the rewrite, and the twin with tanh is left as it is", () => {
  expect(after.nodes.filter((node) => node.in.includes("x")).map(({ id }) => id)).toEqual(["z"]);
  expect(rewrite(open("tanh.json").evalGraph, rule, { registry }).steps).toEqual([]);
});
