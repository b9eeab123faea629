// Builds, differentiates, compiles and evaluates graphs of very many scalar nodes, and prints what a node costs.
// Run it as `pnpm bench:scalar [--json] [--engine NAME] [COUNT…]`. It asserts nothing: a clock is no test.
import os from "node:os";
import { parseArgs } from "node:util";
import { Builder, compile, createState, differentiate, reference, Registry, tensor } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { engineNamed } from "./lib/engine.js";

const { values: options, positionals } = parseArgs({
  options: { json: { type: "boolean" }, engine: { type: "string", default: "reference" } },
  allowPositionals: true,
});
const counts = positionals.length > 0 ? positionals.map(Number) : [10_000, 100_000, 1_000_000];
const engine = await engineNamed(options.engine, reference);
const registry = new Registry([builtin]);

/** A graph of `count` operations on scalars: sums, products and tanh, each of earlier results. */
function scalarGraph(count) {
  const builder = new Builder({ registry, dtype: "float64" });
  const op = (name) => registry.get("ops", name);
  const [add, multiply, tanh] = ["add", "multiply", "tanh"].map(op);
  const x = builder.source("input", "x", [], "float64");
  const w = builder.source("parameter", "w", [], "float64", { value: 0.5, trainable: true });
  let last = w;
  let before = x;
  for (let i = 0; i < count; i++) {
    const rule = [add, multiply, tanh][i % 3];
    const next = rule === tanh ? builder.call(tanh, [last]) : builder.call(rule, [last, i % 2 ? before : x]);
    before = last;
    last = next;
  }
  return builder.finish({ outputs: { loss: last.id ?? builder.name(last, "loss").id } });
}

function seconds(work) {
  const start = process.hrtime.bigint();
  const result = work();
  return [Number(process.hrtime.bigint() - start) / 1e9, result];
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

function measure(count) {
  const making = [];
  let compiled;
  let nodes = 0;
  for (let run = 0; run < (count > 500_000 ? 3 : 7); run++) {
    // The last run's plan goes before the next is made: two of the largest do not fit in Node's heap.
    compiled = undefined;
    const [build, graph] = seconds(() => scalarGraph(count));
    const [derive, full] = seconds(() => differentiate(graph, { of: "loss", wrt: ["w"], registry }));
    const state = createState(full, registry);
    const [bind, plan] = seconds(() => compile(full, { registry, engine, state }));
    making.push([build, derive, bind]);
    compiled = plan;
    nodes = full.nodes.length;
  }
  compiled.feed({ x: tensor(0.25) });
  const evaluating = [];
  for (let run = 0; run < 25; run++) {
    const [time] = seconds(() => {
      compiled.forward();
      compiled.backward();
    });
    evaluating.push(time);
  }
  const [build, derive, bind] = [0, 1, 2].map((i) => (median(making.map((times) => times[i])) / nodes) * 1e9);
  const evaluate = (median(evaluating) / nodes) * 1e9;
  return {
    count,
    nodes,
    build,
    differentiate: derive,
    compile: bind,
    evaluate,
    floor: plainLoop(count, nodes),
  };
}

/** ns a node of the same sums, products and tanh, and of their derivatives, in a loop over float64 arrays. */
function plainLoop(count, nodes) {
  const value = new Float64Array(count + 2);
  const slope = new Float64Array(count + 2);
  [value[0], value[1]] = [0.25, 0.5];
  const times = Array.from({ length: 25 }, () => seconds(() => sweep(value, slope))[0]);
  return (median(times) / nodes) * 1e9;
}

/** Values 0 and 1 are x and w; operation i makes value i + 2, of the last one and of x or the one before. */
function sweep(value, slope) {
  const last = value.length - 1;
  const other = (i) => (i % 2 ? (i < 2 ? 0 : i) : 0);
  for (let i = 0; i <= last - 2; i++) {
    const a = value[i + 1];
    const kind = i % 3;
    value[i + 2] = kind === 0 ? a + value[other(i)] : kind === 1 ? a * value[other(i)] : Math.tanh(a);
  }
  slope.fill(0);
  slope[last] = 1;
  for (let i = last - 2; i >= 0; i--) {
    const g = slope[i + 2];
    const kind = i % 3;
    const b = other(i);
    slope[i + 1] += kind === 0 ? g : kind === 1 ? g * value[b] : g * (1 - value[i + 2] * value[i + 2]);
    if (kind === 0) slope[b] += g;
    else if (kind === 1) slope[b] += g * value[i + 1];
  }
}

function print(rows) {
  console.log(`Node ${process.version}, ${os.cpus()[0]?.model}, engine ${engine.name}, medians`);
  console.log(
    "operations      nodes   build  differentiate  compile   together (µs a node)   evaluate  plain loop (ns a node)",
  );
  for (const { count, nodes, build, differentiate: derive, compile: bind, evaluate, floor } of rows) {
    const making = [build, derive, bind, build + derive + bind].map((time) => (time / 1000).toFixed(2));
    console.log(
      `${String(count).padStart(10)} ${String(nodes).padStart(10)} ${making[0].padStart(7)} ${making[1].padStart(14)} ${making[2].padStart(8)} ${making[3].padStart(10)} ${evaluate.toFixed(1).padStart(22)} ${floor.toFixed(1).padStart(11)}`,
    );
  }
  const ratio = rows.at(-1).evaluate / rows[0].evaluate;
  console.log(`evaluation a node at ${rows.at(-1).count} over ${rows[0].count}: ${ratio.toFixed(2)}`);
}

const rows = counts.map(measure);
if (options.json) console.log(JSON.stringify(rows));
else print(rows);
