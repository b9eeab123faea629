// jax-js: the whole step, its gradient and its update, under one jit, on its WebAssembly backend.
import fs from "node:fs";
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { adam, isBinary, layersOf } from "../lib/rows.js";
import { serve } from "../lib/serve.js";

const manifest = new URL("../node_modules/@jax-js/jax/package.json", import.meta.url);

async function make(row, { weights, batches }) {
  await init("wasm");
  defaultDevice("wasm");
  const isAdam = row.optimiser === "adam";
  const step = jit(isAdam ? adamStep(row) : sgdStep(row));
  let state;
  let count;
  return {
    info: { "jax-js": JSON.parse(fs.readFileSync(manifest, "utf8")).version, device: "wasm" },
    reset() {
      if (state) tree.dispose(state);
      state = isAdam
        ? { params: first(row, weights), m: first(row, weights, 0), v: first(row, weights, 0) }
        : { params: first(row, weights) };
      count = 0;
    },
    run(steps, from = 0) {
      let last;
      for (let i = from; i < from + steps; i++) {
        count++;
        const { x, y } = arraysOf(row, batches[i % batches.length]);
        const rates = isAdam ? ratesAt(row, count) : [];
        const [next, loss] = step(state, x, y, ...rates);
        state = next;
        // Nothing is computed before it is asked for, and what waits costs time with every further step.
        last = loss.dataSync()[0];
      }
      return last;
    },
  };
}

function first(row, weights, factor = 1) {
  const array = (from, shape) => {
    const length = shape.reduce((a, b) => a * b);
    const data = weights.slice(from, from + length);
    return np.array(factor === 0 ? data.fill(0) : data, { shape });
  };
  return layersOf(row).map(({ n, m, W, b }) => ({ W: array(W, [n, m]), b: array(b, [m]) }));
}

function arraysOf(row, { x, y }) {
  const inputs = np.array(x, { shape: [row.batch, row.widths[0]] });
  if (isBinary(row)) return { x: inputs, y: np.array(y, { shape: [row.batch, 1] }) };
  return { x: inputs, y: np.array(y, { dtype: np.int32 }) };
}

/** Adam's rate with the first moment's correction, and the second moment's correction. */
const ratesAt = ({ lr }, t) =>
  [lr / (1 - adam.beta1 ** t), 1 / (1 - adam.beta2 ** t)].map((rate) => np.array(Float32Array.of(rate)));

const lossOf = (row) => (params, x, y) => {
  const z = params.reduce((h, { W, b }, l) => {
    const sum = np.matmul(h, W).add(b);
    if (l === params.length - 1) return sum;
    return row.activation === "tanh" ? np.tanh(sum) : nn.relu(sum);
  }, x);
  return isBinary(row) ? binaryLoss(z, y) : classLoss(z, y, row);
};

const binaryLoss = (z, y) =>
  np
    .maximum(z.ref, 0)
    .sub(z.ref.mul(y))
    .add(np.log1p(np.exp(np.abs(z).neg())))
    .mean();

const classLoss = (z, y, { widths, batch }) =>
  nn
    .logSoftmax(z)
    .mul(nn.oneHot(y, widths.at(-1)))
    .sum()
    .mul(-1 / batch);

const sgdStep = (row) => {
  const gradient = valueAndGrad(lossOf(row));
  return ({ params }, x, y) => {
    const [loss, grads] = gradient(tree.ref(params), x, y);
    return [{ params: tree.map((p, g) => p.sub(g.mul(row.lr)), params, grads) }, loss];
  };
};

const adamStep = (row) => {
  const gradient = valueAndGrad(lossOf(row));
  const { beta1, beta2, epsilon } = adam;
  return ({ params, m, v }, x, y, rate, correction) => {
    const [loss, grads] = gradient(tree.ref(params), x, y);
    const means = tree.map((a, g) => a.mul(beta1).add(g.mul(1 - beta1)), m, tree.ref(grads));
    const squares = tree.map((a, g) => a.mul(beta2).add(np.square(g).mul(1 - beta2)), v, grads);
    const next = tree.map(
      (p, a, s) => p.sub(a.mul(rate.ref).div(np.sqrt(s.mul(correction.ref)).add(epsilon))),
      params,
      tree.ref(means),
      tree.ref(squares),
    );
    rate.dispose();
    correction.dispose();
    return [{ params: next, m: means, v: squares }, loss];
  };
};

await serve(make);
