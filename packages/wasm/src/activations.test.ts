import {
  Builder,
  compile,
  differentiate,
  draws,
  type Engine,
  type FloatDType,
  Registry,
  State,
  tensorOf,
  ulpOf,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { describe, expect, test } from "vitest";
import { wasm } from "./engine/wasm.js";

const registry = new Registry([builtin]);
const engines = [wasm(), wasm({ emitter: "interpreter" })];
const greatest = 2 ** 128 - 2 ** 104;

/** An activation with what it and its slope are, in plain float64; both are held to a share, or to an absolute error. */
interface Activation {
  readonly op: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
  /** Units of the last place in float32, and what goes for good at any size, where an op says so. */
  readonly ulp?: number;
  readonly absolute?: number;
}

const sigma = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
/** tanh(ln(1 + eˣ)), which far left is eˣ. */
const squashed = (x: number): number => Math.tanh(softplus(x));

const activations: readonly Activation[] = [
  {
    op: "elu",
    attributes: { alpha: 3 },
    value: (x) => (x > 0 ? x : 3 * Math.expm1(x)),
    slope: (x) => (x > 0 ? 1 : 3 * Math.exp(x)),
  },
  {
    op: "selu",
    value: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
    slope: (x) => 1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(x)),
  },
  {
    op: "celu",
    attributes: { alpha: 8 },
    value: (x) => (x > 0 ? x : 8 * Math.expm1(x / 8)),
    slope: (x) => (x > 0 ? 1 : Math.exp(x / 8)),
  },
  { op: "softplus", value: softplus, slope: sigma },
  { op: "logSigmoid", value: (x) => -softplus(-x), slope: (x) => sigma(-x) },
  {
    op: "softsign",
    value: (x) => x / (1 + Math.abs(x)),
    slope: (x) => 1 / (1 + Math.abs(x)) / (1 + Math.abs(x)),
  },
  {
    op: "silu",
    value: (x) => x * sigma(x),
    slope: (x) => sigma(x) * (1 + x * sigma(-x)),
    absolute: 1e-6,
  },
  {
    op: "mish",
    value: (x) => x * squashed(x),
    slope: (x) => squashed(x) + x * sigma(x) * (1 - squashed(x) ** 2),
    ulp: 5,
    absolute: 1e-6,
  },
  {
    op: "gelu",
    attributes: { approximate: "tanh" },
    value: (x) => x * sigma(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)),
    slope(x) {
      const root = 2 * Math.sqrt(2 / Math.PI);
      const u = root * (x + 0.044715 * x ** 3);
      return sigma(u) + x * sigma(u) * sigma(-u) * root * (1 + 3 * 0.044715 * x ** 2);
    },
    ulp: 5,
    absolute: 1e-6,
  },
  {
    op: "hardSigmoid",
    attributes: { slope: 0.2 },
    value: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
    slope: (x) => (Math.abs(x) < 2.5 ? 0.2 : 0),
    absolute: 1e-7,
  },
];

/** What an engine makes of numbers, and of their slopes. */
function run(
  { op, attributes = {} }: Pick<Activation, "op" | "attributes">,
  x: readonly number[],
  engine: Engine,
  dtype: FloatDType,
): { readonly value: ArrayLike<number>; readonly slope: ArrayLike<number> } {
  const builder = new Builder({ registry, dtype });
  const source = builder.source("input", "x", [x.length], dtype);
  builder.name(builder.call(registry.get("ops", op), [source], attributes), "y");
  const sum = builder.call(registry.get("ops", "sum"), [builder.get("y")], { axes: "all", keepDims: false });
  builder.name(sum, "total");
  const graph = builder.finish({ outputs: { y: "y", total: "total" } });
  const both = differentiate(graph, { of: "total", wrt: ["x"], registry });
  const plan = compile(both, { registry, engine, state: new State([]) });
  plan.feed({ x: tensorOf(x, [x.length], dtype) });
  plan.forward();
  plan.backward();
  return { value: plan.read("y").data, slope: plan.read("grad/total/x").data };
}

/** Numbers of both signs, spread over exponents; none so far left that the engine's exponential is 0 (-86.99). */
function drawn(count: number, seed: number): number[] {
  const { uniform } = draws(seed, "noise", "activations");
  return Array.from({ length: count }, (_, i) => {
    const exponent = Math.floor(-30 + 36 * uniform(0, i));
    return Math.fround((uniform(1, i) < 0.5 ? -1 : 1) * (1 + uniform(2, i)) * 2 ** exponent);
  });
}

const seed = 20_261_125;

describe.each(activations)("$op", (activation) => {
  const { value, slope, ulp = 4, absolute = 0 } = activation;

  test(`in float32 it and its slope are right, on 20,000 numbers of seed ${seed}`, () => {
    const x = drawn(20_000, seed);
    for (const engine of engines) {
      const made = run(activation, x, engine, "float32");
      for (const [numbers, truth] of [
        [made.value, value],
        [made.slope, slope],
      ] as const) {
        x.forEach((at, i) => {
          const expected = truth(at);
          const allowed = Math.max(ulp * ulpOf(Math.fround(expected), "float32"), absolute);
          const error = Math.abs(numbers[i]! - expected);
          if (!(error <= allowed)) throw new Error(`at ${at} it is ${numbers[i]}, expected ${expected}`);
        });
      }
    }
  });

  test("nothing is NaN at either end, and NaN stays, on both emitters and in both dtypes", () => {
    const ends = [-Infinity, -greatest, -1e20, -1000, -104, 0, -0, 104, 1000, 1e20, greatest, Infinity];
    for (const dtype of ["float32", "float64"] as const) {
      const [first, second] = engines.map((engine) => run(activation, [...ends, NaN], engine, dtype));
      expect(second).toEqual(first);
      for (const numbers of [first!.value, first!.slope].map((list) => Array.from(list).slice(0, -1)))
        expect(numbers.filter(Number.isNaN)).toEqual([]);
      expect(first!.value[ends.length]).toBeNaN();
    }
  });
});

describe("gelu", () => {
  test("has its digits far left in float32, and nothing is NaN at either end", () => {
    // x Φ(x) by Φ(-5) = 2.866515718791939e-7 and Φ(-10) = 7.619853024160527e-24.
    const expected = [-5 * 2.866515718791939e-7, -10 * 7.619853024160527e-24];
    for (const engine of engines) {
      const { value } = run({ op: "gelu" }, [-5, -10], engine, "float32");
      expected.forEach((y, i) =>
        expect(Math.abs(value[i]! - y)).toBeLessThanOrEqual(5 * ulpOf(Math.fround(y), "float32")),
      );
      const ends = run({ op: "gelu" }, [-Infinity, -greatest, greatest, Infinity], engine, "float32");
      expect(Array.from(ends.value)).toEqual([-0, -0, greatest, Infinity]);
      expect(Array.from(ends.slope)).toEqual([0, 0, 1, 1]);
    }
  });
});
