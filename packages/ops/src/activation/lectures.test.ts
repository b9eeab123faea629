import {
  ambientFeeds,
  build,
  type BuildSpec,
  compile,
  createState,
  differentiate,
  draws,
  type Graph,
  type Mode,
  type Nested,
  reference,
  tensorOf,
  toNested,
  type Value,
} from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { crelu, elu, prelu } from "../activation.js";
import {
  identity,
  leakyRelu,
  maximum,
  multiply,
  relu,
  sigmoid,
  step,
  subtract,
  tanh,
  add,
  abs,
} from "../elementwise.js";
import { slice } from "../movement.js";
import { evaluate, flat, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

/** -20, -19.75, …, 20: none of them needs rounding. */
const line = Array.from({ length: 161 }, (_, i) => i / 4 - 20);
const numbers = (call: (x: Value) => Value, x: readonly number[]): number[] => flat(evaluate(call, [...x]));
const slopes = (call: (x: Value) => Value, x: readonly number[]): number[] =>
  flat(gradients(call, [...x])[0]!);

test("A1: identity is x, with slope 1", () => {
  expect(numbers(identity, line)).toEqual(line);
  expect(slopes(identity, line)).toEqual(line.map(() => 1));
});

test("A2: step is 1 from 0 on, and no gradient goes through it", () => {
  expect(numbers(step, line)).toEqual(line.map((x) => (x >= 0 ? 1 : 0)));
  expect(evaluate(step, 0)).toBe(1);
  expect(refusal(() => gradients(step, [1]))).toContain("unreachable");
  // Beside another path it adds nothing: of step(x) x the slope is step(x).
  expect(slopes((x) => multiply(step(x), x), line)).toEqual(line.map((x) => (x >= 0 ? 1 : 0)));
});

describe("A3: sigmoid", () => {
  test("has a slope s(x) s(-x) between 0 and ¼, and ¼ at 0 alone", () => {
    const slope = slopes(sigmoid, line);
    expectClose(
      slope,
      line.map((x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2),
    );
    for (const [i, x] of line.entries()) {
      expect(slope[i]).toBeGreaterThan(0);
      if (x === 0) expect(slope[i]).toBe(0.25);
      else expect(slope[i]).toBeLessThan(0.25);
    }
  });

  test("s(-x) is 1 - s(x)", () => {
    const mirrored = numbers(
      sigmoid,
      line.map((x) => -x),
    );
    expectClose(
      mirrored,
      numbers(sigmoid, line).map((s) => 1 - s),
    );
  });

  test("is 0 at -1000 and 1 at 1000, without NaN", () => {
    expect(numbers(sigmoid, [-1000, 1000])).toEqual([0, 1]);
    expect(slopes(sigmoid, [-1000, 1000])).toEqual([0, 0]);
  });
});

describe("A4: tanh", () => {
  test("is 2 s(2x) - 1", () => {
    expectClose(
      evaluate(tanh, line),
      evaluate((x) => subtract(multiply(2, sigmoid(multiply(2, x))), 1), line),
    );
  });

  test("has its greatest slope at 0: 1", () => {
    const slope = slopes(tanh, line);
    expect(Math.max(...slope)).toBe(1);
    expect(slope.filter((value) => value === 1)).toHaveLength(1);
    expect(slope[line.indexOf(0)]).toBe(1);
  });

  test("squashes 100 and 10000 to 1, where its definition is not a number", () => {
    expect(numbers(tanh, [100, 10_000])).toEqual([1, 1]);
    const naive = (Math.exp(10_000) - Math.exp(-10_000)) / (Math.exp(10_000) + Math.exp(-10_000));
    expect(naive).toBeNaN();
  });
});

test("A5, D8: relu is max(0, x), with slope 0 up to 0 and 1 above", () => {
  expect(numbers(relu, line)).toEqual(line.map((x) => (x > 0 ? x : 0)));
  expect(slopes(relu, line)).toEqual(line.map((x) => (x > 0 ? 1 : 0)));
});

describe("A6: leaky relu that multiplies", () => {
  const leaky = (alpha: number) => (x: Value) => leakyRelu(x, { alpha, form: "multiply" });

  test.each([0, 0.125, 0.5, 1])("is max(alpha x, x) for alpha = %d", (alpha) => {
    expect(numbers(leaky(alpha), line).map((y) => y + 0)).toEqual(
      numbers((x) => maximum(multiply(alpha, x), x), line).map((y) => y + 0),
    );
  });

  test("is not max(alpha x, x) for alpha = 2", () => {
    expect(numbers(leaky(2), [-3, 3])).toEqual([-6, 3]);
    expect(numbers((x) => maximum(multiply(2, x), x), [-3, 3])).toEqual([-3, 6]);
  });

  test("D8: has slope alpha at 0, and below", () => {
    expect(slopes(leaky(0.1), line)).toEqual(line.map((x) => (x > 0 ? 1 : 0.1)));
  });
});

test("A7, D7: a leaky relu that divides by alpha multiplies by 1/alpha", () => {
  for (const alpha of [0.5, 2, 8]) {
    const divided = (x: Value): Value => leakyRelu(x, { alpha, form: "divide" });
    const multiplied = (x: Value): Value => leakyRelu(x, { alpha: 1 / alpha, form: "multiply" });
    expect(numbers(divided, line)).toEqual(numbers(multiplied, line));
    expect(slopes(divided, line)).toEqual(slopes(multiplied, line));
  }
});

test("D7: how steep a leaky unit is has to be said, and in which form", () => {
  const call = (options: object): string =>
    refusal(() => withShapes((x) => leakyRelu(x, options as never), [3]));
  expect(call({ form: "divide" })).toContain('missing-attribute: "alpha"');
  expect(call({ alpha: 4 })).toContain('missing-attribute: "form"');
  expect(numbers((x) => leakyRelu(x, { alpha: 4, form: "divide" }), [-2])).toEqual([-0.5]);
  expect(numbers((x) => leakyRelu(x, { alpha: 4, form: "multiply" }), [-2])).toEqual([-8]);
});

describe("A8: prelu", () => {
  const x = [-2, -0.5, 0, 3];

  test("with a fixed alpha is leaky relu, in either form", () => {
    for (const form of ["multiply", "divide"] as const) {
      expect(evaluate((v) => prelu(v, 0.3, { form }), x)).toEqual(
        evaluate((v) => leakyRelu(v, { alpha: 0.3, form }), x),
      );
    }
  });

  test("d/da of x/a is -x/a² where x ≤ 0, and 0 above; of a x it is x", () => {
    // At a = 4 each element by itself: 2/16, 0.5/16, 0 and nothing.
    const each = [4, 4, 4, 4];
    expect(gradients((v, a) => prelu(v, a, { form: "divide" }), x, each)[1]).toEqual([0.125, 0.03125, -0, 0]);
    expect(gradients((v, a) => prelu(v, a, { form: "multiply" }), x, each)[1]).toEqual([-2, -0.5, 0, 0]);
  });

  test.each(["multiply", "divide"] as const)("finite differences of alpha agree: %s", (form) => {
    const total = (alpha: number): number =>
      numbers((v) => prelu(v, alpha, { form }), x).reduce((sum, y) => sum + y);
    for (const alpha of [0.25, 1.7, 5.5]) {
      const h = 2 ** -13;
      const difference = (total(alpha + h) - total(alpha - h)) / (2 * h);
      const slope = gradients((v, a) => prelu(v, a, { form }), x, alpha)[1] as number;
      // What the differences leave out is h²/alpha² of it.
      expect(Math.abs(slope - difference)).toBeLessThan(1e-6 * Math.abs(slope));
    }
  });

  test("its alpha is a parameter of a spec, and a step of descent changes it", () => {
    const spec: BuildSpec = {
      dtype: "float64",
      model: {
        inputs: { x: { shape: ["N"] } },
        params: { alpha: { shape: [], value: 2 } },
        nodes: {
          a: { op: "prelu", in: ["x", "alpha"], form: "divide" },
          loss: { op: "sum", in: ["a"] },
        },
        outputs: { loss: "loss" },
      },
    };
    const graph = differentiate(build(spec, { registry }), { of: "loss", registry });
    const state = createState(graph, registry);
    const plan = compile(graph, { registry, engine: reference(), state, dims: { N: 3 } });
    plan.feed({ x: tensorOf([-4, -8, 1], [3], "float64") });
    plan.forward();
    plan.backward();
    expect(plan.scalar("loss")).toBe(-5);
    expect(plan.scalar("grad/loss/alpha")).toBe(3);
  });
});

describe("A9: rrelu", () => {
  const x = [-1, -2, 3, -4, 0, -6, 7, -8];

  /** y of a spec with one random unit, and its gradient by x where it is trained. */
  function run(node: object, mode: Mode, at = 1): { readonly y: Nested; readonly g: Nested } {
    const spec = {
      dtype: "float64",
      seed: 7,
      model: {
        inputs: { x: { shape: ["N"] } },
        params: { w: { shape: [], value: 1 } },
        nodes: {
          z: { op: "multiply", in: ["x", "w"] },
          a: { op: "rrelu", in: ["z"], ...node },
          loss: { op: "sum", in: ["a"] },
        },
        outputs: { loss: "loss", y: "a" },
      },
    };
    const forward: Graph = build(spec as BuildSpec, { registry, mode });
    const graph = differentiate(forward, { of: "loss", wrt: ["z"], registry });
    const plan = compile(graph, {
      registry,
      engine: reference(),
      state: createState(graph, registry),
      dims: { N: 8 },
    });
    plan.feed({ x: tensorOf(x, [8], "float64"), ...ambientFeeds(graph, at) });
    plan.forward();
    plan.backward();
    return { y: toNested(plan.read("y")), g: toNested(plan.read("grad/loss/z")) };
  }

  test("in training every element has a slope of its own, drawn by seed, node, step and index", () => {
    const { uniform } = draws(7, "noise", "a");
    for (const at of [1, 2]) {
      const alpha = x.map((_, i) => 0.125 + 0.25 * uniform(at, i));
      const { y, g } = run({ lower: 0.125, upper: 0.375, form: "multiply" }, "train", at);
      expect(y).toEqual(x.map((value, i) => (value > 0 ? value : value * alpha[i]!)));
      expect(g).toEqual(x.map((value, i) => (value > 0 ? 1 : alpha[i])));
    }
    expect(run({ lower: 3, upper: 8, form: "divide" }, "train").y).toEqual(
      x.map((value, i) => (value > 0 ? value : value / (3 + 5 * uniform(1, i)))),
    );
  });

  test("in use all have the average, whatever the step", () => {
    const node = { lower: 3, upper: 8, form: "divide" };
    expect(run(node, "eval", 1)).toEqual(run(node, "eval", 2));
    expect(run(node, "eval").y).toEqual(x.map((value) => (value > 0 ? value : value / 5.5)));
    expect(run({ lower: 0.125, upper: 0.375, form: "multiply" }, "eval").y).toEqual(
      x.map((value) => (value > 0 ? value : value / 4)),
    );
  });

  test.each(["multiply", "divide"] as const)(
    "with equal bounds it is leaky relu, in training and use: %s",
    (form) => {
      const leaky = evaluate((v) => leakyRelu(v, { alpha: 0.3, form }), x);
      const [slope] = gradients((v) => leakyRelu(v, { alpha: 0.3, form }), x);
      for (const mode of ["train", "eval"] as const)
        expect(run({ lower: 0.3, upper: 0.3, form }, mode)).toEqual({ y: leaky, g: slope });
    },
  );
});

describe("A10: crelu", () => {
  const size = 4;
  const half = (which: 0 | 1) => (x: Value) =>
    slice(crelu(x), { axis: -1, start: which * size, stop: (which + 1) * size });
  const x = [-3, 0, 0.5, 2];

  test("is relu(x) and then relu(-x): their difference is x, their sum |x|", () => {
    expect(numbers(crelu, x)).toEqual([0, 0, 0.5, 2, 3, -0, 0, 0]);
    expect(numbers((v) => subtract(half(0)(v), half(1)(v)), x)).toEqual(x);
    expect(numbers((v) => add(half(0)(v), half(1)(v)), x)).toEqual(numbers(abs, x));
  });

  test("its shape is inferred: the last axis doubles", () => {
    expect(withShapes(crelu, ["N", 5]).shape).toEqual(["N", 10]);
    expect(withShapes(crelu, [0]).shape).toEqual([0]);
    expect(withShapes((v) => crelu(v, { axis: 1 }), ["N", 5, 2]).shape).toEqual(["N", 10, 2]);
  });
});

describe("A11: elu", () => {
  test.each([0.5, 1, 3])(
    "alpha = %d: it is continuous, and from the left its slope at 0 is alpha",
    (alpha) => {
      const call = (x: Value): Value => elu(x, { alpha });
      const [left, at, right] = numbers(call, [-1e-9, 0, 1e-9]);
      expect(left! / (-1e-9 * alpha)).toBeCloseTo(1, 8);
      expect(at).toBe(0);
      expect(right).toBe(1e-9);
      expect(slopes(call, [-1e-9, 0, 1e-9])).toEqual([alpha * Math.exp(-1e-9), alpha, 1]);
    },
  );

  test.each([0.5, 1, 3])(
    "alpha = %d: it is alpha (eˣ - 1) with slope alpha eˣ below 0, and tends to -alpha",
    (alpha) => {
      const call = (x: Value): Value => elu(x, { alpha });
      const below = line.filter((x) => x < 0);
      expectClose(
        numbers(call, below),
        below.map((x) => alpha * (Math.exp(x) - 1)),
      );
      expectClose(
        slopes(call, below),
        below.map((x) => alpha * Math.exp(x)),
      );
      expect(numbers(call, [-100, -1000, -Infinity])).toEqual([-alpha, -alpha, -alpha]);
      expect(numbers(call, [2, 1000, Infinity])).toEqual([2, 1000, Infinity]);
    },
  );
});
