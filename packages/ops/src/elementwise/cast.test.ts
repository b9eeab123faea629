import {
  Builder,
  compile,
  type DType,
  differentiate,
  graphFromJson,
  graphHash,
  graphToJson,
  type Nested,
  reference,
  State,
  tensor,
  type Value,
} from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate, gradients, ints, refusal, registry, withShapes } from "../testing/evaluate.js";
import { cast, type CastOptions, greater, multiply } from "../elementwise.js";

const to = (dtype: DType) => (x: Value) => cast(x, { to: dtype });
const bools = (values: Nested) => ({ dtype: "bool", values }) as const;

test("the result has the dtype that is asked for, and the shape of x", () => {
  for (const dtype of ["float64", "float32", "int32", "bool"] as const) {
    for (const from of ["float64", "float32", "int32", "bool"] as const) {
      const made = withShapes(to(dtype), [["N", 3], from]);
      expect([made.dtype, made.shape]).toEqual([dtype, ["N", 3]]);
    }
  }
});

test("to float32 it is the nearest number, infinite where that is", () => {
  expect(evaluate(to("float32"), [0.1, 1 + 2 ** -24, 1e39, -0, NaN])).toEqual([
    Math.fround(0.1),
    1,
    Infinity,
    -0,
    NaN,
  ]);
  expect(evaluate(to("float32"), ints([2 ** 24 + 1, -7]))).toEqual([2 ** 24, -7]);
});

test("to float64 nothing is lost of float32 and int32", () => {
  expect(evaluate(to("float64"), { dtype: "float32", values: [0.5, Infinity] })).toEqual([0.5, Infinity]);
  expect(evaluate(to("float64"), ints([2 ** 31 - 1, -(2 ** 31)]))).toEqual([2 ** 31 - 1, -(2 ** 31)]);
});

test("to int32 the fraction goes, and never away from 0", () => {
  expect(evaluate(to("int32"), [1.9, -1.9, 0.5, -0.5, -0, 2.5, 1e9 + 0.5])).toEqual([1, -1, 0, 0, 0, 2, 1e9]);
});

test.each(["float64", "float32"] as const)("to int32 from %s the ends hold, and NaN is 0", (dtype) => {
  const values = [2 ** 31, 1e30, Infinity, -(2 ** 31), -1e30, -Infinity, NaN];
  const [most, least] = [2 ** 31 - 1, -(2 ** 31)];
  expect(evaluate(to("int32"), { dtype, values })).toEqual([most, most, most, least, least, least, 0]);
});

test("to int32 from float64 the greatest numbers are exact", () => {
  expect(evaluate(to("int32"), [2 ** 31 - 1, 2 ** 31 - 1.5, -(2 ** 31) + 0.5])).toEqual([
    2 ** 31 - 1,
    2 ** 31 - 2,
    -(2 ** 31) + 1,
  ]);
});

test("a bool is whether x is not 0; of a bool the numbers are 1 and 0", () => {
  expect(evaluate(to("bool"), [0, -0, 0.1, -3, NaN, Infinity])).toEqual([0, 0, 1, 1, 1, 1]);
  expect(evaluate(to("bool"), ints([0, 2, -1]))).toEqual([0, 1, 1]);
  for (const dtype of ["float64", "float32", "int32", "bool"] as const)
    expect(evaluate(to(dtype), bools([1, 0]))).toEqual([1, 0]);
});

test("how often a condition holds is the mean of its cast", () => {
  expect(evaluate((x) => cast(greater(x, 0), { to: "float64" }), [-1, 2, 3, NaN])).toEqual([0, 1, 1, 0]);
});

test("between floats the derivative passes, in the dtype of x", () => {
  const narrow = (x: Value) => cast(cast(x, { to: "float32" }), { to: "float64" });
  expect(gradients((x) => multiply(3, narrow(x)), [0.1, 2])).toEqual([[3, 3]]);
  const builder = new Builder({ registry, dtype: "float32" });
  const x = builder.source("input", "x", [2], "float32");
  const wide = cast(x, { to: "float64" });
  builder.name(builder.call(registry.get("ops", "sum"), [multiply(wide, wide)]), "total");
  const graph = differentiate(builder.finish({ outputs: { total: "total" } }), {
    of: "total",
    wrt: ["x"],
    registry,
  });
  expect(graph.nodes.find(({ id }) => id === graph.outputs["grad/total/x"])!.dtype).toBe("float32");
  const plan = compile(graph, { registry, engine: reference(), state: new State([]) });
  plan.feed({ x: tensor([0.1, 3], "float32") });
  plan.forward();
  plan.backward();
  expect([...plan.read("grad/total/x").data]).toEqual([Math.fround(2 * Math.fround(0.1)), 6]);
  expect(graphHash(graphFromJson(graphToJson(graph), registry))).toBe(graphHash(graph));
});

test("no derivative goes through int32 and bool", () => {
  const through = (dtype: DType) => (x: Value) => cast(cast(x, { to: dtype }), { to: "float64" });
  for (const dtype of ["int32", "bool"] as const)
    expect(refusal(() => gradients(through(dtype), [0.3]))).toContain("unreachable");
});

test("a dtype that there is not is refused", () => {
  const call = (options: object) => refusal(() => withShapes((x) => cast(x, options as CastOptions), ["N"]));
  expect(call({ to: "float16" })).toBe('bad-attribute: one of "float64", "float32", "int32", "bool"');
});
