// Where a training step's time goes, loop nest by loop nest: `node bench/profile.js W3`, with `--print` the loops too.
// Each nest is run many times by itself, so what it finds in the caches is better than in a step.
import path from "node:path";
import { build, compile, createState, Registry, stepInput } from "../packages/core/dist/index.js";
import { builtin } from "../packages/ops/dist/index.js";
import { learningRateInput, optimPlugin, readOptimiser, trainingStep } from "../packages/optim/dist/index.js";
import { homeOf } from "../packages/wasm/dist/engine/home.js";
import { bindKernels } from "../packages/wasm/dist/engine/kernels.js";
import { emitted } from "../packages/wasm/dist/engine/runners.js";
import { wasm } from "../packages/wasm/dist/index.js";
import { printProcedure } from "../packages/wasm/dist/ir/print.js";
import { lower } from "../packages/wasm/dist/lower/lower.js";
import { readData, writeData } from "./lib/data.js";
import { buildFolder } from "./lib/peers.js";
import { rows } from "./lib/rows.js";
import { modelOf, optimiserOf } from "./lib/spec.js";

const name = process.argv[2] ?? "W3";
const row = rows[name];
const registry = new Registry([builtin, optimPlugin]);
const graph = trainingStep(build(modelOf(row), { registry }), {
  minimise: "loss",
  optimiser: readOptimiser(optimiserOf(row), registry),
  registry,
});
const state = createState(graph, registry);
const { batches } = readData(row, writeData(name, row, path.join(buildFolder, "data")));
let lowered;
let home;
const engine = {
  ...wasm(),
  compile(program) {
    home = homeOf(state);
    lowered = lower(program, home);
    return wasm().compile(program);
  },
};
compile(graph, { registry, engine, state, dims: { N: row.batch } });

const nests = lowered.procedures.flatMap(({ name: phase, nests: of }) => of.map((nest) => ({ phase, nest })));
const kernels = bindKernels(lowered.kernels, home);
const run = emitted(
  nests.map(({ nest }, i) => ({ name: `nest ${i}`, nests: [nest] })),
  home,
  kernels.calls,
);
kernels.bind();
for (const { value, kind, data } of lowered.sources) {
  const stored = { float32: "f32", float64: "f64", int32: "i32", bool: "u8" }[value.dtype];
  const count = value.shape.reduce((a, b) => a * b, 1);
  if (kind === "constant") home.view(value.buffer.at, stored, count).set(data);
  const given = { x: batches[0].x, y: batches[0].y, [learningRateInput]: [1e-9], [stepInput]: [1] }[
    value.name
  ];
  if (kind === "input") home.view(value.buffer.at, stored, count).set(given);
}
const times = nests.map((_, i) => {
  const call = run[`nest ${i}`];
  let count = 1;
  for (;;) {
    const start = process.hrtime.bigint();
    for (let n = 0; n < count; n++) call();
    const nanoseconds = Number(process.hrtime.bigint() - start);
    if (nanoseconds > 2e8) return nanoseconds / count / 1000;
    count = Math.ceil(count * Math.max(2, 2.5e8 / (nanoseconds + 1)));
  }
});
const total = times.reduce((a, b) => a + b, 0);
nests.forEach(({ phase, nest }, i) => {
  const share = ((100 * times[i]) / total).toFixed(1).padStart(5);
  console.log(`${phase.padEnd(9)}${times[i].toFixed(3).padStart(11)} µs ${share} %  ${nest.title}`);
});
console.log(
  `${"all".padEnd(9)}${total.toFixed(3).padStart(11)} µs; plan region ${lowered.region.bytes} bytes`,
);
if (process.argv.includes("--print")) {
  const regions = lowered.buffers.map(({ name: of, at, bytes }) => ({ name: of, from: at, to: at + bytes }));
  for (const procedure of lowered.procedures) console.log(printProcedure(procedure, regions));
}
