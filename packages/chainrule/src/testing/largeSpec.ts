/** A spec in TypeScript with so many nodes, each of which reads the one before: what an editor checks at every key. */
export function largeSpec(count: number): string {
  const nodes = Array.from({ length: count }, (_, i) => nodeText(i));
  return `import { defineSpec } from "chainrule";
export const spec = defineSpec({
  chainrule: 1,
  model: {
    inputs: { x: { shape: ["N", 8] } },
    nodes: {
      ${nodes.join("\n      ")}
    },
    outputs: { last: "n${count - 1}" },
  },
  train: {
    minimise: "last",
    batch: { size: "full" },
    optimiser: { type: "adam", lr: 0.01 },
    stop: [{ steps: 1 }],
  },
});
`;
}

/** Ops, blocks, inputs by list and by name, numbers, paths and attributes, in turn. */
function nodeText(i: number): string {
  const [before, dense] = [i === 0 ? "x" : `n${i - 1}`, `n${i - (i % 5)}`];
  const written = [
    `block: "dense", in: ["${before}"], units: 8, activation: "tanh"`,
    `op: "tanh", in: ["${before}"]`,
    `op: "affine", in: ["${before}", "${dense}/W", "${dense}/b"]`,
    `op: "sum", in: { x: "${before}" }, axes: [1], keepDims: true`,
    `op: "multiply", in: [0.5, "${before}"]`,
  ];
  return `n${i}: { ${written[i % written.length]} },`;
}
