// TensorFlow.js, eager, its own losses and optimisers. `node tfjs.js cpu` or `wasm`.
import { createRequire } from "node:module";
import path from "node:path";
import { adam, isBinary, layersOf } from "../lib/rows.js";
import { serve } from "../lib/serve.js";

const require = createRequire(import.meta.url);
const backend = process.argv[2];

async function load() {
  // Its greeting would stand among the answers.
  console.warn = console.info = console.log = () => {};
  const tf = require("@tensorflow/tfjs");
  if (backend === "wasm") {
    const wasm = require("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(`${path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
    wasm.setThreadsCount(1);
  }
  await tf.setBackend(backend);
  await tf.ready();
  return tf;
}

async function make(row, { weights, batches }) {
  const tf = await load();
  const isAdam = row.optimiser === "adam";
  const layers = layersOf(row).map(({ n, m, W, b }) => ({
    W: tf.variable(tf.tensor2d(weights.slice(W, W + n * m), [n, m])),
    b: tf.variable(tf.tensor1d(weights.slice(b, b + m))),
    first: [tf.tensor2d(weights.slice(W, W + n * m), [n, m]), tf.tensor1d(weights.slice(b, b + m))],
  }));
  const loss = lossOf(tf, row, layers);
  let optimiser;
  const step = (batch) => optimiser.minimize(() => loss(batch), true);
  return {
    info: { tfjs: tf.version.tfjs, backend: tf.getBackend() },
    reset() {
      optimiser?.dispose();
      for (const { W, b, first } of layers) {
        W.assign(first[0]);
        b.assign(first[1]);
      }
      optimiser = isAdam ? tf.train.adam(row.lr, adam.beta1, adam.beta2, adam.epsilon) : tf.train.sgd(row.lr);
    },
    async run(steps, from = 0) {
      let last;
      for (let i = from; i < from + steps; i++) {
        last?.dispose();
        last = tf.tidy(() => step(batches[i % batches.length]));
      }
      return (await last.data())[0];
    },
  };
}

const lossOf = (tf, row, layers) => {
  const activate = row.activation === "tanh" ? tf.tanh : tf.relu;
  return (batch) => {
    const z = layers.reduce(
      (h, { W, b }, l) => {
        const sum = tf.add(tf.matMul(h, W), b);
        return l === layers.length - 1 ? sum : activate(sum);
      },
      tf.tensor2d(batch.x, [row.batch, row.widths[0]]),
    );
    if (isBinary(row)) return tf.losses.sigmoidCrossEntropy(tf.tensor2d(batch.y, [row.batch, 1]), z);
    return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(batch.y, "int32"), row.widths.at(-1)), z);
  };
};

await serve(make);
