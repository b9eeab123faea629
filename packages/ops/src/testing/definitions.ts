import {
  type Attributes,
  type Definitions,
  draws,
  type Nested,
  type StaticShape,
  type Tensor,
  toNested,
} from "@chainrule/core";
import type { Axes } from "../reduce/axes.js";

/**
 * Ops as a textbook writes them down: naive, and independent of their formulas and kernels. The laws of an op hold its
 * value against that of every other text of it, and its derivative against differences; a definition is needed where there
 * is no other text, or where a constant could be added unseen. undefined: the textbook says nothing.
 */

export const definitions: Definitions = {
  abs: { element: ({ x }) => (x! < 0 ? -x! : x!) },
  absGradient: { element: ({ g, x }) => (x === 0 ? 0 : Number.isNaN(x) ? undefined : g! * Math.sign(x!)) },
  add: { element: ({ a, b }) => a! + b! },
  ceil: { element: ({ x }) => Math.ceil(x!) },
  cos: { element: ({ x }) => Math.cos(x!) },
  divide: { element: ({ a, b }) => a! / b! },
  cast: {
    element: ({ x }, { to }) => {
      if (to === "bool") return x !== 0;
      if (to !== "int32") return to === "float32" ? Math.fround(x!) : x;
      return Number.isNaN(x) ? 0 : Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(x!))) + 0;
    },
  },
  celu: {
    element: ({ x }, { alpha }) =>
      x! > 0 ? x : Math.min(Number(alpha) * (Math.exp(x! / Number(alpha)) - 1), 0),
  },
  clip: {
    element: ({ x }, { min, max }) => (x! < Number(min) ? Number(min) : x! > Number(max) ? Number(max) : x),
  },
  clipGradient: { element: ({ g, x }, { min, max }) => (x! < Number(min) || x! > Number(max) ? 0 : g) },
  elu: { element: ({ x }, { alpha }) => (x! > 0 ? x : Number(alpha) * (Math.exp(x!) - 1)) },
  eluGradient: {
    element: ({ g, x }, { alpha }) => (x! > 0 ? g : g! * (Number(alpha) * Math.exp(x!))),
  },
  equal: { element: ({ a, b }) => a === b },
  exp: { element: ({ x }) => Math.E ** x! },
  expm1: { element: ({ x }) => Math.E ** x! - 1 },
  floor: { element: ({ x }) => Math.floor(x!) },
  greater: { element: ({ a, b }) => a! > b! },
  gelu: {
    element: ({ x }, { approximate }) => {
      if (Math.abs(x!) === Infinity) return Math.max(0, x!);
      const inner = Math.sqrt(2 / Math.PI) * (x! + 0.044715 * x! ** 3);
      return approximate === "tanh" ? 0.5 * x! * (1 + Math.tanh(inner)) : undefined;
    },
  },
  geluSlope: { element: ({ x }) => (Math.abs(x!) === Infinity ? Number(x! > 0) : undefined) },
  greaterEqual: { element: ({ a, b }) => a! >= b! },
  hardSigmoid: { element: ({ x }, { slope }) => Math.max(0, Math.min(1, Number(slope) * x! + 0.5)) },
  hardSigmoidGradient: {
    element({ g, x }, { slope }) {
      const y = Number(slope) * x! + 0.5;
      return y > 0 && y <= 1 ? Number(slope) * g! : 0;
    },
  },
  identity: { element: ({ x }) => x },
  isFinite: { element: ({ x }) => Number.isFinite(x) },
  isNaN: { element: ({ x }) => Number.isNaN(x) },
  leakyRelu: {
    element: ({ x }, { alpha, form }) =>
      x! > 0 ? x : form === "multiply" ? Number(alpha) * x! : x! / Number(alpha),
  },
  less: { element: ({ a, b }) => a! < b! },
  lessEqual: { element: ({ a, b }) => a! <= b! },
  log: { element: ({ x }) => Math.log(x!) },
  log1p: { element: ({ x }) => Math.log(1 + x!) },
  logicalAnd: { element: ({ a, b }) => Boolean(a) && Boolean(b) },
  logicalNot: { element: ({ a }) => !a },
  logicalOr: { element: ({ a, b }) => Boolean(a) || Boolean(b) },
  logicalXor: { element: ({ a, b }) => Boolean(a) !== Boolean(b) },
  maximum: { element: ({ a, b }) => (Number.isNaN(a) || a! > b! ? a : b) },
  minimum: { element: ({ a, b }) => (Number.isNaN(a) || a! < b! ? a : b) },
  mish: {
    element: ({ x }) =>
      Math.abs(x!) === Infinity ? Math.max(0, x!) : x! * Math.tanh(Math.log(1 + Math.exp(x!))),
  },
  mishSlope: { element: ({ x }) => (Math.abs(x!) === Infinity ? Number(x! > 0) : undefined) },
  multiply: { element: ({ a, b }) => a! * b! },
  negate: { element: ({ x }) => 0 - x! },
  normGradient: { element: ({ g, x, y }) => (y === 0 ? undefined : (g! * x!) / y!) },
  notEqual: { element: ({ a, b }) => a !== b },
  power: { element: ({ x, y }) => powerOf(x!, y!) },
  powerExponentGradient: { element: ({ g, x, p }) => g! * (x === 0 ? 0 : p! * Math.log(x!)) },
  powerGradient: { element: ({ g, x, y }) => g! * (y === 0 ? 0 : y! * powerOf(x!, y! - 1)) },
  relu: { element: ({ x }) => Math.max(0, x!) },
  reluGradient: { element: ({ g, x }) => (x! > 0 ? g : 0) },
  round: {
    element: ({ x }) =>
      x! % 1 === 0 ? x : Math.abs(x! % 1) === 0.5 ? 2 * Math.round(x! / 2) : Math.round(x!),
  },
  select: { element: ({ condition, yes, no }) => (condition ? yes : no) },
  selu: {
    element: ({ x }) => 1.0507009873554805 * (x! > 0 ? x! : 1.6732632423543772 * (Math.exp(x!) - 1)),
  },
  seluGradient: {
    element: ({ g, x }) => 1.0507009873554805 * (x! > 0 ? g! : g! * (1.6732632423543772 * Math.exp(x!))),
  },
  sigmoid: { element: ({ x }) => 1 / (1 + Math.exp(-x!)) },
  sign: { element: ({ x }) => Math.sign(x!) },
  silu: {
    element: ({ x }) => (Math.abs(x!) === Infinity ? Math.max(0, x!) : x! / (1 + Math.exp(-x!))),
  },
  siluSlope: {
    element({ x }) {
      const y = 1 / (1 + Math.exp(-x!));
      return Math.abs(x!) === Infinity ? y : y + x! * y * (1 - y);
    },
  },
  sin: { element: ({ x }) => Math.sin(x!) },
  softsign: {
    element: ({ x }) => (Math.abs(x!) === Infinity ? Math.sign(x!) : x! / (1 + Math.abs(x!))),
  },
  sqrt: { element: ({ x }) => (x! < 0 ? NaN : x! ** 0.5) },
  square: { element: ({ x }) => x! ** 2 },
  step: { element: ({ x }) => (x! < 0 ? 0 : x! >= 0 ? 1 : x) },
  subtract: { element: ({ a, b }) => a! - b! },
  tanh: {
    element: ({ x }) =>
      Math.abs(x!) === Infinity ? Math.sign(x!) : (Math.exp(2 * x!) - 1) / (Math.exp(2 * x!) + 1),
  },
  argMax: { whole: ({ x }, settings) => chosen(x!, settings, (row) => Math.max(...row)) },
  argMin: { whole: ({ x }, settings) => chosen(x!, settings, (row) => Math.min(...row)) },
  accuracy: {
    whole({ logits, y }) {
      const classes = logits!.shape.at(-1)!;
      const hits = Array.from(y!.data, (target, i) => {
        const row = Array.from(logits!.data.subarray(i * classes, (i + 1) * classes));
        return Math.max(0, row.indexOf(Math.max(...row))) === target ? 1 : 0;
      });
      return hits.reduce((sum: number, hit) => sum + hit, 0) / hits.length;
    },
  },
  binaryAccuracy: {
    whole({ p, y }, { threshold }) {
      const hits = Array.from(p!.data, (x, i) =>
        Number(x < Number(threshold) ? y!.data[i] === 0 : y!.data[i] === 1),
      );
      return hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
    },
  },
  confusionCount: {
    whole({ p, y }, { outcome, threshold }) {
      const counts: Record<string, number> = {
        truePositives: 0,
        falsePositives: 0,
        trueNegatives: 0,
        falseNegatives: 0,
      };
      p!.data.forEach((x, i) => {
        const [said, is] = [x >= Number(threshold), y!.data[i]!];
        if (is === 1) counts[said ? "truePositives" : "falseNegatives"]!++;
        if (is === 0) counts[said ? "falsePositives" : "trueNegatives"]!++;
      });
      return counts[String(outcome)]!;
    },
  },
  confusionMatrix: {
    whole({ logits, y }) {
      const classes = logits!.shape.at(-1)!;
      const taken = rowsOf(logits!).map((row) => row.indexOf(Math.max(...row)));
      const count = (own: number, other: number): number =>
        taken.filter((c, i) => c === other && y!.data[i] === own).length;
      return Array.from({ length: classes }, (_, own) =>
        Array.from({ length: classes }, (_, other) => count(own, other)),
      );
    },
  },
  dropout: {
    whole({ x, step }, { rate, stream, seed }) {
      const { uniform } = draws(Number(seed), "noise", String(stream));
      const isKept = (i: number): boolean => uniform(step!.data[0]!, i) >= Number(rate);
      const data = x!.data.map((value, i) => (isKept(i) ? value / (1 - Number(rate)) : 0));
      return toNested({ ...x!, data });
    },
  },
  flatten: {
    whole({ x }, { axis }) {
      const { shape } = x!;
      const front = shape.slice(0, Number(axis) < 0 ? Number(axis) + shape.length : Number(axis));
      const merged = shape.slice(front.length).reduce((product, size) => product * size, 1);
      return toNested({ ...x!, shape: [...front, merged] });
    },
  },
  maxPool2d: {
    whole({ x }, { size, stride }) {
      const [images, channels, height, width] = x!.shape as readonly [number, number, number, number];
      const side = Number(size);
      const step = stride === "size" ? side : Number(stride);
      const starts = (length: number): number[] =>
        Array.from({ length }, (_, i) => i).filter((i) => i % step === 0 && i + side <= length);
      const offsets = Array.from({ length: side }, (_, i) => i);
      const plane = (at: number): number[][] =>
        starts(height).map((row) =>
          starts(width).map((column) =>
            Math.max(
              ...offsets.flatMap((i) =>
                offsets.map((j) => x!.data[(at * height + row + i) * width + column + j]!),
              ),
            ),
          ),
        );
      return Array.from({ length: images }, (_, n) =>
        Array.from({ length: channels }, (_, c) => plane(n * channels + c)),
      );
    },
  },
  r2: {
    whole({ prediction, target }) {
      const y = Array.from(target!.data);
      const mean = y.reduce((sum, t) => sum + t, 0) / y.length;
      const errors = y.reduce((sum, t, i) => sum + (t - prediction!.data[i]!) ** 2, 0);
      return 1 - errors / y.reduce((sum, t) => sum + (t - mean) ** 2, 0);
    },
  },
  rreluAlpha: {
    whole({ x, step }, { lower, upper, stream, seed }) {
      const { uniform } = draws(Number(seed), "noise", String(stream));
      const drawn = (i: number): number =>
        Number(lower) + (Number(upper) - Number(lower)) * uniform(step!.data[0]!, i);
      return toNested({ ...x!, data: x!.data.map((value, i) => (value > 0 ? 1 : drawn(i))) });
    },
  },
  topKAccuracy: {
    whole({ logits, y }, { k }) {
      const hits = rowsOf(logits!).map((row, i) => {
        const order = row.map((_, c) => c).sort((a, b) => row[b]! - row[a]! || a - b);
        return Number(order.slice(0, Number(k)).includes(y!.data[i]!));
      });
      return hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
    },
  },
  size: {
    whole({ x }, { axes }) {
      const { shape } = x!;
      const counted = axes === "all" ? shape : (axes as number[]).map((axis) => shape.at(axis)!);
      return counted.reduce((product, size) => product * size, 1);
    },
  },
  erfGradient: { element: ({ g, x }) => ((g! * 2) / Math.sqrt(Math.PI)) * Math.exp(-x! * x!) },
  normalDensity: { element: ({ g, x }) => g! * bell(x!) },
  preluDivisorGradient: { element: ({ g, x, alpha }) => (x! > 0 ? 0 : (-g! * x!) / alpha! ** 2) },
  l2: {
    whole: ({ x }, { weight }) =>
      Number(weight) * Array.from(x!.data).reduce((sum, value) => sum + value ** 2, 0) ** 0.5,
  },
  logSumExpGradient: {
    whole({ g, x, y }, { axes }) {
      const at = resultsOf(x!.shape, axes as Axes);
      const share = (i: number): number =>
        Math.abs(y!.data[at[i]!]!) === Infinity ? 0 : Math.exp(x!.data[i]! - y!.data[at[i]!]!);
      return toNested({ ...x!, data: Float64Array.from(x!.data, (_, i) => g!.data[at[i]!]! * share(i)) });
    },
  },
  spectralNorm: {
    whole({ x }) {
      const [rows, columns] = x!.shape as readonly [number, number];
      const indices = Array.from({ length: rows }, (_, i) => i);
      const row = (i: number): number[] => Array.from(x!.data.subarray(i * columns, (i + 1) * columns));
      const dot = (a: readonly number[], b: readonly number[]): number =>
        a.reduce((sum, value, i) => sum + value * b[i]!, 0);
      const squared = indices.map((i) => indices.map((j) => dot(row(i), row(j))));
      const trace = (m: readonly (readonly number[])[]): number =>
        m.reduce((sum, line, i) => sum + line[i]!, 0);
      if (trace(squared) === 0) return 0;
      let power = squared;
      for (let turn = 0; turn < 50; turn++) {
        const scaled = power.map((line) => line.map((value) => value / trace(power)));
        power = scaled.map((a) => scaled.map((b) => dot(a, b)));
      }
      return Math.sqrt(trace(power.map((a) => squared.map((b) => dot(a, b)))) / trace(power));
    },
  },
  variance: {
    whole: ({ x }, { axes, keepDims, correction }) =>
      reduced(x!, axes as Axes, keepDims === true, (elements) => {
        const squares = elements.map((value) => (value - meanOf(elements)) ** 2);
        return (
          squares.reduce((sum, value) => sum + value, 0) / Math.max(0, elements.length - Number(correction))
        );
      }),
  },
  varianceGradient: {
    whole({ g, x }, { axes, correction }) {
      const at = resultsOf(x!.shape, axes as Axes);
      const gs = spread(g!, x!.shape);
      const slope = (value: number, i: number): number => {
        const elements = Array.from(x!.data).filter((_, j) => at[j] === at[i]);
        return (2 * (value - meanOf(elements))) / Math.max(0, elements.length - Number(correction));
      };
      return toNested({ ...x!, data: Float64Array.from(x!.data, (value, i) => gs[i]! * slope(value, i)) });
    },
  },
  classShares: {
    whole({ target }, { target: kind, classes, classWeights, ignoreIndex }) {
      const weights = classWeights as readonly number[];
      const count = Number(classes);
      if (kind !== "index") {
        const width = target!.shape.at(-1)!;
        const data = target!.data.map((x, k) => x * (weights[k % width] ?? 1));
        return toNested({ ...target!, data });
      }
      const rows = Array.from(target!.data, (own) =>
        Array.from({ length: count }, (_, c) => (own === c && own !== ignoreIndex ? (weights[c] ?? 1) : 0)),
      );
      const shape = [...target!.shape, count];
      return toNested({ dtype: "float64", shape, data: Float64Array.from(rows.flat()) });
    },
  },
  dot: {
    whole: ({ a, b }) => Array.from(a!.data, (x, i) => x * b!.data[i]!).reduce((sum, x) => sum + x, 0),
  },
};

