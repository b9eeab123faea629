import { attribute } from "../attribute.js";
import { apply } from "../apply.js";
import { defineInitialiser } from "../initialize.js";
import { defineOp } from "../op.js";
import { spreadIndices } from "../reference/spread.js";
import { builtinName, definePlugin, Registry } from "../registry.js";
import { type Shape, scalarShape } from "../shape.js";
import type { Value } from "../value.js";

/** The few ops that tests of the graph itself need: core stands below the ops that the framework brings. */
const x = { inputs: ["x"], samples: [{ inputs: { x: ["N"] } }] } as const;
const ab = { inputs: ["a", "b"], samples: [{ inputs: { a: ["N"], b: ["N"] } }] } as const;

const add = defineOp({
  ...ab,
  name: "add",
  doc: { summary: "a + b" },
  formula: (m, { a, b }) => m.add(a, b),
  vjp: { a: (g) => g, b: (g) => g },
});
const multiply = defineOp({
  ...ab,
  name: "multiply",
  doc: { summary: "a b" },
  formula: (m, { a, b }) => m.multiply(a, b),
  vjp: { a: (g, { b }) => times(g, b), b: (g, { a }) => times(g, a) },
});
const subtract = defineOp({
  ...ab,
  name: "subtract",
  doc: { summary: "a - b" },
  formula: (m, { a, b }) => m.subtract(a, b),
  vjp: { a: (g) => g, b: (g) => times(g, -1) },
});
const identity = defineOp({
  ...x,
  name: "identity",
  doc: { summary: "x" },
  formula: (_, { x }) => x,
  vjp: { x: (g) => g },
});
const tanh = defineOp({
  ...x,
  name: "tanh",
  doc: { summary: "tanh x" },
  formula: (m, { x }) => m.tanh(x),
  vjp: { x: (g, _, { output }) => apply(tanhGradient, { g, y: output }) },
});
/** Without a vjp: its second derivative goes through the formula. */
const tanhGradient = defineOp({
  name: "tanhGradient",
  doc: { summary: "g (1 - y) (1 + y)" },
  inputs: ["g", "y"],
  formula: (m, { g, y }) => m.multiply(g, m.multiply(m.subtract(1, y), m.add(1, y))),
  samples: [{ inputs: { g: ["N"], y: ["N"] } }],
});
/** Without a vjp, and with an attribute in its formula. */
const cube = defineOp({
  ...x,
  name: "cube",
  doc: { summary: "factor x³" },
  attributes: { factor: attribute.number({ doc: "what the cube is multiplied by", default: 1 }) },
  formula: (m, { x }, { factor }) => m.multiply(factor, m.multiply(x, m.multiply(x, x))),
});
/** A composite: without kernel and vjp, only a decomposition. */
const sumSquares = defineOp({
  ...x,
  name: "sumSquares",
  doc: { summary: "Σ x²" },
  shape: () => scalarShape,
  decompose: ({ x }) => apply(sum, { x: times(x, x) }),
});
/** A composite whose decomposition is its input. */
const unwrapped = defineOp({
  ...x,
  name: "unwrapped",
  doc: { summary: "x" },
  shape: ({ x }) => x,
  decompose: ({ x }) => x,
});
/** A vjp for one of its inputs only. */
const blend = defineOp({
  ...ab,
  name: "blend",
  doc: { summary: "a b²" },
  formula: (m, { a, b }) => m.multiply(a, m.multiply(b, b)),
  vjp: { a: (g, { b }) => times(g, times(b, b)) },
});
/** Locally constant. */
const positive = defineOp({
  ...x,
  name: "positive",
  doc: { summary: "1 where x > 0, else 0" },
  formula: (m, { x }) => m.select(m.less(0, x), 1, 0),
  vjp: { x: null },
});
const close = defineOp({
  ...ab,
  name: "close",
  doc: { summary: "whether a - b is less than 0.1" },
  result: "bool",
  formula: (m, { a, b }) => m.less(m.subtract(a, b), 0.1),
});
const sum = defineOp({
  ...x,
  name: "sum",
  doc: { summary: "sum along axes" },
  attributes: {
    axes: attribute.axesOr("all", { doc: "which axes", default: "all" }),
    keepDims: attribute.boolean({ doc: "whether they stay, with size 1", default: false }),
  },
  shape: ({ x }, { axes, keepDims }) =>
    keepDims ? kept(x, axes) : x.filter((_, axis) => axes !== "all" && !axes.includes(axis)),
  kernel({ x }, output, { axes }) {
    const from = spreadIndices(kept(x.shape, axes) as readonly number[], x.shape);
    output.data.fill(0);
    from.forEach((at, i) => (output.data[at]! += x.data[i]!));
  },
  vjp: { x: (g, { x }) => apply(broadcastTo, { x: g }, { shape: x.shape }) },
});
const broadcastTo = defineOp({
  ...x,
  name: "broadcastTo",
  doc: { summary: "x, repeated to a shape" },
  attributes: { shape: attribute.shape({ doc: "the shape to come to" }) },
  samples: [{ inputs: { x: ["N"] }, attributes: { shape: ["N"] } }],
  shape: (_, { shape }) => shape,
  kernel({ x }, output) {
    spreadIndices(x.shape, output.shape).forEach((at, i) => (output.data[i] = x.data[at]!));
  },
  vjp: { x: (g) => g },
});
/** Multiplies by an int32 input, which has no derivative. */
const scale = defineOp({
  name: "scale",
  doc: { summary: "x n" },
  inputs: { x: "float", n: "int" },
  formula: (m, { x, n }) => m.multiply(x, n),
  vjp: { x: (g, { n }) => scaled(g, n), n: null },
  samples: [{ inputs: { x: ["N"], n: ["N"] }, fixed: ["n"] }],
});
/** First values that tell which element they stand at. */
const drawn = defineInitialiser({
  name: "drawn",
  doc: { summary: "normal draws" },
  fill: (_, draws) => (element) => draws.normal(0, element),
});

export const testPlugin = definePlugin({
  name: builtinName,
  version: 1,
  ops: [
    add,
    multiply,
    subtract,
    identity,
    tanh,
    tanhGradient,
    cube,
    sumSquares,
    unwrapped,
    blend,
    positive,
    close,
    sum,
    broadcastTo,
    scale,
  ],
  initialisers: [drawn],
});
export const testRegistry = new Registry([testPlugin]);

function times(a: Value, b: Value | number): Value {
  return apply(multiply, { a, b });
}

function scaled(x: Value, n: Value): Value {
  return apply(scale, { x, n });
}

function kept(shape: Shape, axes: "all" | readonly number[]): Shape {
  return shape.map((dim, axis) => (axes === "all" || axes.includes(axis) ? 1 : dim));
}
