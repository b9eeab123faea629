import { Builder, type Graph, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { exp } from "../elementwise/exp.js";
import { multiply } from "../elementwise/multiply.js";
import { sigmoid } from "../elementwise/sigmoid.js";
import { subtract } from "../elementwise/subtract.js";
import { tanh } from "../elementwise/tanh.js";
import { matmul } from "../linear/matmul.js";
import { transpose } from "../movement/transpose.js";
import { softmax } from "../normalise/softmax.js";
import { norm } from "../reduce/norm.js";
import { sum } from "../reduce/sum.js";
import { registry } from "./evaluate.js";

/** Ops of one and of two matrices [2, 2] that make another, smooth everywhere. */
const unary: readonly ((x: Value) => Value)[] = [
  tanh,
  sigmoid,
  transpose,
  (x) => softmax(x),
  (x) => exp(tanh(x)),
  (x) => multiply(norm(x, { ord: "fro" }), tanh(x)),
];
const binary: readonly ((a: Value, b: Value) => Value)[] = [
  add,
  subtract,
  multiply,
  matmul,
  // A row, and its repetition over the other.
  (a, b) => add(a, sum(b, { axes: [0] })),
];

/**
 * A small graph of matrices [2, 2]: parameters `w0` and `w1`, then one node for each number that is drawn, and the
 * sum of the last two as output `loss`.
 * @param draws each says by its digits which op a node is of, and which of the last three values it takes
 */
export function randomGraph(draws: readonly number[]): Graph {
  const builder = new Builder({ registry, dtype: "float64", name: "random" });
  const values = ["w0", "w1"].map((id, k) =>
    builder.source("parameter", id, [2, 2], "float64", { value: firstValue(k), trainable: true }),
  );
  for (const [i, draw] of draws.entries()) {
    const pick = (digits: number): Value =>
      values[values.length - 1 - (Math.floor(draw / digits) % Math.min(3, values.length))]!;
    const kind = draw % (unary.length + binary.length);
    const made =
      kind < unary.length ? unary[kind]!(pick(100)) : binary[kind - unary.length]!(pick(100), pick(10_000));
    values.push(builder.name(made, `n${i}`));
  }
  const loss = sum(add(values.at(-1)!, values.at(-2)!));
  return builder.finish({ outputs: { loss: builder.name(loss, "l").id! } });
}

function firstValue(k: number): number[][] {
  return k === 0
    ? [
        [0.5, -0.3],
        [0.2, 0.4],
      ]
    : [
        [-0.7, 0.6],
        [0.9, -0.1],
      ];
}
