import {
  build,
  compile,
  createState,
  reference,
  Registry,
  stepInput,
} from "../../packages/core/dist/index.js";
import { builtin } from "../../packages/ops/dist/index.js";
import {
  learningRateInput,
  optimPlugin,
  readOptimiser,
  trainingStep,
} from "../../packages/optim/dist/index.js";
import { engineNamed } from "./engine.js";
import { layersOf } from "./rows.js";
import { modelOf, optimiserOf } from "./spec.js";

const registry = new Registry([builtin, optimPlugin]);

/** Trains a row with chainrule's packages as they were built last: a peer of {@link serve}. */
export async function trainer(row, { weights, batches }, engineName) {
  const engine = await engineNamed(engineName, reference);
  const graph = trainingStep(build(modelOf(row), { registry }), {
    minimise: "loss",
    optimiser: readOptimiser(optimiserOf(row), registry),
    registry,
  });
  const state = createState(graph, registry);
  const first = new Map(state.ids().map((id) => [id, state.read(id).data]));
  for (const [i, { n, m, W, b }] of layersOf(row).entries()) {
    first.set(`l${i}/W`, weights.subarray(W, W + n * m));
    first.set(`l${i}/b`, weights.subarray(b, b + m));
  }
  const plan = compile(graph, { registry, engine, state, dims: { N: row.batch } });
  const step = typeof plan.input === "function" ? inPlace(plan, row) : byFeeds(plan, graph, row, batches);
  return {
    info: { engine: engine.name, node: process.versions.node, feeds: step.name },
    reset() {
      for (const [id, data] of first) state.write(id, data);
    },
    run(steps, from = 0) {
      for (let i = from; i < from + steps; i++) step(batches[i % batches.length], i);
      return plan.scalar("loss");
    },
  };
}

/** Copies a batch to the plan's own memory. */
function inPlace(plan, row) {
  const [x, y, rate] = ["x", "y", learningRateInput].map((id) => plan.input(id));
  const count = row.optimiser === "adam" ? plan.input(stepInput) : undefined;
  rate[0] = row.lr;
  return function copied(batch, i) {
    copy(batch.x, x);
    copy(batch.y, y);
    if (count) count[0] = i + 1;
    plan.step();
  };
}

/** A few numbers are copied faster by a loop than by a call. */
function copy(from, to) {
  if (from.length > 32) to.set(from);
  else for (let i = 0; i < from.length; i++) to[i] = from[i];
}

/** Hands in tensors, which the plan copies. */
function byFeeds(plan, { dtype }, row, batches) {
  const scalar = (value) => ({ dtype, shape: [], data: Float32Array.of(value) });
  const [rate, count] = [scalar(row.lr), scalar(0)];
  const isAdam = row.optimiser === "adam";
  const isInt = batches[0].y instanceof Int32Array;
  const feedsOf = new Map(
    batches.map((batch) => {
      const x = { dtype, shape: [row.batch, row.widths[0]], data: batch.x };
      const y = isInt
        ? { dtype: "int32", shape: [row.batch], data: batch.y }
        : { dtype, shape: [row.batch, 1], data: batch.y };
      return [batch, { x, y, [learningRateInput]: rate, ...(isAdam && { [stepInput]: count }) }];
    }),
  );
  return function fed(batch, i) {
    count.data[0] = i + 1;
    plan.step(feedsOf.get(batch));
  };
}
