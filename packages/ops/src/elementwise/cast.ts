import { type Algebra, apply, attribute, type AttributesOf, defineOp, type Value } from "@chainrule/core";

const attributes = {
  to: attribute.choice(["float64", "float32", "int32", "bool"], { doc: "the dtype of the result" }),
};

/** What cast takes. */
export type CastOptions = AttributesOf<typeof attributes>;

/** Without its fraction, no further from 0 than an int32 goes, and 0 of NaN. It is never -0, which int32 has not. */
function whole<T, B>(m: Algebra<T, B>, x: T): T {
  const size = m.abs(x);
  const nearest = m.round(size);
  const below = m.select(m.less(size, nearest), m.subtract(nearest, 1), nearest);
  const signed = m.select(m.less(x, 0), m.subtract(0, below), below);
  const held = m.minimum(m.maximum(signed, -(2 ** 31)), 2 ** 31 - 1);
  return m.select(m.equal(x, x), held, 0);
}

export const castOp = defineOp({
  name: "cast",
  doc: {
    summary: "x as numbers of another dtype",
    names: { onnx: "Cast", keras: "keras.ops.cast", torch: "torch.Tensor.to" },
  },
  inputs: { x: "any" },
  attributes,
  result: ({ to }) => to,
  formula(m, { x }, { to }) {
    if (to === "bool") return m.equal(m.select(m.equal(x, 0), 1, 0), 0);
    return to === "int32" ? whole(m, x) : x;
  },
  latex: (m, { x }, { to }) => m.call(to, [x]),
  vjp: { x: (g, { x }) => cast(g, { to: x.dtype }) },
  samples: [
    { inputs: { x: ["N", 3] }, attributes: { to: "float64" } },
    { inputs: { x: [] }, attributes: { to: "float32" } },
    { inputs: { x: ["N", 3] }, attributes: { to: "int32" }, domain: { x: [-100, 100] } },
    { inputs: { x: ["N"] }, attributes: { to: "int32" }, domain: { x: [-4e9, 4e9] } },
    { inputs: { x: [2, 1, "N"] }, attributes: { to: "bool" } },
  ],
});

/**
 * x, element by element, as numbers of another dtype. Between float32 and float64: the nearest number, and the derivative
 * passes as it is, in the dtype of x. To int32: what is left without the fraction (-1.7 becomes -1); what is beyond the
 * numbers of int32 becomes the nearest of them, and NaN 0, as in WebAssembly and XLA. To bool: whether x is not 0, true
 * of NaN. Of bool: 1 and 0. Through int32 and bool there is no derivative.
 * @param x any dtype, any shape
 * @param options `to`: the dtype
 * @returns the shape of x
 */
export function cast(x: Value, options: CastOptions): Value {
  return apply(castOp, { x }, options);
}
