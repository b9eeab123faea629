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
  type Shape,
  type StaticShape,
} from "../shape.js";
import type { Tensor } from "../tensor.js";

/** A call of an op without numbers: what they are drawn for. */
export interface CaseForm {
  readonly sample: Op["samples"][number];
  readonly attributes: Attributes;
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly dims: Readonly<Record<string, number>>;
  /** Two inputs that are handed the same value, that of the first; or none. */
  readonly repeated: readonly string[];
}

/** One call of an op with drawn inputs: what a law is checked on. */
export interface Case extends CaseForm {
  readonly op: Op;
  /** `softmax [5, 3] axis=-1`, enough to find it again. */
  readonly label: string;
  readonly values: Readonly<Record<string, Tensor>>;
  /** Inputs that the op is differentiated by. */
  readonly free: readonly string[];
}

/** How often a case is drawn anew when a sample finds it too near to a kink. */
export const attempts = 2000;

/** A case with numbers drawn by a key; undefined where every attempt came too near to a kink. */
export function drawCase(op: Op, form: CaseForm, key: string, most = attempts): Case | undefined {
  for (let attempt = 0; attempt < most; attempt++) {
    const values = drawValues(op, form, `${key}/${attempt}`);
    if (!isSmooth(op, form, values)) continue;
    const free = freeInputs(op, form).filter((name) => values[name] !== undefined);
    return { ...form, op, label: labelOf(op, form), values, free };
  }
  return undefined;
}

/** The inputs that a call is differentiated by. */
export function freeInputs(op: Op, { sample, attributes }: CaseForm): string[] {
  return inputNames(op).filter(
    (name) => drawnTypes[inputKind(op, name, attributes)] === "float64" && !sample.fixed?.includes(name),
  );
}

export function labelOf(op: Op, { shapes, dims, attributes, repeated }: CaseForm): string {
  return [
    op.name,
    ...inputNames(op).map((name) => formatShape(bindShape(shapes[name]!, dims))),
    ...Object.entries(attributes).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    ...(repeated.length > 0 ? [repeated.join("=")] : []),
  ].join(" ");
}

const drawnTypes = { float: "float64", int: "int32", bool: "bool", any: "float64" } as const;

function drawValues(op: Op, form: CaseForm, key: string): Record<string, Tensor> {
  const { repeated, sample } = form;
  const values: Record<string, Tensor> = {};
  for (const name of inputNames(op)) {
    if (repeated[1] === name) continue;
    const dtype = drawnTypes[inputKind(op, name, form.attributes)];
    const shape = bindShape(form.shapes[name]!, form.dims) as StaticShape;
    const users = repeated[0] === name ? repeated : [name];
    values[name] = drawTensor(shape, dtype, commonDomain(sample, users), `${key}/${name}`);
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
function isSmooth(op: Op, { sample, repeated }: CaseForm, values: Readonly<Record<string, Tensor>>): boolean {
  if (!sample.smooth) return true;
  const tensors = Object.values(values);
  const common = tensors.reduce<Shape>(
    (shape, other) => broadcastShapes(shape, other.shape) ?? shape,
    [],
  ) as StaticShape;
  const flatten = ({ data, shape }: Tensor): number[] =>
    op.formula ? Array.from(spreadIndices(shape, common), (i) => data[i]!) : Array.from(data);
  const flat = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, flatten(value)]));
  const byName = <T>(of: (name: string) => T): Record<string, T> =>
    Object.fromEntries(inputNames(op).map((name) => [name, of(flat[name] ? name : repeated[0]!)]));
  return sample.smooth(
    byName((name) => flat[name]!),
    byName((name) => (op.formula ? common : values[name]!.shape)),
  );
}
