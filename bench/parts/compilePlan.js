// `node compilePlan.js NETWORK ENGINE RUNS` prints what compiling its training step takes, in ms, as JSON.
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { engineNamed } from "../lib/engine.js";
import { rows } from "../lib/rows.js";
import { modelOf, optimiserOf } from "../lib/spec.js";
import { median } from "../lib/stats.js";

const lecture = (name) => ({
  batch: 32,
  read({ parseDocument }) {
    const file = new URL(`../../examples/${name}/${name}.json`, import.meta.url);
    return parseDocument(fs.readFileSync(file, "utf8"), file.pathname).value;
  },
});

/** Lecture networks from the examples, and the rows of the benchmark. */
export const networks = {
  xor: lecture("xor"),
  louppe: lecture("louppe"),
  spiral: lecture("spiral"),
  penguins: lecture("penguins"),
  ...Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      {
        batch: row.batch,
        read: () => ({ ...modelOf(row), train: { minimise: "loss", optimiser: optimiserOf(row) } }),
      },
    ]),
  ),
};

async function main([name, engineName, runs]) {
  const core = await import("../../packages/core/dist/index.js");
  const { defaultRegistry, readOptimiser, trainingStep } =
    await import("../../packages/chainrule/dist/index.js");
  const registry = defaultRegistry();
  const { batch, read } = networks[name];
  const spec = read(core);
  const { minimise, freeze, optimiser } = spec.train;
  const graph = trainingStep(core.build(spec, { registry }), {
    minimise,
    freeze,
    optimiser: readOptimiser(optimiser, registry),
    registry,
  });
  const engine = await engineNamed(engineName, core.reference);
  const times = [];
  for (let run = 0; run <= Number(runs); run++) {
    const state = core.createState(graph, registry);
    // Buffers that are fitted to data have no value yet; what it is does not matter here.
    for (const id of state.unset()) state.write(id, state.peek(id).data.slice().fill(1));
    const start = process.hrtime.bigint();
    core.compile(graph, { registry, engine, state, dims: { N: batch } });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  const [cold, ...warm] = times;
  console.log(JSON.stringify({ nodes: graph.nodes.length, cold, warm: median(warm) }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
