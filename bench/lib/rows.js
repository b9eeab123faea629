/**
 * The networks that are trained. `widths` runs from the input to the logits. Each has its ring of `ring` batches, and
 * `classes` is 2 for one logit with binary cross entropy, else the number of logits of softmax cross entropy.
 */
export const rows = {
  W1: {
    title: "2-4-1 tanh, batch 4, SGD",
    widths: [2, 4, 1],
    batch: 4,
    activation: "tanh",
    optimiser: "sgd",
    lr: 0.1,
    ring: 64,
  },
  W2: {
    title: "2-8-8-1 tanh, batch 32, SGD",
    widths: [2, 8, 8, 1],
    batch: 32,
    activation: "tanh",
    optimiser: "sgd",
    lr: 0.1,
    ring: 64,
  },
  W3: {
    title: "784-256-128-10 relu, batch 64, Adam",
    widths: [784, 256, 128, 10],
    batch: 64,
    activation: "relu",
    optimiser: "adam",
    lr: 1e-3,
    ring: 64,
  },
  W4: {
    title: "1024-2048-2048-10 relu, batch 256, SGD",
    widths: [1024, 2048, 2048, 10],
    batch: 256,
    activation: "relu",
    optimiser: "sgd",
    lr: 0.01,
    ring: 8,
  },
  W5: {
    title: "32 layers of 64 tanh, 10 classes, batch 32, SGD",
    widths: [...Array.from({ length: 33 }, () => 64), 10],
    batch: 32,
    activation: "tanh",
    optimiser: "sgd",
    lr: 0.01,
    ring: 64,
  },
};

/** Adam's numbers, the same for every peer; epsilon stands outside the root, after the correction of the bias. */
export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Whether a row's loss is binary cross entropy of one logit; else it is softmax cross entropy. */
export const isBinary = ({ widths }) => widths.at(-1) === 1;

/** For each layer where its W ([n, m], row-major) and its b ([m]) begin in the flat file of first weights. */
export function layersOf({ widths }) {
  let at = 0;
  return widths.slice(1).map((m, i) => {
    const n = widths[i];
    const layer = { n, m, W: at, b: at + n * m };
    at += n * m + m;
    return layer;
  });
}

/** How many numbers that file holds. */
export function weightCount(row) {
  const { b, m } = layersOf(row).at(-1);
  return b + m;
}
