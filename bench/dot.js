// Draws graphs of 200 to 100,000 nodes as DOT, tree and Mermaid text, and prints what a node costs. Run it as
// `pnpm bench:dot`. It asserts nothing: a clock is no test. The layout of DOT is Graphviz's affair and not measured.
import os from "node:os";
import { Builder, Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import {
  annotate,
  costsOf,
  differentiate,
  dot,
  mermaid,
  savedBy,
  shapesOf,
  tensor,
  tree,
  view,
} from "chainrule";

const registry = new Registry([builtin]);

/** A network of layers of one unit, forward and backward: about `count` nodes, a block for every ten. */
function layeredGraph(count) {
  const builder = new Builder({ registry, dtype: "float64" });
  const op = (name) => registry.get("ops", name);
  let last = builder.source("input", "x", ["N", 2], "float64");
  // A layer is four nodes forward, and ten with its backward pass.
  const layers = Math.round(count / 10);
  for (let i = 0; i < layers; i++) {
    const block = `h${Math.floor(i / 5)}`;
    const at = `${block}/${i}`;
    const init = { init: { type: "he" }, trainable: true };
    const w = builder.source("parameter", `${at}/W`, [2, 2], "float64", init);
    const b = builder.source("parameter", `${at}/b`, [2], "float64", init);
    const z = builder.name(builder.call(op("affine"), [last, w, b]), `${at}/z`);
    last = builder.name(builder.call(op("tanh"), [z]), `${at}/a`);
  }
  const loss = builder.name(builder.call(op("mean"), [last], { axes: "all" }), "loss");
  const graph = builder.finish({ outputs: { loss: loss.id } });
  return differentiate(graph, { of: "loss", registry });
}

/** Median milliseconds of some runs, once the engine has warmed up. */
function milliseconds(work, runs) {
  for (let i = 0; i < Math.min(runs, 5); i++) work();
  const times = Array.from({ length: runs }, () => {
    const start = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return times.sort((a, b) => a - b)[times.length >> 1];
}

const forms = {
  "DOT forward": (graph) => dot(view(graph, { registry })),
  "DOT backward": (graph) => dot(view(graph, { registry, pass: "backward" })),
  "DOT both": (graph) => dot(view(graph, { registry, pass: "both" })),
  "DOT, overlays": (graph, overlays) => dot(annotate(view(graph, { registry, pass: "both" }), overlays())),
  "DOT, folded": (graph) => dot(view(graph, { registry, pass: "both", fold: "all" })),
  tree: (graph) => tree(view(graph, { registry })),
  Mermaid: (graph) => mermaid(view(graph, { registry })),
};

function overlaysOf(graph) {
  const values = new Map(
    graph.nodes.map(({ id }) => [
      id,
      tensor([
        [0.5, -1.25],
        [3, 1e-9],
      ]),
    ]),
  );
  return () => ({ values, shapes: shapesOf(graph), saved: savedBy(graph), costs: costsOf(graph, registry) });
}

console.log(
  `Node ${process.version}, ${os.cpus()[0]?.model}, ${new Date().toISOString().slice(0, 10)}, medians`,
);
console.log("milliseconds (µs a node of the whole graph)");
const names = Object.keys(forms);
console.log(["nodes".padStart(8), ...names.map((name) => name.padStart(18))].join(""));
for (const count of [200, 2000, 10_000, 20_000, 100_000]) {
  const graph = layeredGraph(count);
  const nodes = graph.nodes.length;
  const overlays = overlaysOf(graph);
  const cells = names.map((name) => {
    const time = milliseconds(() => forms[name](graph, overlays), count > 20_000 ? 3 : count > 2000 ? 7 : 25);
    return `${time.toFixed(1)} (${((time * 1000) / nodes).toFixed(1)})`.padStart(18);
  });
  console.log([String(nodes).padStart(8), ...cells].join(""));
}
