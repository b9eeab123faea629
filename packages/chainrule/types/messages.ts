// What the compiler says of common mistakes; types.test.ts holds the words.
import { defineSpec } from "chainrule";

export const spec = defineSpec({
  chainrule: 1,
  model: {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } },
    nodes: {
      hidden: { block: "dense", in: ["x"], units: 4, activation: "tahn" },
      logit: { block: "dense", in: ["hiden"], units: 1, unit: 1 },
      p: { op: "sigmiod", in: ["logit"] },
      loss: { op: "binaryCrossEntropyWithLogits", in: ["logit", "y"] },
      total: { op: "sum", in: { x: "loss" }, keepDims: "yes" },
      sizes: { op: "sum", in: ["hidden"], axis: [0] },
    },
    outputs: { prediction: "p", loss: "los" },
  },
  train: {
    minimise: "losss",
    batch: { size: "full" },
    optimiser: { type: "momentum", lr: 0.5, decya: 0.9 },
    stop: [{ epochs: 200 }],
  },
});
