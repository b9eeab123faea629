import { evaluator, type Value } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { add, maximum, minimum, multiply } from "../elementwise.js";
import { gelu, logSigmoid, mish, silu, softplus, softsign } from "../activation.js";
import { evaluate, flat, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

const { LN2 } = Math;
const evaluate32 = evaluator(registry, "float32");
const numbers = (call: (x: Value) => Value, x: readonly number[]): number[] => flat(evaluate(call, [...x]));
const slopes = (call: (x: Value) => Value, x: readonly number[]): number[] =>
  flat(gradients(call, [...x])[0]!);
/** A value's derivative by its input, as a value: what a rule of the backward pass makes. */
function slopeOf(call: (x: Value) => Value, x: Value): Value {
  const y = call(x);
  const op = registry.get("ops", y.op);
  const ones = add(multiply(0, minimum(maximum(x, -1), 1)), 1);
  return op.vjp!["x"]!(ones, { x }, { output: y, attributes: y.attributes });
}

const greatest = 2 ** 128 - 2 ** 104;

/** Asserts numbers to a share of each, however small it is. */
function expectNear(made: readonly number[], expected: readonly number[], share = 1e-13): void {
  expect(made).toHaveLength(expected.length);
  expected.forEach((x, i) =>
    expect(Math.abs(made[i]! / x - 1), `entry ${i} is ${made[i]}, expected ${x}`).toBeLessThan(share),
  );
}

/** What no function here may make NaN of. */
const wide = [-Infinity, -greatest, -1000, -104, -1e-300, 0, 1e-300, 89, 1000, greatest, Infinity];

test.each<[string, (x: Value) => Value]>([
  ["softplus", softplus],
  ["logSigmoid", logSigmoid],
  ["softsign", softsign],
  ["gelu", gelu],
  ["gelu by tanh", (x) => gelu(x, { approximate: "tanh" })],
  ["silu", silu],
  ["mish", mish],
])("%s: neither it nor its slope is NaN for any number, and of NaN both are", (_, call) => {
  for (const value of [...numbers(call, wide), ...slopes(call, wide)]) expect(value).not.toBeNaN();
  expect(flat(evaluate32(call, wide)).some(Number.isNaN)).toBe(false);
  expect(slopes(call, wide).every((slope) => Math.abs(slope) <= 1.2)).toBe(true);
  expect(numbers(call, [NaN])).toEqual([NaN]);
  expect(slopes(call, [NaN])).toEqual([NaN]);
});

describe("softplus", () => {
  test("is ln 2 at 0 with slope ½; softplus(x) - softplus(-x) is x", () => {
    expectClose(numbers(softplus, [0, 1, -1]), [LN2, 1.3132616875182228, 0.31326168751822286]);
    expectClose(slopes(softplus, [0, Math.log(3)]), [0.5, 0.75]);
    const x = [0.1, 3, 50];
    expectClose(
      numbers(softplus, x).map(
        (y, i) =>
          y -
          numbers(
            softplus,
            x.map((value) => -value),
          )[i]!,
      ),
      x,
    );
  });

  test("is x far right, and eˣ far left", () => {
    expect(numbers(softplus, [1000, Infinity, -1000, -Infinity])).toEqual([1000, Infinity, 0, 0]);
    expectNear(numbers(softplus, [-40, -700]), [Math.exp(-40), Math.exp(-700)]);
    expect(slopes(softplus, [1000, -1000])).toEqual([1, 0]);
    expectNear(slopes(softplus, [-40]), [Math.exp(-40)]);
  });
});

describe("logSigmoid", () => {
  test("is -ln 2 at 0 with slope ½, and ln ¾ at ln 3 with slope ¼", () => {
    expectClose(numbers(logSigmoid, [0, Math.log(3)]), [-LN2, Math.log(0.75)]);
    expectClose(slopes(logSigmoid, [0, Math.log(3)]), [0.5, 0.25]);
  });

  test("is x far left, and -e⁻ˣ far right", () => {
    expect(numbers(logSigmoid, [-1000, -Infinity, 1000, Infinity])).toEqual([-1000, -Infinity, 0, 0]);
    expectNear(numbers(logSigmoid, [40, 700]), [-Math.exp(-40), -Math.exp(-700)]);
    expect(slopes(logSigmoid, [-1000, 1000])).toEqual([1, 0]);
    expectNear(slopes(logSigmoid, [40]), [Math.exp(-40)]);
  });
});

describe("softsign", () => {
  test("is ½ at 1 with slope ¼, and odd; at 0 its slope is 1", () => {
    expect(numbers(softsign, [1, -1, 3, 0, -0])).toEqual([0.5, -0.5, 0.75, 0, -0]);
    expect(slopes(softsign, [1, -1, 3, 0])).toEqual([0.25, 0.25, 0.0625, 1]);
  });

  test("tends to ±1, also where 1 + |x| and its square overflow", () => {
    expect(numbers(softsign, [-Infinity, -greatest, 1e308, Infinity])).toEqual([-1, -1, 1, 1]);
    expect(slopes(softsign, [-Infinity, Infinity])).toEqual([0, 0]);
    expectNear(slopes(softsign, [1e153]), [1e-306]);
    expect(flat(evaluate32(softsign, [-Infinity, 1e38]))).toEqual([-1, 1]);
  });
});

describe("gelu", () => {
  /** Φ(-t) = φ(t) ∫ e^(-ts - s²/2) ds over s > 0, by Simpson's rule. */
  function lowerTail(t: number): number {
    const [pieces, end] = [20_000, Math.min(9, 40 / t)];
    const h = end / pieces;
    let sum = 0;
    for (let i = 0; i <= pieces; i++) {
      const weight = i === 0 || i === pieces ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * Math.exp(-t * i * h - (i * h) ** 2 / 2);
    }
    return (Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI)) * ((sum * h) / 3);
  }

  test("is x Φ(x): tables have Φ(1), Φ(2) and Φ(-1)", () => {
    expectClose(numbers(gelu, [0, 1, 2, -1]), [
      0,
      0.8413447460685429,
      2 * 0.9772498680518208,
      -0.15865525393145707,
    ]);
    // Φ(1) + φ(1), and so on; φ(1) = 0.24197072451914337, φ(2) = 0.05399096651318806.
    expectClose(slopes(gelu, [0, 1, -1, -2]), [
      0.5,
      0.8413447460685429 + 0.24197072451914337,
      0.15865525393145707 - 0.24197072451914337,
      1 - 0.9772498680518208 - 2 * 0.05399096651318806,
    ]);
  });

  test("has its digits far left, in float32 too, where ½ x (1 + erf(x/√2)) has none", () => {
    const x = [-3, -5.5, -8, -10, -12.5];
    const expected = x.map((value) => value * lowerTail(-value));
    expectNear(numbers(gelu, x), expected, 1e-12);
    expectNear(flat(evaluate32(gelu, x)), expected, 4e-7);
    expectNear(numbers(gelu, [-10]), [-10 * 7.619853024160527e-24]);
    // Φ(-37) = 5.7e-300 is the last that float64 holds with all its digits.
    expectNear(numbers(gelu, [-37]), [-37 * lowerTail(37)], 1e-11);
    const density = (value: number): number => Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);
    expectNear(
      slopes(gelu, x),
      x.map((value) => lowerTail(-value) + value * density(value)),
      1e-12,
    );
  });

  test("ends in 0 on the left and in x on the right", () => {
    expect(numbers(gelu, [-Infinity, -greatest, -50, 50, greatest, Infinity])).toEqual([
      -0,
      -0,
      -0,
      50,
      greatest,
      Infinity,
    ]);
    expect(slopes(gelu, [-Infinity, -greatest, 50, greatest, Infinity])).toEqual([0, 0, 1, 1, 1]);
  });

  test("by tanh it is ½ x (1 + tanh(√(2/π)(x + 0.044715 x³))), and nowhere 0.0005 off", () => {
    const x = Array.from({ length: 201 }, (_, i) => i / 20 - 5);
    const approximate = numbers((v) => gelu(v, { approximate: "tanh" }), x);
    const u = (value: number): number => Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3);
    expectClose(
      approximate,
      x.map((value) => 0.5 * value * (1 + Math.tanh(u(value)))),
    );
    expectClose(
      slopes((v) => gelu(v, { approximate: "tanh" }), x),
      x.map((value) => {
        const t = Math.tanh(u(value));
        const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * value ** 2);
        return 0.5 * (1 + t) + 0.5 * value * (1 - t * t) * inner;
      }),
    );
    const off = numbers(gelu, x).map((y, i) => Math.abs(y - approximate[i]!));
    expect(Math.max(...off)).toBeLessThan(5e-4);
    expect(Math.max(...off)).toBeGreaterThan(4e-4);
  });

  test("by tanh it has digits far left too, where 1 + tanh has none", () => {
    const u = Math.sqrt(2 / Math.PI) * (-6 - 0.044715 * 216);
    expectNear(
      numbers((v) => gelu(v, { approximate: "tanh" }), [-6]),
      [(-6 * Math.exp(2 * u)) / (1 + Math.exp(2 * u))],
      1e-12,
    );
    expect(numbers((v) => gelu(v, { approximate: "tanh" }), [-Infinity, 1e200])).toEqual([-0, 1e200]);
    expect(slopes((v) => gelu(v, { approximate: "tanh" }), [-1e200, 1e200])).toEqual([0, 1]);
  });

  test("refuses another approximation", () => {
    const options = { approximate: "erf" } as never;
    expect(refusal(() => withShapes((x) => gelu(x, options), [3]))).toBe(
      'bad-attribute: one of "none", "tanh"',
    );
  });
});

