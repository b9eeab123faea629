// Rule 7: dims.
import { prepareTraining } from "@chainrule/optim";
import { expect, test } from "vitest";
import { opened, refusedOf, specOf } from "../testing/rules.js";

const add = { y: { op: "add", in: ["a", "b"] } };
const pair = (a: unknown[], b: unknown[], dims = {}) =>
  specOf(add, { inputs: { a: { shape: a }, b: { shape: b } } }, { dims });

test.each([
  ["a name", ["N", "p"], ["p"], { p: 3 }, ["N", 3]],
  ["two names for one number", ["N", "p"], ["q"], { p: 3, q: 3 }, ["N", 3]],
  ["N", ["N"], ["N"], {}, ["N"]],
  ["1", ["N", 1], [1, 3], {}, ["N", 3]],
  ["a dim named N inside", ["N", 2], [2], {}, ["N", 2]],
])(
  '7: "N stays a name until compile; any other name is bound by dims; only 1 broadcasts": %s',
  (_, a, b, dims, shape) => {
    expect(opened(pair(a, b, dims)).graph.nodes.at(-1)!.shape).toEqual(shape);
  },
);

test.each([
  ["N and a number", ["N"], [3], {}],
  ["N and a name", ["N"], ["p"], { p: 3 }],
  ["two numbers", [3], [2], {}],
])('7: "equal only if identical; N never counts as 1": %s', (_, a, b, dims) => {
  expect(refusedOf(() => opened(pair(a, b, dims)))).toEqual(["shape-mismatch y"]);
});

test('7: "else unbound-dim", for each place', () => {
  expect(refusedOf(() => opened(pair(["N", "p"], ["q"])))).toEqual(["unbound-dim a", "unbound-dim b"]);
});

test('7: "or by unification": of values in params, and of what instances are handed', () => {
  const params = { w: { shape: ["p", "q"], value: [[1], [2], [3]] } };
  const nodes = { u: { op: "matmul", in: ["x", "w"] }, y: { block: "dense", in: ["u"], units: 4 } };
  const { graph } = opened(specOf(nodes, { inputs: { x: { shape: ["N", "p"] } }, params }));
  expect(Object.fromEntries(graph.nodes.map(({ id, shape }) => [id, shape]))).toMatchObject({
    x: ["N", 3],
    "y/W": [1, 4],
    "y/z": ["N", 4],
  });
});

test('5 and 7: "dim names inside a block are local to each instance; N is global"', () => {
  const block = {
    inputs: { x: { shape: ["N", "p"] } },
    params: { w: { shape: ["p"], init: "zeros" } },
    nodes: { y: { op: "add", in: ["x", "w"] } },
    output: "y",
  };
  const nodes = {
    wide: { block: "dense", in: ["x"], units: 5 },
    a: { block: "b", in: ["x"] },
    c: { block: "b", in: ["wide"] },
  };
  const { graph } = opened(
    specOf(nodes, { outputs: { a: "a", c: "c" } }, { dims: { p: 7 }, blocks: { b: block } }),
  );
  const shapes = Object.fromEntries(graph.nodes.map(({ id, shape }) => [id, shape]));
  expect([shapes["a/w"], shapes["c/w"], shapes["c/y"]]).toEqual([[3], [5], ["N", 5]]);
});

test('7: "integer arithmetic (conv, concat, reshape) happens at build"', () => {
  const nodes = {
    c: { block: "conv", in: ["x"], channels: 4, kernel: 3, stride: 2 },
    k: { op: "concat", in: ["c", "c"], axis: 1 },
    f: { op: "flatten", in: ["k"], axis: 1 },
    y: { op: "reshape", in: ["f"], shape: ["N", 12, 6] },
  };
  const { graph } = opened(specOf(nodes, { inputs: { x: { shape: ["N", 1, "h", 7] } } }, { dims: { h: 7 } }));
  expect(graph.nodes.slice(-4).map(({ shape }) => shape)).toEqual([
    ["N", 4, 3, 3],
    ["N", 8, 3, 3],
    ["N", 72],
    ["N", 12, 6],
  ]);
});

test.each([
  ["concat", { op: "concat", in: ["x", "x"], axis: 0 }],
  ["flatten", { op: "flatten", in: ["x"], axis: 0 }],
  ["slice", { op: "slice", in: ["x"], axis: 0, start: 0, stop: 1 }],
])('7: "arithmetic on N is refused and the message says the way round": %s', (_, y) => {
  expect(() => opened(specOf({ y }))).toThrow(
    /N is (a name and )?no number to reckon with, so |such as N is no number/,
  );
});

test('7: "a model without N is for one example and trains with batch 1 only"', () => {
  const spec = (size: unknown) =>
    specOf(
      { u: { op: "multiply", in: ["x", "w"] }, l: { op: "sum", in: ["u"] } },
      { inputs: { x: { shape: [2] } }, params: { w: { shape: [2], init: "ones" } }, outputs: { loss: "l" } },
      {
        data: {
          examples: {
            x: [
              [1, 2],
              [3, 4],
            ],
          },
        },
        train: { minimise: "loss", batch: { size }, optimiser: { type: "sgd", lr: 1 }, stop: [{ steps: 1 }] },
      },
    );
  expect(refusedOf(() => prepareTraining(opened(spec("full")).job))).toEqual([
    "not-batched train.batch.size",
  ]);
  const { stepper, state } = prepareTraining(opened(spec("single")).job);
  stepper.sample();
  stepper.forward();
  stepper.backward();
  stepper.update();
  expect([
    [0, -1],
    [-2, -3],
  ]).toContainEqual([...state.read("w").data]);
});
