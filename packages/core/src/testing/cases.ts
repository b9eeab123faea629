import { resolveAttributes } from "../attributes.js";
import { allocate, type DType } from "../dtype.js";
import type { Attributes } from "../graph.js";
import { inputKind, inputNames, type Op } from "../op.js";
import { draws } from "../random.js";
import { spreadIndices } from "../reference/lower.js";
import { bindShape, broadcastShapes, elementCount, formatShape, sameShape, type Shape, type StaticShape } from "../shape.js";
import type { Tensor } from "../tensor.js";

/** One call of an op with drawn inputs: what a law is checked on. */
export interface Case {
  readonly op: Op;
  /** `softmax [5, 3] axis=-1`, enough to find it again. */
  readonly label: string;
  readonly attributes: Attributes;
  /** Shapes as the sample states them, names and all. */
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly dims: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, Tensor>>;
  /** Inputs that the op is differentiated by. */
  readonly free: readonly string[];
  /** Names of inputs that are handed the same value. */
  readonly repeated: readonly string[];
}

/** Sizes that named dims take in turn: none, one, a prime, another prime. */
export const caseSizes: readonly number[] = [0, 1, 3, 5];

/** Pairs of shapes that broadcast, to be tried on every elementwise op of several inputs. */
const broadcastPairs: readonly (readonly [Shape, Shape])[] = [
  [[], [2, 3]],
  [[3], [2, 3]],
  [[2, 1], [1, 3]],
  [["N", 1], ["N", 3]],
  [[1], []],
];

/**
 * Every case of an op: its samples at each size, elementwise ops also broadcasting both ways, and with one value
 * handed to two inputs. Drawn from the seed alone.
 */
export function casesOf(op: Op, seed: number): Case[] {
  const samples = [...op.samples, ...broadcasting(op)];
  return samples.flatMap((sample, i) => {
    const isOpen = Object.values(sample.inputs).some((shape) => shape.some((dim) => typeof dim === "string"));
    return (isOpen ? caseSizes : [1]).flatMap((size) => {
      const once = drawCase(op, sample, size, `${seed}/${i}`, []);
      const twins = twinInputs(once);
      return twins === undefined ? [once] : [once, drawCase(op, sample, size, `${seed}/${i}`, twins)];
    });
  });
}

function broadcasting(op: Op): Op["samples"] {
  const names = inputNames(op);
  const model = op.samples[0]!;
  if (!op.formula || names.length < 2) return [];
  return broadcastPairs.flatMap((pair) =>
    names.flatMap((_, i) => [
      { ...model, inputs: Object.fromEntries(names.map((name, j) => [name, pair[i === j ? 0 : 1]])) },
    ]),
  );
}

/** Two free float inputs of one shape, where an op has them. */
function twinInputs({ shapes, free }: Case): string[] | undefined {
  for (const a of free) {
    const b = free.find((name) => name !== a && sameShape(shapes[name]!, shapes[a]!));
    if (b !== undefined) return [a, b];
  }
  return undefined;
}

function drawCase(op: Op, sample: Op["samples"][number], size: number, key: string, repeated: readonly string[]): Case {
  const names = inputNames(op);
  const dims = Object.fromEntries(
    Object.values(sample.inputs).flatMap((shape) => shape.flatMap((dim) => (typeof dim === "string" ? [[dim, size]] : []))),
  );
  const attributes = resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {});
  const label = [
    op.name,
    ...names.map((name) => formatShape(bindShape(sample.inputs[name]!, dims))),
    ...Object.entries(attributes).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    ...(repeated.length > 0 ? [`${repeated.join("=")}`] : []),
  ].join(" ");
  for (let attempt = 0; attempt < 2000; attempt++) {
    const values = drawValues(op, sample, dims, `${key}/${attempt}`, repeated);
    if (isSmooth(op, sample, values)) {
      const free = names.filter((name) => values[name]!.dtype === "float64" && !sample.fixed?.includes(name));
      return { op, label, attributes, shapes: sample.inputs, dims, values, free, repeated };
    }
  }
  throw new Error(`${label}: 2000 draws, and each was nearer to a kink than the sample allows`);
}

const drawnTypes: Readonly<Record<string, DType>> = { float: "float64", int: "int32", bool: "bool" };

function drawValues(
  op: Op,
  sample: Op["samples"][number],
  dims: Readonly<Record<string, number>>,
  key: string,
  repeated: readonly string[],
): Record<string, Tensor> {
  const values: Record<string, Tensor> = {};
  for (const name of inputNames(op)) {
    const original = repeated[0] !== name && repeated.includes(name) ? values[repeated[0]!] : undefined;
    const kind = inputKind(op, name);
    const isInteger = kind === "any" && sample.fixed?.includes(name) && sample.attributes?.["target"] !== "oneHot";
    const dtype = drawnTypes[kind] ?? (isInteger ? "int32" : "float64");
    values[name] = original ?? drawTensor(bindShape(sample.inputs[name]!, dims) as StaticShape, dtype, sample.domain?.[name], `${key}/${name}`);
  }
  return values;
}

function drawTensor(shape: StaticShape, dtype: DType, domain: readonly [number, number] | undefined, key: string): Tensor {
  const [low, high] = domain ?? (dtype === "bool" ? [0, 2] : [-2, 2]);
  const source = draws(0, "noise", key);
  const data = allocate(dtype, elementCount(shape));
  for (let i = 0; i < data.length; i++) {
    const x = low + (high - low) * source.uniform(0, i);
    data[i] = dtype === "float64" ? x : Math.floor(x);
  }
  return { dtype, shape, data };
}

/** Elementwise ops are asked about inputs spread to the result's shape, so that entries that meet stand together. */
function isSmooth(op: Op, sample: Op["samples"][number], values: Readonly<Record<string, Tensor>>): boolean {
  if (!sample.smooth) return true;
  const common = Object.values(values).reduce<Shape>((shape, { shape: other }) => (op.formula ? (broadcastShapes(shape, other) ?? shape) : shape), []);
  const flat = Object.entries(values).map(([name, { data, shape }]) => {
    const numbers = Array.from(data);
    return [name, op.formula ? Array.from(spreadIndices(shape, common as StaticShape), (i) => numbers[i]!) : numbers];
  });
  return sample.smooth(Object.fromEntries(flat) as Record<string, number[]>);
}
