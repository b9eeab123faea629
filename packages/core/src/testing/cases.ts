import { resolveAttributes } from "../attributes.js";
import { allocate, type DType } from "../dtype.js";
import type { Attributes } from "../graph.js";
import { inputKind, inputNames, type Op } from "../op.js";
import { draws } from "../random.js";
import { spreadIndices } from "../reference/spread.js";
import {
  bindShape,
  broadcastShapes,
  elementCount,
  formatShape,
  sameShape,
  type Shape,
  type StaticShape,
} from "../shape.js";
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
  /** Two inputs that are handed the same value, that of the first; or none. */
  readonly repeated: readonly string[];
}

/** Sizes that named dims take in turn: none, one, a prime, another prime. */
export const caseSizes: readonly number[] = [0, 1, 3, 5];

/** Pairs of shapes that broadcast, to be tried on every elementwise op of several inputs. */
const broadcastPairs: readonly (readonly [Shape, Shape])[] = [
  [[], [2, 3]],
  [[3], [2, 3]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    ["N", 1],
    ["N", 3],
  ],
  [[1], []],
];

/**
 * Every case of an op: its samples at each size, elementwise ops also broadcasting both ways, and with one value
 * handed to two inputs. Drawn from the seed alone.
 */
export function casesOf(op: Op, seed: number): Case[] {
  const samples = [...op.samples, ...broadcasting(op)];
  return samples.flatMap((sample, i) => {
    const isOpen = Object.keys(dimsOf(sample, 1)).length > 0;
    return (isOpen ? caseSizes : [1]).flatMap((size) => {
      const once = drawCase(op, sample, size, `${seed}/${i}`, []);
      if (once === undefined)
        throw new Error(
          `${op.name}, sample ${i}: ${attempts} draws, and each was nearer to a kink than it allows`,
        );
      const twins = twinInputs(once);
      // Two equal inputs may be a kink by themselves: of maximum, say.
      const twice = twins && drawCase(op, sample, size, `${seed}/${i}`, twins);
      return twice === undefined ? [once] : [once, twice];
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

/** How often a case is drawn anew when a sample finds it too near to a kink. */
const attempts = 2000;

/** What the values of a case are drawn from. */
interface Draw {
  readonly attributes: Attributes;
  readonly dims: Readonly<Record<string, number>>;
  readonly repeated: readonly string[];
  readonly key: string;
}

/** Undefined where every attempt came too near to a kink. */
function drawCase(
  op: Op,
  sample: Op["samples"][number],
  size: number,
  key: string,
  repeated: readonly string[],
): Case | undefined {
  const attributes = resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {});
  const dims = dimsOf(sample, size);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const values = drawValues(op, sample, { attributes, dims, repeated, key: `${key}/${attempt}` });
    if (!isSmooth(op, sample, values)) continue;
    const free = Object.keys(values).filter(
      (name) => values[name]!.dtype === "float64" && !sample.fixed?.includes(name),
    );
    return {
      op,
      label: labelOf(op, sample, attributes, dims, repeated),
      attributes,
      shapes: sample.inputs,
      dims,
      values,
      free,
      repeated,
    };
  }
  return undefined;
}

/** One size for every open name, in the inputs' shapes and in a shape that is an attribute. */
function dimsOf(sample: Op["samples"][number], size: number): Record<string, number> {
  const stated = sample.attributes?.["shape"];
  const shapes = [...Object.values(sample.inputs), ...(Array.isArray(stated) ? [stated as Shape] : [])];
  return Object.fromEntries(shapes.flat().flatMap((dim) => (typeof dim === "string" ? [[dim, size]] : [])));
}

function labelOf(
  op: Op,
  sample: Op["samples"][number],
  attributes: Attributes,
  dims: Readonly<Record<string, number>>,
  repeated: readonly string[],
): string {
  return [
    op.name,
    ...inputNames(op).map((name) => formatShape(bindShape(sample.inputs[name]!, dims))),
    ...Object.entries(attributes).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    ...(repeated.length > 0 ? [repeated.join("=")] : []),
  ].join(" ");
}

const drawnTypes = { float: "float64", int: "int32", bool: "bool", any: "float64" } as const;

function drawValues(op: Op, sample: Op["samples"][number], at: Draw): Record<string, Tensor> {
  const values: Record<string, Tensor> = {};
  for (const name of inputNames(op)) {
    if (at.repeated[1] === name) continue;
    const dtype = drawnTypes[inputKind(op, name, at.attributes)];
    const shape = bindShape(sample.inputs[name]!, at.dims) as StaticShape;
    const users = at.repeated[0] === name ? at.repeated : [name];
    values[name] = drawTensor(shape, dtype, commonDomain(sample, users), `${at.key}/${name}`);
  }
  return values;
}

/** The numbers that all of some inputs take; undefined where none of them says. */
function commonDomain(
  sample: Op["samples"][number],
  names: readonly string[],
): readonly [number, number] | undefined {
  const stated = names.flatMap((name) => (sample.domain?.[name] ? [sample.domain[name]] : []));
  if (stated.length === 0) return undefined;
  return [Math.max(...stated.map(([low]) => low)), Math.min(...stated.map(([, high]) => high))];
}

function drawTensor(
  shape: StaticShape,
  dtype: DType,
  domain: readonly [number, number] | undefined,
  key: string,
): Tensor {
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
  const tensors = Object.values(values);
  const common = tensors.reduce<Shape>(
    (shape, other) => broadcastShapes(shape, other.shape) ?? shape,
    [],
  ) as StaticShape;
  const flatten = ({ data, shape }: Tensor): number[] =>
    op.formula ? Array.from(spreadIndices(shape, common), (i) => data[i]!) : Array.from(data);
  const flat = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, flatten(value)]));
  const first = flat[Object.keys(flat)[0]!]!;
  return sample.smooth(Object.fromEntries(inputNames(op).map((name) => [name, flat[name] ?? first])));
}
