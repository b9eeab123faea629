// Builds, differentiates, compiles and evaluates graphs of very many scalar nodes, and prints what a node costs.
// Run it as `pnpm bench:scalar [--json] [--engine NAME] [--regular] [COUNT…]`. It asserts nothing: a clock is no test.
import os from "node:os";
import { parseArgs } from "node:util";
import { Builder, compile, createState, differentiate, reference, Registry, tensor } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { engineNamed } from "./lib/engine.js";

const { values: options, positionals } = parseArgs({
  options: {
    json: { type: "boolean" },
    regular: { type: "boolean" },
    engine: { type: "string", default: "reference" },
  },
  allowPositionals: true,
});
const counts = positionals.length > 0 ? positionals.map(Number) : [10_000, 100_000, 1_000_000];
const engine = await engineNamed(options.engine, reference);
const registry = new Registry([builtin]);

/**
 * What each operation is, and of which values: 0 and 1 are x and w, operation i makes value i + 2. Chains of eight sums,
 * products and tanh, drawn at random from w and some thousand earlier ends, each bent by tanh and added up: so
 * no value and no derivative dies away, and no processor guesses what comes next.
 */
function randomOperations(count) {
  let state = 1;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const operations = [];
  const push = (kind, a, b) => operations.push({ kind, a, b }) + 1;
  const ends = [0, 1];
  let loss = 1;
  while (operations.length < count) {
    let last = 1;
    for (let i = 0; i < 8; i++) last = push(below(3), last, ends[below(ends.length)]);
    last = push(2, last);
    loss = push(0, loss, last);
    if (ends.length < 1000) ends.push(last);
    else ends[2 + below(998)] = last;
  }
  return operations;
}

/**
 * The graph measured before: sums, products and tanh by turns, in one chain. Its values and derivatives underflow to 0, and
 * the order repeats: what it costs is less than what graphs of numbers cost that mean something.
 */
function regularOperations(count) {
  return Array.from({ length: count }, (_, i) => ({ kind: i % 3, a: i + 1, b: i % 2 ? i : 0 }));
}

const operationsOf = options.regular ? regularOperations : randomOperations;

function scalarGraph(operations) {
  const builder = new Builder({ registry, dtype: "float64" });
  const rules = ["add", "multiply", "tanh"].map((name) => registry.get("ops", name));
  const x = builder.source("input", "x", [], "float64");
  const w = builder.source("parameter", "w", [], "float64", { value: 0.5, trainable: true });
  const values = [x, w];
  for (const { kind, a, b } of operations)
    values.push(builder.call(rules[kind], kind === 2 ? [values[a]] : [values[a], values[b]]));
  const last = values.at(-1);
  return builder.finish({ outputs: { loss: last.id ?? builder.name(last, "loss").id } });
}

function seconds(work) {
  const start = process.hrtime.bigint();
  const result = work();
  return [Number(process.hrtime.bigint() - start) / 1e9, result];
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

function measure(count) {
  const operations = operationsOf(count);
  const making = [];
  let compiled;
  let nodes = 0;
  for (let run = 0; run < (count > 500_000 ? 1 : 7); run++) {
    // Two of the largest at once would not fit into the heap.
    compiled = undefined;
    const [build, graph] = seconds(() => scalarGraph(operations));
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
  const [floor, expected] = plainLoop(operations, nodes);
  const loss = compiled.scalar("loss");
  if (!(Math.abs(loss - expected) <= 1e-9 * Math.abs(expected)))
    throw new Error(`${count} operations: the loss is ${loss}, in a plain loop ${expected}`);
  return { count, nodes, build, differentiate: derive, compile: bind, evaluate, floor };
}

/** ns a node of the same operations, and of their derivatives, in a loop over typed arrays; and the loss. */
function plainLoop(operations, nodes) {
  const kinds = Uint8Array.from(operations, ({ kind }) => kind);
  const as = Int32Array.from(operations, ({ a }) => a);
  const bs = Int32Array.from(operations, ({ b }) => b ?? 0);
  const value = new Float64Array(operations.length + 2);
  const slope = new Float64Array(operations.length + 2);
  [value[0], value[1]] = [0.25, 0.5];
  const times = Array.from({ length: 25 }, () => seconds(() => sweep(kinds, as, bs, value, slope))[0]);
  return [(median(times) / nodes) * 1e9, value.at(-1)];
}

function sweep(kinds, as, bs, value, slope) {
  for (let i = 0; i < kinds.length; i++) {
    const a = value[as[i]];
    const kind = kinds[i];
    value[i + 2] = kind === 0 ? a + value[bs[i]] : kind === 1 ? a * value[bs[i]] : Math.tanh(a);
  }
  slope.fill(0);
  slope[slope.length - 1] = 1;
  for (let i = kinds.length - 1; i >= 0; i--) {
    const g = slope[i + 2];
    const kind = kinds[i];
    const [a, b] = [as[i], bs[i]];
    slope[a] += kind === 0 ? g : kind === 1 ? g * value[b] : g * (1 - value[i + 2] * value[i + 2]);
    if (kind === 0) slope[b] += g;
    else if (kind === 1) slope[b] += g * value[a];
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
