import { apply, attribute, defineOp, type Value } from "@chainrule/core";
import { checkIndices } from "./refuseIndex.js";

export const oneHotOp = defineOp({
  name: "oneHot",
  doc: {
    summary: "1 in the place of each index, else 0",
    names: { onnx: "OneHot", keras: "keras.ops.one_hot", torch: "torch.nn.functional.one_hot" },
  },
  inputs: { indices: "int" },
  attributes: { classes: attribute.integer({ doc: "how many classes there are: the last dim", min: 1 }) },
  result: "float",
  shape: ({ indices }, { classes }) => [...indices, classes],
  multiplyAdds: () => [0],
  kernel({ indices }, output, { classes }) {
    checkIndices("oneHot", indices, classes);
    output.data.fill(0);
    indices.data.forEach((index, i) => (output.data[i * classes + index] = 1));
  },
  vjp: { indices: null },
  samples: [
    {
      inputs: { indices: ["N"] },
      attributes: { classes: 3 },
      fixed: ["indices"],
      domain: { indices: [0, 3] },
    },
    {
      inputs: { indices: [2, "N"] },
      attributes: { classes: 1 },
      fixed: ["indices"],
      domain: { indices: [0, 1] },
    },
    { inputs: { indices: [] }, attributes: { classes: 4 }, fixed: ["indices"], domain: { indices: [0, 4] } },
  ],
  latex: (m, { indices }) => m.index(m.sign("\\mathbf{1}", "1"), indices),
});

/**
 * 1 in the place of each index, else 0. Its derivative is zero.
 * @param indices int32, any shape
 * @param options `classes`: the length of each row that is made
 * @returns the graph's own float dtype, the shape of indices and then `classes`
 * @throws {Refusal} index-out-of-range, when it is run: a negative one too, as none is counted from the end
 */
export function oneHot(indices: Value, options: { readonly classes: number }): Value {
  return apply(oneHotOp, { indices }, options);
}
