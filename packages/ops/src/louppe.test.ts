import {
  build,
  compile,
  createState,
  differentiate,
  type Nested,
  type Plan,
  reference,
  tensor,
  toNested,
} from "@chainrule/core";
import { beforeAll, expect, test } from "vitest";
import { registry } from "./testing/evaluate.js";
import { expectClose } from "./testing/expectClose.js";
import { louppe } from "./testing/louppe.js";

const graph = differentiate(build(louppe, { registry }), { of: "loss", registry });
let plan: Plan;
const read = (id: string): Nested => toNested(plan.read(id));

beforeAll(() => {
  plan = compile(graph, {
    registry,
    engine: reference(),
    state: createState(graph, registry),
    dims: { N: 1 },
  });
  plan.feed({ x: tensor([[1, -2]]), y: tensor([1]) });
  plan.forward();
  plan.backward();
});

test("the loss is the lecture's, to the last digit", () => {
  expectClose(read("u4"), 0.5902357615637371);
  expect(read("loss")).toBe(0.7559158984201614);
});

test("the backward pass is 18 nodes, each one op's derivative or a sum of two paths", () => {
  const backward = graph.nodes.filter(({ rule }) => rule !== undefined);
  expect(backward.map(({ op }) => op).sort()).toEqual(
    [
      [
        "add",
        "add",
        "binaryCrossEntropyGradient",
        "constant",
        "identity",
        "identity",
        "identity",
        "identity",
      ],
      [
        "matmul",
        "matmul",
        "multiply",
        "normGradient",
        "normGradient",
        "outer",
        "sigmoidGradient",
        "sigmoidGradient",
      ],
      ["transpose", "transpose"],
    ].flat(),
  );
});

test("the two paths to W1 are nodes, and their sum is the gradient", () => {
  const round = (values: Nested): Nested =>
    typeof values === "number" ? Number(values.toFixed(10)) : values.map(round);
  expect(round(read("grad/loss/W1@u1.b"))).toEqual([
    [-0.0778208787, 0.0501180764],
    [0.1556417574, -0.1002361527],
  ]);
  expect(round(read("grad/loss/W1@u5.x"))).toEqual([
    [0.0680413817, -0.040824829],
    [0.0272165527, 0.0544331054],
  ]);
  expect(round(read("grad/loss/W1"))).toEqual([
    [-0.0097794969, 0.0092932473],
    [0.1828583101, -0.0458030473],
  ]);
  expect(round(read("grad/loss/W2"))).toEqual([-0.1581118407, -0.1764140286]);
});
