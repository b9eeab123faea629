import { type Definitions, draws, toNested } from "@chainrule/core";

/**
 * Ops as a textbook writes them down: naive, and independent of their formulas and kernels. The laws of an op hold its
 * value against that of every other text of it, and its derivative against differences; a definition is needed where there
 * is no other text, or where a constant could be added unseen. undefined: the textbook says nothing.
 */
export const definitions: Definitions = {
  abs: { element: ({ x }) => (x! < 0 ? -x! : x!) },
  absGradient: { element: ({ g, x }) => g! * Math.sign(x!) },
  add: { element: ({ a, b }) => a! + b! },
  ceil: { element: ({ x }) => Math.ceil(x!) },
  cos: { element: ({ x }) => Math.cos(x!) },
  divide: { element: ({ a, b }) => a! / b! },
  equal: { element: ({ a, b }) => a === b },
  exp: { element: ({ x }) => Math.E ** x! },
  expm1: { element: ({ x }) => Math.E ** x! - 1 },
  floor: { element: ({ x }) => Math.floor(x!) },
  greater: { element: ({ a, b }) => a! > b! },
  identity: { element: ({ x }) => x },
  leakyRelu: {
    element: ({ x }, { alpha, form }) =>
      x! > 0 ? x : form === "multiply" ? Number(alpha) * x! : x! / Number(alpha),
  },
  less: { element: ({ a, b }) => a! < b! },
  log: { element: ({ x }) => Math.log(x!) },
  log1p: { element: ({ x }) => Math.log(1 + x!) },
  maximum: { element: ({ a, b }) => (a! > b! ? a : b) },
  minimum: { element: ({ a, b }) => (a! < b! ? a : b) },
  multiply: { element: ({ a, b }) => a! * b! },
  negate: { element: ({ x }) => 0 - x! },
  normGradient: { element: ({ g, x, y }) => (y === 0 ? undefined : (g! * x!) / y!) },
  power: { element: ({ x, y }) => x! ** y! },
  powerExponentGradient: { element: ({ g, x, p }) => (x === 0 ? 0 : g! * p! * Math.log(x!)) },
  powerGradient: { element: ({ g, x, y }) => (y === 0 ? 0 : g! * y! * x! ** (y! - 1)) },
  relu: { element: ({ x }) => Math.max(0, x!) },
  reluGradient: { element: ({ g, x }) => (x! > 0 ? g : 0) },
  round: {
    element: ({ x }) =>
      x! % 1 === 0 ? x : Math.abs(x! % 1) === 0.5 ? 2 * Math.round(x! / 2) : Math.round(x!),
  },
  select: { element: ({ condition, yes, no }) => (condition ? yes : no) },
  sigmoid: { element: ({ x }) => 1 / (1 + Math.exp(-x!)) },
  sign: { element: ({ x }) => Math.sign(x!) },
  sin: { element: ({ x }) => Math.sin(x!) },
  sqrt: { element: ({ x }) => (x! < 0 ? NaN : x! ** 0.5) },
  square: { element: ({ x }) => x! ** 2 },
  step: { element: ({ x }) => (x! < 0 ? 0 : 1) },
  subtract: { element: ({ a, b }) => a! - b! },
  tanh: { element: ({ x }) => (Math.exp(2 * x!) - 1) / (Math.exp(2 * x!) + 1) },

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
  classShares: {
    whole({ target }, { target: kind, classes, classWeights, ignoreIndex }) {
      const weights = classWeights as readonly number[];
      const count = Number(classes);
      if (kind !== "index") {
        const data = target!.data.map((x, k) => x * (weights[k % count] ?? 1));
        return toNested({ ...target!, data });
      }
      const rows = Array.from(target!.data, (own) =>
        Array.from({ length: count }, (_, c) => (own === c && own !== ignoreIndex ? (weights[c] ?? 1) : 0)),
      );
      const shape = [...target!.shape, count];
      return toNested({ dtype: "float64", shape, data: Float64Array.from(rows.flat()) });
    },
  },
  confusionCount: {
    whole({ p, y }, { outcome, threshold }) {
      const outcomes = Array.from(p!.data, (x, i) => {
        const sign = x < Number(threshold) ? "Negatives" : "Positives";
        if (y!.data[i] === 1) return sign === "Positives" ? "truePositives" : "falseNegatives";
        if (y!.data[i] === 0) return sign === "Negatives" ? "trueNegatives" : "falsePositives";
        return "neither";
      });
      return outcomes.filter((own) => own === outcome).length;
    },
  },
  confusionMatrix: {
    whole({ logits, y }) {
      const classes = logits!.shape.at(-1)!;
      const taken = Array.from(y!.data, (_, i) => {
        const row = Array.from(logits!.data.subarray(i * classes, (i + 1) * classes));
        return row.indexOf(Math.max(...row));
      });
      return Array.from({ length: classes }, (_, own) =>
        Array.from(
          { length: classes },
          (__, other) => taken.filter((c, i) => c === other && y!.data[i] === own).length,
        ),
      );
    },
  },
  dot: {
    whole: ({ a, b }) => Array.from(a!.data, (x, i) => x * b!.data[i]!).reduce((sum, x) => sum + x, 0),
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
      const sum = (items: readonly number[]): number => items.reduce((total, x) => total + x, 0);
      const targets = Array.from(target!.data);
      const mean = sum(targets) / targets.length;
      const errors = sum(targets.map((y, i) => (y - prediction!.data[i]!) ** 2));
      return 1 - errors / sum(targets.map((y) => (y - mean) ** 2));
    },
  },
  size: {
    whole({ x }, { axes }) {
      const { shape } = x!;
      const counted = axes === "all" ? shape : (axes as number[]).map((axis) => shape.at(axis)!);
      return counted.reduce((product, size) => product * size, 1);
    },
  },
  topKAccuracy: {
    whole({ logits, y }, { k }) {
      const classes = logits!.shape.at(-1)!;
      const hits = Array.from(y!.data, (own, i) => {
        const row = Array.from(logits!.data.subarray(i * classes, (i + 1) * classes));
        const order = row.map((_, c) => c).sort((a, b) => row[b]! - row[a]! || a - b);
        return Number(order.slice(0, Number(k)).includes(own));
      });
      return hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
    },
  },
};
