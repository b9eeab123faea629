import type { BuildSpec } from "@chainrule/core";

/** Louppe, Deep Learning, lecture 2: one hidden layer, cross entropy and the norms of both weights. */
export const louppe: BuildSpec = {
  name: "louppe",
  dtype: "float64",
  dims: { p: 2, q: 2 },
  model: {
    inputs: { x: { shape: ["N", "p"] }, y: { shape: ["N"] } },
    params: {
      W1: {
        shape: ["p", "q"],
        value: [
          [0.5, -0.3],
          [0.2, 0.4],
        ],
      },
      W2: { shape: ["q"], value: [0.7, -0.6] },
    },
    nodes: {
      u1: { op: "matmul", in: ["x", "W1"] },
      u2: { op: "sigmoid", in: ["u1"] },
      u3: { op: "matmul", in: ["u2", "W2"] },
      yhat: { op: "sigmoid", in: ["u3"] },
      u4: { op: "binaryCrossEntropy", in: ["yhat", "y"], reduction: "mean" },
      u5: { op: "norm", in: ["W1"], ord: "fro" },
      u6: { op: "norm", in: ["W2"], ord: "fro" },
      u7: { op: "add", in: ["u5", "u6"] },
      u8: { op: "multiply", in: [0.1, "u7"] },
      l: { op: "add", in: ["u4", "u8"] },
    },
    outputs: { prediction: "yhat", loss: "l" },
  },
};
