import {
  Builder,
  compile,
  createState,
  type DType,
  type FloatDType,
  type Graph,
  reference,
  Registry,
  type Tensor,
  tensorOf,
  type Value,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { describe, expect, test } from "vitest";
import { wasm } from "./engine/wasm.js";

const registry = new Registry([builtin]);
const emitted = wasm();
const interpreted = wasm({ emitter: "interpreter", poison: 64 });

/** About zeros, halves, whole numbers, and the ends. */
const numbers = [
  0,
  -0,
  0.3,
  -0.3,
  0.5,
  -0.5,
  0.75,
  -0.75,
  1,
  -1,
  1.5,
  -1.5,
  2,
  2.5,
  -2.5,
  3,
  -7.25,
  12.9,
  -13,
  40,
  -40,
  1e6,
  -1e6,
  8388607.5,
  1e30,
  -1e30,
  2 ** -126,
  Infinity,
  -Infinity,
  NaN,
];
const exponents = [0, -0, 1, -1, 2, -2, 3, 0.5, -0.5, 2.5, Infinity, -Infinity, NaN];

type Settings = Readonly<Record<string, unknown>>;

/** A graph of one op on inputs of given dtypes, each of as many numbers. */
function graphOf(name: string, types: readonly DType[], count: number, attributes: Settings = {}): Graph {
  const dtype = types.find((type): type is FloatDType => type === "float64") ?? "float32";
  const builder = new Builder({ registry, dtype });
  const inputs = types.map((type, i) => builder.source("input", `x${i}`, [count], type));
  builder.name(builder.call(registry.get("ops", name), inputs, attributes), "y");
  return builder.finish({ outputs: { y: "y" } });
}

function run(graph: Graph, feeds: readonly Tensor[], engine = emitted): Tensor {
  const plan = compile(graph, { registry, engine, state: createState(graph, registry) });
  plan.feed(Object.fromEntries(feeds.map((feed, i) => [`x${i}`, feed])));
  plan.forward();
  return plan.read("y");
}

/** Holds the emitted module against its interpreter bit for bit, and against the reference within so many ulp. */
function expectAlike(graph: Graph, feeds: readonly Tensor[], ulp: number): void {
  const made = run(graph, feeds);
  const told = (other: Tensor): string[] =>
    Array.from(other.data, (x) => (Object.is(x, -0) ? "-0" : String(x)));
  expect(told(made)).toEqual(told(run(graph, feeds, interpreted)));
  const wanted = run(graph, feeds, reference());
  const [unit, least] = made.dtype === "float32" ? [2 ** -23, 2 ** -126] : [2 ** -52, 2 ** -1022];
  wanted.data.forEach((x, i) => {
    const place = `entry ${i} of ${feeds.map(({ data }) => data[i]).join(", ")}`;
    // What is so small may be flushed to 0.
    if (ulp > 0 && Number.isFinite(x) && x !== 0)
      expect(Math.abs(made.data[i]! - x), place).toBeLessThanOrEqual(
        Math.max(ulp * unit * Math.abs(x), 2 * least),
      );
    else expect(made.data[i], place).toBe(x);
  });
}

/** One number by one, and in vectors with some left over: 1, then 3, then all. */
function onSome(
  name: string,
  columns: readonly (readonly number[])[],
  type: FloatDType,
  ulp: number,
  settings?: Settings,
) {
  const types = columns.map(() => type);
  for (const count of [1, 3, columns[0]!.length]) {
    const feeds = columns.map((column) => tensorOf(column.slice(0, count), [count], type));
    expectAlike(graphOf(name, types, count, settings), feeds, ulp);
  }
}

/** Every number with every other. */
function pairs(a: readonly number[], b: readonly number[]): [number[], number[]] {
  return [a.flatMap((x) => b.map(() => x)), a.flatMap(() => b)];
}

describe.each(["float32", "float64"] as const)("in %s", (type) => {
  test.each(["round", "floor", "ceil", "reciprocal", "isNaN", "isFinite"])("%s is exact", (name) => {
    onSome(name, [numbers], type, 0);
  });

  test.each([{ min: -1.5 }, { max: 0 }, { min: 0, max: 3 }])(
    "clip to %o is exact, and so is its derivative",
    (settings) => {
      onSome("clip", [numbers], type, 0, settings);
      onSome("clipGradient", [numbers.map((_, i) => i + 1), numbers], type, 0, settings);
    },
  );

  test.each(["erf", "normalCdf"])("%s is good to 8 ulp, and exact at its ends", (name) => {
    onSome(name, [numbers], type, 8);
  });

  test.each(["sin", "cos"])("%s is good to 8 ulp", (name) => {
    onSome(name, [numbers.filter((x) => !(Math.abs(x) > 1e5 && Math.abs(x) < Infinity))], type, 8);
  });

  test("powers are good to 8 ulp, and exact where they are 0, 1, infinite or none", () => {
    onSome("power", pairs(numbers, exponents), type, 8);
  });

  test.each(["lessEqual", "greaterEqual", "notEqual", "minimum", "maximum"])("%s is exact", (name) => {
    onSome(name, pairs(numbers, numbers), type, 0);
  });
});

test.each(["logicalAnd", "logicalOr", "logicalXor"])("%s is exact", (name) => {
  const [a, b] = pairs([0, 1], [0, 1, 1, 0, 1]);
  const feeds = [a, b].map((column) => tensorOf(column, [column.length], "bool"));
  expectAlike(graphOf(name, ["bool", "bool"], a.length), feeds, 0);
});

const types = ["float64", "float32", "int32", "bool"] as const;

test.each(types.flatMap((from) => types.map((to) => [from, to] as const)))(
  "a cast from %s to %s is exact",
  (from, to) => {
    const ends = [2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 24 + 1, -1.9, 1e39, 0.1];
    const some = {
      float64: [...numbers, ...ends],
      float32: [...numbers, ...ends],
      int32: [0, 7, -1, ...ends.slice(1, 4)],
      bool: [0, 1, 1],
    };
    const values = some[from];
    expectAlike(graphOf("cast", [from], values.length, { to }), [tensorOf(values, [values.length], from)], 0);
  },
);

/** What is cast may be made, and what it becomes be taken, in the same loop. */
function chainOf(
  links: (
    x: Value,
    call: (name: string, inputs: (Value | number)[], attributes?: Settings) => Value,
  ) => Value,
  type: FloatDType,
): Graph {
  const builder = new Builder({ registry, dtype: type });
  const x = builder.source("input", "x0", [numbers.length], type);
  const y = links(x, (name, inputs, attributes) =>
    builder.call(registry.get("ops", name), inputs, attributes),
  );
  builder.name(y, "y");
  return builder.finish({ outputs: { y: "y" } });
}

describe.each(["float32", "float64"] as const)("among other ops of %s", (type) => {
  const feeds = [tensorOf(numbers, [numbers.length], type)];

  test("a condition that is cast is a factor", () => {
    const graph = chainOf(
      (x, call) => call("multiply", [x, call("cast", [call("greater", [x, 0.4])], { to: type })]),
      type,
    );
    expectAlike(graph, feeds, 0);
  });

  test("a number that loses its fraction has lost it for what follows", () => {
    const graph = chainOf(
      (x, call) => call("multiply", [call("cast", [call("cast", [x], { to: "int32" })], { to: type }), 0.5]),
      type,
    );
    expectAlike(graph, feeds, 0);
  });

  test.each(["float32", "float64", "int32", "bool"] as const)("there and back over %s", (over) => {
    const graph = chainOf(
      (x, call) =>
        call("cast", [call("identity", [call("cast", [call("add", [x, 0.25])], { to: over })])], {
          to: type,
        }),
      type,
    );
    expectAlike(graph, feeds, 0);
  });

  test("conditions are connected, counted and added up", () => {
    const graph = chainOf((x, call) => {
      const inside = call("logicalAnd", [
        call("lessEqual", [x, 2]),
        call("logicalNot", [call("less", [x, -1])]),
      ]);
      return call("sum", [call("cast", [call("logicalXor", [inside, call("isNaN", [x])])], { to: type })]);
    }, type);
    expectAlike(graph, feeds, 0);
    // Thirteen numbers from -1 to 2, and NaN.
    expect(run(graph, feeds).data[0]).toBe(14);
  });
});