test("second derivatives: by gelu's closed form, by differences, and without NaN far out", () => {
  const second = (call: (x: Value) => Value, x: readonly number[]): number[] =>
    slopes((v) => slopeOf(call, v), x);
  // (2 - x²) φ(x) at 0 and 1.
  expectClose(second(gelu, [0, 1]), [2 * 0.3989422804014327, 0.24197072451914337]);
  const calls = [gelu, (x: Value) => gelu(x, { approximate: "tanh" }), silu, mish];
  const h = 2 ** -13;
  for (const call of calls) {
    for (const at of [-3, -0.7, 0, 1.9]) {
      const [low, high] = slopes(call, [at - h, at + h]);
      expect(second(call, [at])[0]).toBeCloseTo((high! - low!) / (2 * h), 6);
    }
    for (const curved of second(call, [-Infinity, -1e200, 1e200, Infinity])) expect(curved + 0).toBe(0);
  }
});

describe("silu", () => {
  test("is x σ(x), with slope ½ at 0", () => {
    const ln3 = Math.log(3);
    expectClose(numbers(silu, [0, ln3, -ln3]), [0, 0.75 * ln3, -0.25 * ln3]);
    expectClose(slopes(silu, [0, ln3]), [0.5, 0.75 * (1 + 0.25 * ln3)]);
  });

  test("is least where it is x + 1, and that is -W(1/e)", () => {
    const least = 0.2784645427610738;
    expectClose(numbers(silu, [-1 - least]), [-least]);
    expectClose(slopes(silu, [-1 - least]), [0]);
  });

  test("has its digits far left, and ends in 0 and x", () => {
    expectNear(numbers(silu, [-100, -700]), [-100 * Math.exp(-100), -700 * Math.exp(-700)]);
    expectNear(slopes(silu, [-100]), [-99 * Math.exp(-100)]);
    expect(numbers(silu, [-Infinity, -1e300, 1e300, Infinity])).toEqual([-0, -0, 1e300, Infinity]);
    expect(slopes(silu, [-Infinity, -1e300, 1e300, Infinity])).toEqual([-0, -0, 1, 1]);
  });
});

