// Builds, differentiates, compiles and evaluates graphs of very many scalar nodes, and prints what a node costs.
// Run it as `pnpm bench:scalar`. It asserts nothing: a clock is no test.
import os from "node:os";
import { Builder, compile, createState, differentiate, reference, Registry, tensor } from "@chainrule/core";
import { builtin } from "@chainrule/ops";

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
    const [build, graph] = seconds(() => scalarGraph(count));
    const [derive, full] = seconds(() => differentiate(graph, { of: "loss", wrt: ["w"], registry }));
    const state = createState(full, registry);
    const [bind, plan] = seconds(() => compile(full, { registry, engine: reference(), state }));
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
  const columns = [0, 1, 2].map((i) => (median(making.map((times) => times[i])) / nodes) * 1e6);
  return {
    count,
    nodes,
    columns,
    total: columns.reduce((a, b) => a + b),
    evaluate: (median(evaluating) / nodes) * 1e9,
  };
}

console.log(`Node ${process.version}, ${os.cpus()[0]?.model}, reference engine, medians`);
console.log(
  "operations      nodes   build  differentiate  compile   together (µs a node)   evaluate (ns a node)",
);
const rows = [10_000, 100_000, 1_000_000].map(measure);
for (const { count, nodes, columns, total, evaluate } of rows) {
  const [build, derive, bind] = columns.map((time) => time.toFixed(2));
  console.log(
    `${String(count).padStart(10)} ${String(nodes).padStart(10)} ${build.padStart(7)} ${derive.padStart(14)} ${bind.padStart(8)} ${total.toFixed(2).padStart(10)} ${evaluate.toFixed(1).padStart(22)}`,
  );
}
console.log(`evaluation a node at 10⁶ over 10⁴: ${(rows[2].evaluate / rows[0].evaluate).toFixed(2)}`);
