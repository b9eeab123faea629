import {
  Builder,
  compile,
  Dice,
  differentiate,
  type DType,
  type Engine,
  type FloatDType,
  reference,
  Registry,
  State,
  type StaticShape,
  type Tensor,
  tensorOf,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { describe, expect, test } from "vitest";
import { wasm } from "./engine/wasm.js";

const registry = new Registry([builtin]);
const engines = [wasm(), wasm({ emitter: "interpreter", poison: 64 })];

/** The largest number of single precision. */
const greatest = 2 ** 128 - 2 ** 104;
/** Logits of every size, the largest among them. */
const logits: readonly number[] = [
  0, 1, -1, 0.5, 17, -17, 88, -88, 104, -104, 1e4, -1e4, 1e20, -1e20, 1e38, -1e38, 2 ** -126, 2 ** -149,
  greatest, -greatest,
]; // prettier-ignore

interface Operand {
  readonly numbers: readonly number[];
  readonly shape: StaticShape;
  readonly dtype?: DType;
}

interface Call {
  readonly op: string;
  /** The first is what a derivative is taken by. */
  readonly operands: readonly Operand[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

interface Result {
  readonly value: readonly number[];
  /** Of the sum of all elements. */
  readonly gradient: readonly number[];
}

/** What an engine makes of one call and its derivative. */
function run({ op, operands, attributes = {} }: Call, engine: Engine, dtype: FloatDType): Result {
  const builder = new Builder({ registry, dtype });
  const tensors = operands.map(({ numbers, shape, dtype: own = dtype }): Tensor =>
    tensorOf(numbers.map(own === "int32" ? Math.trunc : Math.fround), shape, own),
  );
  const sources = tensors.map(({ shape, dtype: own }, i) =>
    builder.source(i === 0 ? "parameter" : "input", `x${i}`, shape, own),
  );
  const value = builder.name(builder.call(registry.get("ops", op), sources, attributes as never), "value");
  const total = builder.call(registry.get("ops", "sum"), [value], { axes: "all", keepDims: false });
  builder.name(total, "total");
  const forward = builder.finish({ outputs: { value: "value", total: "total" } });
  const graph = differentiate(forward, { of: "total", wrt: ["x0"], registry });
  const plan = compile(graph, { registry, engine, state: new State([["x0", tensors[0]!]]), dims: {} });
  plan.step(Object.fromEntries(tensors.slice(1).map((tensor, i) => [`x${i + 1}`, tensor])));
  const read = (name: string): number[] => [...plan.read(name).data];
  return { value: read("value"), gradient: read("grad/total/x0") };
}

/** Rows of drawn logits: of any size, of near sizes, and some that are the same throughout. */
function rowsOf(classes: number, rows: number): number[] {
  const dice = new Dice(7, `logits of ${classes} classes`);
  return Array.from({ length: rows }, (_, row) => {
    const [first] = [dice.pick(logits)];
    return Array.from({ length: classes }, () =>
      row % 5 === 0 ? first : row % 5 === 1 ? dice.between(-8, 8) : dice.pick(logits),
    );
  }).flat();
}

const rows = 120;

/** Calls on logits, whose values and derivatives are to be right for any. */
function onLogits(classes: number): Record<string, Call> {
  const dice = new Dice(8, `targets of ${classes} classes`);
  const shape = [rows, classes] as const;
  const z: Operand = { numbers: rowsOf(classes, rows), shape };
  const index = Array.from({ length: rows }, () => dice.below(classes));
  const oneHot = index.flatMap((c) => Array.from({ length: classes }, (_, k) => Number(k === c)));
  const soft = index.flatMap((c) => Array.from({ length: classes }, (_, k) => (k === c ? 0.75 : 0.25 / (classes - 1 || 1)))); // prettier-ignore
  const bits = Array.from({ length: rows * classes }, () => dice.pick([0, 1, 0.5, 0.125]));
  const none = { reduction: "none" };
  return {
    "softmaxCrossEntropy of indices": {
      op: "softmaxCrossEntropy",
      operands: [z, { numbers: index, shape: [rows], dtype: "int32" }],
      attributes: { ...none, target: "index" },
    },
    "softmaxCrossEntropy of one-hot rows": {
      op: "softmaxCrossEntropy",
      operands: [z, { numbers: oneHot, shape }],
      attributes: { ...none, target: "oneHot" },
    },
    "softmaxCrossEntropy of probabilities": {
      op: "softmaxCrossEntropy",
      operands: [z, { numbers: soft, shape }],
      attributes: { ...none, target: "oneHot" },
    },
    "softmaxCrossEntropy with weights": {
      op: "softmaxCrossEntropy",
      operands: [z, { numbers: index.map((c, i) => (i % 3 === 0 ? -1 : c)), shape: [rows], dtype: "int32" }],
      attributes: {
        ...none,
        target: "index",
        ignoreIndex: -1,
        classWeights: Array.from({ length: classes }, (_, c) => 2 ** (c % 3)),
      },
    },
    binaryCrossEntropyWithLogits: {
      op: "binaryCrossEntropyWithLogits",
      operands: [z, { numbers: bits, shape }],
      attributes: none,
    },
    hinge: {
      op: "hinge",
      operands: [z, { numbers: bits.map((bit) => (bit === 0 ? -1 : 1)), shape }],
      attributes: none,
    },
    softmax: { op: "softmax", operands: [z], attributes: { axis: -1 } },
    "softmax down the columns": { op: "softmax", operands: [z], attributes: { axis: 0 } },
    logSoftmax: { op: "logSoftmax", operands: [z], attributes: { axis: -1 } },
  };
}

/** Calls on probabilities and on predictions. */
function onNumbers(): Record<string, Call> {
  const dice = new Dice(9, "probabilities");
  const shape = [rows, 3] as const;
  // The engine's logarithm takes subnormal numbers for 0.
  const certain = [0, 1, 2 ** -126, 1e-20, 0.5, 1 - 2 ** -24, 0.999];
  const p: Operand = {
    numbers: Array.from({ length: 3 * rows }, () => (dice.chance(0.5) ? dice.pick(certain) : dice.between(0, 1))),
    shape,
  }; // prettier-ignore
  const y = Array.from({ length: 3 * rows }, () => dice.pick([0, 1, 0.5]));
  const index = Array.from({ length: rows }, () => dice.below(3));
  const numbers = (): number[] => Array.from({ length: 3 * rows }, () => dice.pick(logits));
  return {
    "crossEntropy of indices": {
      op: "crossEntropy",
      operands: [p, { numbers: index, shape: [rows], dtype: "int32" }],
      attributes: { reduction: "none", target: "index" },
    },
    "crossEntropy of probabilities": {
      op: "crossEntropy",
      operands: [p, { numbers: y, shape }],
      attributes: { reduction: "none", target: "oneHot" },
    },
    binaryCrossEntropy: {
      op: "binaryCrossEntropy",
      operands: [p, { numbers: y, shape }],
      attributes: { reduction: "none" },
    },
    squaredError: {
      op: "squaredError",
      operands: [
        { numbers: numbers(), shape },
        { numbers: numbers(), shape },
      ],
      attributes: { reduction: "none", scale: 1 },
    },
    absoluteError: {
      op: "absoluteError",
      operands: [
        { numbers: numbers(), shape },
        { numbers: numbers(), shape },
      ],
      attributes: { reduction: "none" },
    },
    huber: {
      op: "huber",
      operands: [
        { numbers: numbers(), shape },
        { numbers: numbers(), shape },
      ],
      attributes: { reduction: "none", delta: 3 },
    },
    klDivergence: {
      op: "klDivergence",
      operands: [p, { numbers: p.numbers.map((_, i) => p.numbers.at(-1 - i)!), shape }],
      attributes: { reduction: "none" },
    },
    gaussianNegativeLogLikelihood: {
      op: "gaussianNegativeLogLikelihood",
      operands: [
        { numbers: numbers(), shape },
        { numbers: numbers(), shape },
        { numbers: Array.from({ length: 3 * rows }, () => 2 ** dice.between(-8, 8)), shape },
      ],
      attributes: { reduction: "none", full: true },
    },
    "half the squaredError": {
      op: "squaredError",
      operands: [
        { numbers: numbers(), shape },
        { numbers: numbers(), shape },
      ],
      attributes: { reduction: "none", scale: 0.5 },
    },
  };
}

/**
 * What a call comes to in float64, from the float64 reference; of softmaxCrossEntropy by plain loops, so that the reference
 * is held against something too.
 */
function exactly(call: Call): Result {
  if (call.op !== "softmaxCrossEntropy") return run(call, reference(), "float64");
  const [z, target] = call.operands as readonly [Operand, Operand];
  const [count, classes] = z.shape as readonly [number, number];
  const value: number[] = [];
  const gradient: number[] = [];
  for (let row = 0; row < count; row++) {
    const x = z.numbers.slice(row * classes, (row + 1) * classes).map(Math.fround);
    const weights = call.attributes?.["classWeights"] as readonly number[] | undefined;
    const shares = x.map((_, c) =>
      target.dtype === "int32"
        ? Number(target.numbers[row] === c) * (weights?.[c] ?? 1)
        : Math.fround(target.numbers[row * classes + c]!),
    );
    const most = Math.max(...x);
    const total = x.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    const all = shares.reduce((sum, share) => sum + share, 0);
    let loss = 0;
    x.forEach((logit, c) => {
      if (shares[c] !== 0) loss += shares[c]! * (most - logit + Math.log(total));
      gradient.push((all * Math.exp(logit - most)) / total - shares[c]!);
    });
    value.push(loss);
  }
  return { value, gradient };
}

/** The call with some of its first operand's numbers NaN or infinite: one in every second row. */
function withSpecials(call: Call): Call {
  const [first, ...rest] = call.operands;
  const [, width] = first!.shape as readonly [number, number];
  const dice = new Dice(11, "specials");
  const numbers = [...first!.numbers];
  for (let row = 0; row < rows; row += 2)
    numbers[row * width + dice.below(width)] = dice.pick([NaN, Infinity, -Infinity]);
  return { ...call, operands: [{ ...first!, numbers }, ...rest] };
}

/** Whether a row of logits has -Infinity in it. */
function isMasked({ operands }: Call, row: number): boolean {
  const { numbers, shape } = operands[0]!;
  return numbers.slice(row * shape[1]!, (row + 1) * shape[1]!).includes(-Infinity);
}

/**
 * Within 1e-6 of the true value, relative to it or, below 1, absolutely: what is near 0 comes of terms near 1. A value
 * that single precision does not hold is infinite.
 */
function isRight(got: number, exact: number): boolean {
  if (Number.isNaN(exact)) return Number.isNaN(got);
  if (!Number.isFinite(Math.fround(exact))) return got === Math.fround(exact);
  return Math.abs(got - exact) <= 1e-6 * Math.max(1, Math.abs(exact));
}

/** What a mean divides by: how many losses there are, or the weights of the rows' classes. */
function countOf({ attributes, operands }: Call, losses: number): number {
  const weights = attributes?.["classWeights"] as readonly number[] | undefined;
  return weights === undefined
    ? losses
    : operands[1]!.numbers.reduce((total, c) => total + (c < 0 ? 0 : weights[c]!), 0);
}

/** What is wrong, in words. */
function wrong(what: string, call: Call, got: readonly number[], exact: readonly number[]): string[] {
  return got.flatMap((x, i) => {
    if (isRight(x, exact[i]!)) return [];
    const { numbers, shape } = call.operands[0]!;
    const width = numbers.length === got.length ? 1 : shape.at(-1)!;
    return `${what} ${i} of ${numbers.slice(i * width, (i + 1) * width).join(", ")} is ${x}, not ${exact[i]}`;
  });
}

describe.each(engines)("$name", (engine) => {
  for (const classes of [1, 2, 3, 10, 17]) {
    test.each(Object.entries(onLogits(classes)))(
      `%s is right for any finite logits of ${classes} classes, its derivative finite and right`,
      (_, call) => {
        const got = run(call, engine, "float32");
        const exact = exactly(call);
        expect(wrong("value", call, got.value, exact.value)).toEqual([]);
        expect(got.gradient.filter((x) => !Number.isFinite(x))).toEqual([]);
        expect(wrong("derivative", call, got.gradient, exact.gradient)).toEqual([]);
      },
    );
  }

  test.each(Object.entries(onNumbers()))("%s and its derivative are right where float32 holds them", (_, call) => {
    const got = run(call, engine, "float32");
    const exact = exactly(call);
    expect(wrong("value", call, got.value, exact.value)).toEqual([]);
    expect(wrong("derivative", call, got.gradient, exact.gradient)).toEqual([]);
  }); // prettier-ignore

  test.each(Object.entries({ ...onLogits(3), ...onNumbers() }))(
    "%s makes of NaN and of infinities what the reference makes",
    (_, call) => {
      const odd = withSpecials(call);
      const exact = run(odd, reference(), "float64");
      const got = run(odd, engine, "float32");
      const isSame = (x: number, i: number, of: readonly number[]): boolean =>
        Number.isFinite(x) ? Number.isFinite(Math.fround(of[i]!)) : Object.is(x, Math.fround(of[i]!));
      const skipped = (i: number): boolean => odd.op === "softmaxCrossEntropy" && isMasked(odd, i);
      expect(got.value.filter((x, i) => !isSame(x, i, exact.value) && !skipped(i))).toEqual([]);
      expect(got.gradient.filter((x, i) => !isSame(x, i, exact.gradient))).toEqual([]);
    },
  );

  test("softmaxCrossEntropy leaves out a class whose logit is -Infinity, of which the reference makes 0 · ∞", () => {
    const z: Operand = { numbers: [-Infinity, 0, 0], shape: [1, 3] };
    const operands = [z, { numbers: [1], shape: [1], dtype: "int32" as const }];
    const call = {
      op: "softmaxCrossEntropy",
      operands,
      attributes: { target: "index", reduction: "none" },
    };
    expect(run(call, engine, "float32").value[0]).toBeCloseTo(Math.LN2, 6);
    expect(run(call, reference(), "float64").value).toEqual([NaN]);
  });

  test("klDivergence takes a subnormal probability for 0, not for one whose logarithm is -Infinity", () => {
    const p: Operand = { numbers: [2 ** -130, 1], shape: [1, 2] };
    const operands = [p, { numbers: [0.5, 0.5], shape: [1, 2] }];
    const { value, gradient } = run(
      { op: "klDivergence", operands, attributes: { reduction: "none" } },
      engine,
      "float32",
    );
    expect(value[0]).toBeCloseTo(Math.LN2, 6);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  test.each(["sum", "mean"])("losses of great logits are right in their %s too", (reduction) => {
    for (const call of Object.values({ ...onLogits(3), ...onNumbers() })) {
      if (call.attributes?.["reduction"] === undefined) continue;
      const all = [0.5, -0.5, 3, 60, -60, 1e18, -1e18];
      const dice = new Dice(3, "great");
      const [first, ...rest] = call.operands;
      const isChance = ["crossEntropy", "binaryCrossEntropy", "klDivergence"].includes(call.op);
      const numbers = first!.numbers.map(() => (isChance ? dice.between(0.001, 0.999) : dice.pick(all)));
      const bounded = rest.map((operand, i) => {
        const drawn = (draw: (x: number) => number): Operand => ({
          ...operand,
          numbers: operand.numbers.map(draw),
        });
        if (call.op === "klDivergence") return drawn(() => dice.between(0.001, 0.999));
        // Over a variance below 1 the sum of their squares may be more than float32 holds.
        if (call.op === "gaussianNegativeLogLikelihood" && i === 1) return drawn((v) => 2 ** 12 * v);
        return /Error|huber|gaussian/.test(call.op) ? drawn(() => dice.pick(all)) : operand;
      });
      const reduced = {
        ...call,
        operands: [{ ...first!, numbers }, ...bounded],
        attributes: { ...call.attributes, reduction },
      };
      const got = run(reduced, engine, "float32");
      const exact = exactly({ ...reduced, attributes: { ...reduced.attributes, reduction: "none" } });
      const divisor = reduction === "mean" ? countOf(call, exact.value.length) : 1;
      const total = exact.value.reduce((a, b) => a + b, 0) / divisor;
      expect(Math.abs(got.value[0]! - total), call.op).toBeLessThanOrEqual(1e-6 * Math.max(1, total));
      const slopes = exact.gradient.map((slope) => slope / divisor);
      expect(wrong("derivative", reduced, got.gradient, slopes)).toEqual([]);
    }
  });
});
