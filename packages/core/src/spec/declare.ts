import { resolveAttributes } from "../attributes.js";
import type { Builder } from "../builder.js";
import type { DType } from "../dtype.js";
import { type Problem, Refusal } from "../errors.js";
import type { Attributes, Json } from "../graph.js";
import { elementCount, formatShape, type StaticShape } from "../shape.js";
import { nestedShape, tensor } from "../tensor.js";
import type { Value } from "../value.js";
import { batchDim, type DimScope } from "./dims.js";
import type { BufferSpec, ConstantSpec, InputSpec, ParameterSpec } from "./spec.js";

/** Appends an input. */
export function declareInput(builder: Builder, dims: DimScope, id: string, spec: InputSpec): Value {
  const { shape, dtype = builder.dtype, classes } = spec;
  if (classes !== undefined && dtype !== "int32") {
    throw new Refusal({
      code: "conflict",
      path: ["classes"],
      got: `classes on a ${dtype} input`,
      need: `"dtype": "int32"`,
      try: `"dtype": "int32"`,
    });
  }
  return builder.source("input", id, dims.bind(shape), dtype, classes === undefined ? {} : { classes });
}

/** Appends a parameter: a literal value, or an initialiser with its settings resolved. */
export function declareParameter(builder: Builder, dims: DimScope, id: string, spec: ParameterSpec): Value {
  const { init, value, trainable = true, stream } = spec;
  exactlyOne({ init, value });
  const shape = keptShape(builder, dims, spec, "parameter");
  const first: Attributes =
    value === undefined
      ? { init: initialiser(builder, init!) }
      : { value: literal(builder, value, shape, builder.dtype) };
  return builder.source("parameter", id, shape, builder.dtype, {
    ...first,
    trainable,
    ...(stream !== undefined && { stream }),
  });
}

/**
 * Appends a buffer.
 * @param fitted the id of the node whose rows `fit` looks at, where there is one
 */
export function declareBuffer(
  builder: Builder,
  dims: DimScope,
  id: string,
  spec: BufferSpec,
  fitted: string | undefined,
): Value {
  const { value, fit } = spec;
  exactlyOne({ value, fit });
  const shape = keptShape(builder, dims, spec, "buffer");
  if (value !== undefined)
    return builder.source("buffer", id, shape, builder.dtype, {
      value: literal(builder, value, shape, builder.dtype),
    });
  if (fitted === undefined) {
    throw new Refusal({ code: "missing-key", got: `no "of"`, need: `"of", the node whose rows are fitted` });
  }
  return builder.source("buffer", id, shape, builder.dtype, { fit: fit!, of: fitted });
}

/** Appends a constant; its shape is that of its literal. */
export function declareConstant(
  builder: Builder,
  id: string,
  { value, dtype = builder.dtype }: ConstantSpec,
): Value {
  const shape = nestedShape(value);
  return builder.source("constant", id, shape, dtype, { value: literal(builder, value, shape, dtype) });
}

function exactlyOne(choices: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(choices);
  const given = names.filter((name) => choices[name] !== undefined);
  if (given.length === 1) return;
  throw new Refusal({
    code: given.length === 0 ? "missing-key" : "conflict",
    got: given.length === 0 ? `neither ${names.join(" nor ")}` : `both ${given.join(" and ")}`,
    need: `one of ${names.join(" and ")}`,
    ...(given.length === 2 && { try: `leave out "${given[0]}"` }),
  });
}

function initialiser(builder: Builder, init: NonNullable<ParameterSpec["init"]>): Json {
  return builder.within({ scope: "", path: ["init"] }, () => {
    const { type, ...settings } = typeof init === "string" ? { type: init } : init;
    const found = builder.registry.get("initialisers", type);
    return { type, ...resolveAttributes(`initialiser ${type}`, found.attributes, settings) };
  });
}

/** A literal, checked entry by entry. */
function literal(builder: Builder, value: ConstantSpec["value"], shape: StaticShape, dtype: DType): Json {
  builder.within({ scope: "", path: ["value"] }, () => tensor(value, dtype, shape));
  return value as Json;
}

/** The shape of what is kept from batch to batch, its names bound from its literal value too. */
function keptShape(
  builder: Builder,
  dims: DimScope,
  { shape, value }: Pick<ParameterSpec, "shape" | "value">,
  noun: string,
): StaticShape {
  const at = <T>(key: string, work: () => T): T => builder.within({ scope: "", path: [key] }, work);
  const got = formatShape(shape);
  if (shape.includes(batchDim)) {
    const need = `integers: a ${noun} is the same for every batch`;
    at("shape", () => refuse({ code: "unbound-dim", got, need }));
  }
  if (value !== undefined) at("value", () => dims.unify(shape, nestedShape(value), true));
  const bound = at("shape", () => dims.bind(shape)) as StaticShape;
  const most = builder.limits.elements;
  if (elementCount(bound) > most)
    at("shape", () => refuse({ code: "too-large", got, need: `at most ${most} elements` }));
  return bound;
}

function refuse(problem: Problem): never {
  throw new Refusal(problem);
}
