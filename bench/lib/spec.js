import { adam, isBinary } from "./rows.js";

/** A row's network in the language of specs: layers l0, l1, …; the last has no activation. */
export function modelOf(row) {
  const { widths, activation } = row;
  const units = widths.slice(1);
  const nodes = Object.fromEntries(
    units.map((m, i) => {
      const layer = { block: "dense", in: [i === 0 ? "x" : `l${i - 1}`], units: m };
      return [`l${i}`, i === units.length - 1 ? layer : { ...layer, activation }];
    }),
  );
  const logits = `l${units.length - 1}`;
  const y = isBinary(row) ? { shape: ["N", 1] } : { shape: ["N"], dtype: "int32", classes: widths.at(-1) };
  const loss = isBinary(row)
    ? { op: "binaryCrossEntropyWithLogits", in: [logits, "y"], reduction: "mean" }
    : { op: "softmaxCrossEntropy", in: [logits, "y"], target: "index", reduction: "mean" };
  return {
    dtype: "float32",
    model: {
      inputs: { x: { shape: ["N", widths[0]] }, y },
      nodes: { ...nodes, loss },
      outputs: { loss: "loss" },
    },
  };
}

export const optimiserOf = ({ optimiser, lr }) => ({
  type: optimiser,
  lr,
  ...(optimiser === "adam" && adam),
});
