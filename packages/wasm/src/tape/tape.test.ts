import {
  Builder,
  compile,
  createState,
  differentiate,
  type Engine,
  type Graph,
  reference,
  Registry,
  tensor,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { expect, test } from "vitest";
import { wasm } from "../engine/wasm.js";
import { Coverage } from "../testing/fuzz/coverage.js";
import { randomGraphs } from "../testing/fuzz/randomGraph.js";
import { samenessFailure } from "../testing/fuzz/sameness.js";
import { seeded } from "../testing/seeded.js";

const registry = new Registry([builtin, optimPlugin]);

test("whatever is tiny runs on a tape with the same bits from both emitters, within bounds of float64", () => {
  const a = wasm({ tapeFrom: 1 });
  const b = wasm({ emitter: "interpreter", poison: 64, tapeFrom: 1 });
  for (const item of randomGraphs(7, registry, new Coverage(registry))) {
    if (item.number === 60) break;
    expect(samenessFailure(item, { registry, a, b }), `graph ${item.number} of seed 7`).toBeUndefined();
  }
});

/** A sum of many short chains of numbers, each from x and w by sums, products and curves. */
function scalarGraph(chains: number, seed: number): Graph {
  const random = seeded(seed);
  const builder = new Builder({ registry, dtype: "float64" });
  const op = (name: string) => registry.get("ops", name);
  const x = builder.source("input", "x", [], "float64");
  const w = builder.source("parameter", "w", [], "float64", { value: 0.5, trainable: true });
  let loss = w;
  for (let chain = 0; chain < chains; chain++) {
    let last = w;
    for (let i = 0; i < 5; i++) {
      const name = random.pick(["add", "subtract", "multiply"]);
      last = builder.call(op(name), [last, random.pick([x, w, builder.constant(0.75)])]);
      last = builder.call(op(random.pick(["tanh", "sigmoid"])), [last]);
    }
    loss = builder.call(op("add"), [loss, last]);
  }
  builder.name(loss, "loss");
  return differentiate(builder.finish({ outputs: { loss: "loss" } }), { of: "loss", wrt: ["w"], registry });
}

test("a graph of many thousands of numbers and its gradient are what the reference makes of them", () => {
  const graph = scalarGraph(800, 3);
  expect(graph.nodes.length).toBeGreaterThan(20_000);
  const run = (engine: Engine): number[] => {
    const plan = compile(graph, { registry, engine, state: createState(graph, registry) });
    plan.step({ x: tensor(0.25) });
    return Object.keys(graph.outputs).map((name) => plan.scalar(name));
  };
  const [loss, gradient] = run(reference());
  const taped = run(wasm());
  expect(taped[0]! / loss!).toBeCloseTo(1, 12);
  expect(taped[1]! / gradient!).toBeCloseTo(1, 12);
  expect(run(wasm({ emitter: "interpreter" }))).toEqual(taped);
});
