import {
  apply,
  attribute,
  defineOp,
  type Dim,
  type Need,
  sameShape,
  type Shape,
  type Value,
} from "@chainrule/core";
import { copyAll } from "./axis.js";

export const reshapeOp = defineOp({
  name: "reshape",
  doc: {
    summary: "the same elements, in row-major order, in another shape",
    names: { onnx: "Reshape", keras: "keras.ops.reshape", torch: "torch.reshape" },
  },
  inputs: { x: "any" },
  attributes: {
    shape: attribute.shape({
      doc: "the new shape; a named dim stands for itself, and one -1 for what is left over",
      inferred: true,
    }),
  },
  check({ shape }, need) {
    need(
      shape.filter((dim) => dim === rest).length <= 1,
      "at most one -1: it is what the other dims leave over",
    );
  },
  shape({ x }, { shape }, need) {
    const whole = filledIn(x, shape, need);
    need(
      names(x) === names(whole),
      "the same named dims in x and shape; a name such as N is no number to reckon with: merge or split other axes",
    );
    need(
      product(x) === product(whole),
      `a shape of as many elements: its integers must multiply to ${product(x)}`,
    );
    return whole;
  },
  multiplyAdds: () => [0],
  moves: ["x"],
  kernel: ({ x }, output) => copyAll(x, output),
  vjp: { x: (g, { x }) => reshape(g, x.shape) },
  samples: [
    { inputs: { x: ["N", 6] }, attributes: { shape: [2, "N", 3] } },
    { inputs: { x: ["N"] }, attributes: { shape: ["N", 1] } },
    { inputs: { x: [1, 1] }, attributes: { shape: [] } },
    { inputs: { x: ["N", 2, 3] }, attributes: { shape: ["N", -1] } },
    { inputs: { x: [2, "N", 3] }, attributes: { shape: [3, -1, 2] } },
  ],
  latex: (m, { x }, { shape }) =>
    x.shape !== undefined && sameButOnes(x.shape, filledIn(x.shape, shape)) ? x : m.call("reshape", [x]),
});

/**
 * The same elements, in row-major order, in another shape.
 * @param x any dtype, any shape
 * @param shape with the named dims of x, in any place, and integers of the same product; one dim may be -1, which stands
 *   for the integer that is left over, or for the one name of x that is not there
 * @throws {Refusal} bad-attribute: several -1; shape-mismatch: the number of elements differs, or is not known to be equal
 */
export function reshape(x: Value, shape: Shape): Value {
  return apply(reshapeOp, { x }, { shape });
}

/** The dim that is left to be found. */
const rest = -1;

/** The shape with what is left over in the place of -1. */
function filledIn(x: Shape, shape: Shape, need: Need = () => {}): Shape {
  if (!shape.includes(rest)) return shape;
  const others = shape.filter((dim) => dim !== rest);
  const missing = x.filter((dim) => isName(dim) && !others.includes(dim));
  const [total, known] = [product(x), product(others)];
  // A name that nothing else stands for is what is left over, where the integers go up by themselves.
  const dim = missing.length === 1 && total === known ? missing[0]! : total / known;
  need(known !== 0, "no 0 beside -1, for which any size would do then");
  need(
    typeof dim === "string" || Number.isInteger(dim),
    `a shape of as many elements: its integers must divide ${total}, as -1 stands for what is left over`,
  );
  return shape.map((each) => (each === rest ? dim : each));
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