/** As of IEEE 754: 1 to any power is 1, and so is -1 to an infinite one. */
function powerOf(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;
}

/** The lines along the last axis. */
function rowsOf({ data, shape }: Tensor): number[][] {
  const length = shape.at(-1)!;
  const count = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, i) => Array.from(data.subarray(i * length, (i + 1) * length)));
}

/** For each line along an axis, where its greatest or least element is. */
function chosen(x: Tensor, { axis, keepDims }: Attributes, best: (row: readonly number[]) => number): Nested {
  const front = (Number(axis) + x.shape.length) % x.shape.length;
  const [size, after] = [
    x.shape[front]!,
    x.shape.slice(front + 1).reduce((product, dim) => product * dim, 1),
  ];
  const shape = x.shape.flatMap((dim, i) => (i !== front ? [dim] : keepDims ? [1] : []));
  const count = shape.reduce((product, dim) => product * dim, 1);
  const data = Int32Array.from({ length: count }, (_, i) => {
    const start = Math.floor(i / after) * size * after + (i % after);
    const row = Array.from({ length: size }, (_, j) => x.data[start + j * after]!);
    return row.indexOf(best(row));
  });
  return toNested({ dtype: "int32", shape, data });
}

function resultsOf(shape: StaticShape, axes: Axes): number[] {
  const isReduced = (axis: number): boolean =>
    axes === "all" || axes.some((given) => (given + shape.length) % shape.length === axis);
  const count = shape.reduce((product, size) => product * size, 1);
  return Array.from({ length: count }, (_, element) => {
    let [rest, at, stride] = [element, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis]!;
      if (!isReduced(axis)) {
        at += (rest % size) * stride;
        stride *= size;
      }
      rest = Math.floor(rest / size);
    }
    return at;
  });
}

function reduced(
  { data, shape }: Tensor,
  axes: Axes,
  keepDims: boolean,
  of: (elements: readonly number[]) => number,
): Nested {
  const isReduced = (axis: number): boolean =>
    axes === "all" || axes.some((given) => (given + shape.length) % shape.length === axis);
  const kept = shape.filter((_, axis) => !isReduced(axis));
  const count = kept.reduce((product, size) => product * size, 1);
  const results = resultsOf(shape, axes);
  const values = Float64Array.from({ length: count }, (_, at) =>
    of(Array.from(data).filter((__, element) => results[element] === at)),
  );
  const made = keepDims ? shape.map((size, axis) => (isReduced(axis) ? 1 : size)) : kept;
  return toNested({ dtype: "float64", shape: made, data: values });
}

function spread({ data, shape }: Tensor, to: StaticShape): number[] {
  const missing = to.length - shape.length;
  const along = to.flatMap((_, axis) => (axis < missing || shape[axis - missing] === 1 ? [axis] : []));
  return resultsOf(to, along).map((at) => data[at]!);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

function bell(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