describe("mish", () => {
  test("is x tanh(softplus(x)): at 0 its slope is 3/5, at 1 it is 0.865098", () => {
    expectClose(numbers(mish, [0]), [0]);
    expectClose(slopes(mish, [0]), [0.6]);
    // As TensorFlow Addons documents it.
    expect(numbers(mish, [1])[0]).toBeCloseTo(0.865098, 6);
    const x = Array.from({ length: 161 }, (_, i) => i / 4 - 20);
    const share = (value: number): number => Math.tanh(Math.log1p(Math.exp(value)));
    expectClose(
      numbers(mish, x),
      x.map((value) => value * share(value)),
    );
    expectClose(
      slopes(mish, x),
      x.map((value) => share(value) + (value * (1 - share(value) ** 2)) / (1 + Math.exp(-value))),
    );
  });

  test("is least at -1.1924, where it is -0.3088", () => {
    // Both to four digits in Misra's paper (-1.1924, ≈ -0.30884).
    expect(slopes(mish, [-1.19245])[0]! * slopes(mish, [-1.1924])[0]!).toBeLessThan(0);
    expect(numbers(mish, [-1.1924])[0]).toBeCloseTo(-0.30884, 5);
  });

  test("is x eˣ at -100, and x at 100; nothing overflows between", () => {
    expectNear(numbers(mish, [-100, -700]), [-100 * Math.exp(-100), -700 * Math.exp(-700)]);
    expectNear(slopes(mish, [-100]), [-99 * Math.exp(-100)]);
    expect(numbers(mish, [100, 1e300, Infinity, -1e300, -Infinity])).toEqual([100, 1e300, Infinity, -0, -0]);
    expect(slopes(mish, [100, 1e300, -1e300])).toEqual([1, 1, 0]);
    expectNear(flat(evaluate32(mish, [-20, -80])), [-20 * Math.exp(-20), -80 * Math.exp(-80)], 6e-7);
  });
});
