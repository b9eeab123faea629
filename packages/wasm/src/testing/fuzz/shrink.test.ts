import {
  build,
  compareEngines,
  type Engine,
  graphHash,
  isSource,
  type Op,
  reference,
  Registry,
  withReplacedOps,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { expect, test } from "vitest";
import { Coverage } from "./coverage.js";
import { feedsAt, type RandomCase, randomGraphs, stateOf } from "./randomGraph.js";
import { reproduction } from "./reproduction.js";
import { type Failure, shrink, type Shrunk } from "./shrink.js";

const registry = new Registry([builtin, optimPlugin]);

/** The first case of a seed in which an engine differs from the reference, shrunk. */
function firstShrunk(b: Engine): { item: RandomCase; shrunk: Shrunk } {
  const failure: Failure = (item) => {
    const told = compareEngines(item.graph, {
      registry,
      a: reference(),
      b,
      state: stateOf(item, registry),
      feeds: (step) => feedsAt(item, step),
      dims: item.dims,
      steps: item.steps,
    });
    return told.first && `${told.first.id} differs`;
  };
  for (const item of randomGraphs(3, registry, new Coverage(registry))) {
    const told = failure(item);
    if (told !== undefined) return { item, shrunk: shrink(item, told, failure, registry) };
  }
  throw new Error("unreachable");
}

const faulty = (name: string, formula: Op["formula"]): Engine =>
  withReplacedOps(reference(), "faulty", (op) => (op.name === name ? { ...op, formula: formula! } : op));

test("a fault in one op is shrunk to that op on inputs of one element", () => {
  const { item, shrunk } = firstShrunk(faulty("tanhGradient", (m, { g, y }) => m.subtract(g!, y!)));
  const ops = shrunk.item.graph.nodes.filter(({ op }) => !isSource(op));
  expect(ops.map(({ op }) => op)).toEqual(["tanhGradient"]);
  expect(item.graph.nodes.length).toBeGreaterThan(4);
  expect(Object.values(shrunk.item.feeds).every(({ data }) => data.length === 1)).toBe(true);
});

test("a fault that takes many elements keeps as many as it takes, and no more", () => {
  // Only a product over more than four terms is wrong.
  const b = withReplacedOps(reference(), "faulty", (op) =>
    op.name !== "matmul"
      ? op
      : {
          ...op,
          kernel(inputs, output, attributes) {
            op.kernel!(inputs, output, attributes);
            if (inputs["b"]!.shape[0]! > 4) output.data.forEach((x, i) => (output.data[i] = x + 1));
          },
        },
  );
  const { shrunk } = firstShrunk(b);
  const { nodes } = shrunk.item.graph;
  expect(nodes.filter(({ op }) => !isSource(op))).toHaveLength(1);
  // A product, or an op that is one: of the axis that is summed over just enough is left.
  const sizes = nodes.flatMap(({ op, shape }) => (isSource(op) ? shape : []));
  const bound = sizes.map((size) => (typeof size === "string" ? shrunk.item.dims[size]! : size));
  expect(Math.max(...bound)).toBe(5);
});

test("what is reported is a spec that builds the shrunk graph, its feeds and the commands", () => {
  const { shrunk } = firstShrunk(faulty("exp", (m, { x }) => m.multiply(m.exp(x!), 2)));
  const text = reproduction(shrunk, registry, "reference,faulty");
  expect(text).toContain(`again: pnpm fuzz:engine --seed 3 --only ${shrunk.item.number}\n`);
  expect(text).toContain(
    "chainrule compare-engines spec.json --feeds feeds.json --engines reference,faulty\n",
  );
  const spec = JSON.parse(/spec.json:\n([^]*)\nfeeds.json:/.exec(text)![1]!) as Parameters<typeof build>[0];
  expect(graphHash(build(spec, { registry }))).toBe(graphHash(shrunk.item.graph));
  const feeds = JSON.parse(/feeds.json:\n([^]*)$/.exec(text)![1]!) as object;
  expect(Object.keys(feeds)).toEqual(Object.keys(shrunk.item.feeds));
});
