import { apply, attribute, defineOp, type Dim, sameShape, type Shape, type Value } from "@chainrule/core";

export const reshapeOp = defineOp({
  name: "reshape",
  doc: {
    summary: "the same elements, in row-major order, in another shape",
    names: { onnx: "Reshape", keras: "keras.ops.reshape", torch: "torch.reshape" },
  },
  inputs: { x: "any" },
  attributes: { shape: attribute.shape({ doc: "the new shape; a named dim stands for itself" }) },
  shape({ x }, { shape }, need) {
    need(
      names(x) === names(shape),
      "the same named dims in x and shape; a name such as N is no number to reckon with: merge or split other axes",
    );
    need(
      product(x) === product(shape),
      `a shape of as many elements: its integers must multiply to ${product(x)}`,
    );
    return shape;
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel({ x }, output) {
    for (let i = 0; i < output.data.length; i++) output.data[i] = x.data[i]!;
  },
  vjp: { x: (g, { x }) => reshape(g, x.shape) },
  samples: [
    { inputs: { x: ["N", 6] }, attributes: { shape: [2, "N", 3] } },
    { inputs: { x: ["N"] }, attributes: { shape: ["N", 1] } },
    { inputs: { x: [1, 1] }, attributes: { shape: [] } },
  ],
  latex: (m, { x }, { shape }) =>
    x.shape !== undefined && sameButOnes(x.shape, shape) ? x : m.call("reshape", [x]),
});

/**
 * The same elements, in row-major order, in another shape.
 * @param x any dtype, any shape
 * @param shape with the named dims of x, in any place, and integers of the same product
 * @throws {Refusal} shape-mismatch: the number of elements differs, or is not known to be equal
 */
export function reshape(x: Value, shape: Shape): Value {
  return apply(reshapeOp, { x }, { shape });
}

/** Whether both hold the same dims but for those of size 1. */
function sameButOnes(a: Shape, b: Shape): boolean {
  return sameShape(
    a.filter((dim) => dim !== 1),
    b.filter((dim) => dim !== 1),
  );
}

const isName = (dim: Dim): dim is string => typeof dim === "string";

function names(shape: Shape): string {
  return shape.filter(isName).sort().join();
}

function product(shape: Shape): number {
  return shape.reduce<number>((count, dim) => (isName(dim) ? count : count * dim), 1);
}
