import { expect, test } from "vitest";
import { graphOf, planOf } from "../testing/run.js";
import { type Nested, tensor, toNested } from "../tensor.js";
import { spreadIndices } from "./spread.js";

test("in float32 every operation of a formula rounds once", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", ["N"], "float32");
      builder.name(call("cube", [x], { factor: 0.1 }), "y");
      builder.name(call("add", [call("multiply", [x, x]), 0.3]), "z");
    },
    ["y", "z"],
    { dtype: "float32" },
  );
  const xs = [0.1, -1.7, 3.3333333, 1e-20, 16777217].map(Math.fround);
  const plan = planOf(graph, { dims: { N: xs.length } });
  plan.step({ x: tensor(xs, "float32") });
  const { fround } = Math;
  expect(toNested(plan.read("y"))).toEqual(xs.map((x) => fround(fround(0.1) * fround(x * fround(x * x)))));
  expect(toNested(plan.read("z"))).toEqual(xs.map((x) => fround(fround(x * x) + fround(0.3))));
});

test("a kernel rounds once, at its end", () => {
  const xs = [1, 2 ** -24, 2 ** -24].map(Math.fround);
  const graph = graphOf(
    (call, builder) => builder.name(call("sum", [builder.source("input", "x", [3], "float32")]), "y"),
    ["y"],
    { dtype: "float32" },
  );
  const plan = planOf(graph);
  plan.step({ x: tensor(xs, "float32") });
  // Rounded after each addition the two small terms would be lost.
  expect(plan.scalar("y")).toBe(1 + 2 ** -23);
});

test("a truth value of float32 numbers is that of rounded arithmetic, and reads as 0 or 1", () => {
  const graph = graphOf(
    (call, builder) => {
      const inputs = ["a", "b"].map((id) => builder.source("input", id, [], "float32"));
      builder.name(call("close", inputs), "y");
    },
    ["y"],
    { dtype: "float32" },
  );
  const plan = planOf(graph);
  // 0.1 in float32 less 2⁻²⁹ is below 0.1, but rounds to 0.1 in float32, which is not below itself.
  plan.step({ a: tensor(Math.fround(0.1), "float32"), b: tensor(2 ** -29, "float32") });
  expect(plan.read("y")).toEqual({ dtype: "bool", shape: [], data: Uint8Array.of(0) });
  plan.step({ b: tensor(1, "float32") });
  expect(plan.read("y").data).toEqual(Uint8Array.of(1));
});

test.each<[string, Nested, Nested, Nested]>([
  [
    "a scalar and a matrix",
    10,
    [
      [1, 2],
      [3, 4],
    ],
    [
      [11, 12],
      [13, 14],
    ],
  ],
  [
    "a matrix and a row",
    [
      [1, 2],
      [3, 4],
    ],
    [10, 20],
    [
      [11, 22],
      [13, 24],
    ],
  ],
  [
    "a matrix and a column",
    [
      [1, 2],
      [3, 4],
    ],
    [[10], [20]],
    [
      [11, 12],
      [23, 24],
    ],
  ],
  [
    "a column and a row",
    [[1], [2]],
    [[10, 20, 30]],
    [
      [11, 21, 31],
      [12, 22, 32],
    ],
  ],
  ["one and none", [1], [], []],
  [
    "a middle axis",
    [[[1, 2]], [[3, 4]]],
    [
      [10, 20],
      [30, 40],
    ],
    [
      [
        [11, 22],
        [31, 42],
      ],
      [
        [13, 24],
        [33, 44],
      ],
    ],
  ],
])("%s are added with broadcasting", (_, a, b, sum) => {
  const [left, right] = [tensor(a), tensor(b)];
  const graph = graphOf(
    (call, builder) => {
      const operands = [
        builder.source("input", "a", left.shape, "float64"),
        builder.source("input", "b", right.shape, "float64"),
      ];
      builder.name(call("add", operands), "y");
    },
    ["y"],
  );
  const plan = planOf(graph);
  plan.step({ a: left, b: right });
  expect(toNested(plan.read("y"))).toEqual(sum);
});

test("spreading repeats along stretched and missing axes", () => {
  expect([...spreadIndices([2, 1], [2, 3])]).toEqual([0, 0, 0, 1, 1, 1]);
  expect([...spreadIndices([3], [2, 3])]).toEqual([0, 1, 2, 0, 1, 2]);
  expect([...spreadIndices([2, 1, 2], [2, 2, 2])]).toEqual([0, 1, 0, 1, 2, 3, 2, 3]);
  expect([...spreadIndices([], [2])]).toEqual([0, 0]);
  expect([...spreadIndices([1], [0])]).toEqual([]);
});

test("an op's attributes make another formula of it", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [], "float64");
      [1, 2, 3].forEach((factor) => builder.name(call("cube", [x], { factor }), `y${factor}`));
    },
    ["y1", "y2", "y3"],
  );
  const plan = planOf(graph);
  plan.step({ x: tensor(2) });
  expect(["y1", "y2", "y3"].map((id) => plan.scalar(id))).toEqual([8, 16, 24]);
});
