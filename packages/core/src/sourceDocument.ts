import { z } from "zod";
import { resolveAttributes } from "./attributes.js";
import type { DType } from "./dtype.js";
import { Refusal } from "./errors.js";
import { checkForm } from "./document/form.js";
import { jsonForm } from "./document/jsonForm.js";
import type { Attributes, Json, Source } from "./graph.js";
import type { Limits } from "./limits.js";
import type { Registry } from "./registry.js";
import { elementCount, formatShape, isStatic, type Shape } from "./shape.js";
import { type Nested, tensor } from "./tensor.js";

/** Numbers that JSON lacks are written as these words. */
const words: ReadonlySet<Json> = new Set(["Infinity", "-Infinity", "NaN"]);

const forms: Readonly<Record<Source, z.ZodType<Attributes>>> = {
  input: z.strictObject({ classes: z.int().min(1).optional() }) as z.ZodType<Attributes>,
  parameter: z.strictObject({
    init: z.object({ type: z.string() }).catchall(jsonForm).optional(),
    value: jsonForm.optional(),
    trainable: z.boolean().optional(),
    stream: z.string().optional(),
  }) as z.ZodType<Attributes>,
  buffer: z.strictObject({
    value: jsonForm.optional(),
    fit: z.enum(["mean", "deviation"]).optional(),
    of: z.string().optional(),
  }) as z.ZodType<Attributes>,
  slot: z.strictObject({ init: z.number() }) as z.ZodType<Attributes>,
  constant: z.strictObject({ value: jsonForm }) as z.ZodType<Attributes>,
};

/** What of each source must be there exactly once. */
const choices: Partial<Record<Source, readonly [string, string]>> = {
  parameter: ["init", "value"],
  buffer: ["fit", "value"],
};

interface SourceNode {
  readonly op: Source;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly attributes: Attributes;
}

/**
 * The attributes of an input, parameter, buffer, slot or constant as a graph document gives them, checked.
 * @throws {Refusal} as checkForm, tensor and Registry.get; conflict | unbound-dim | too-large
 */
export function readSource(
  { op, shape, dtype, attributes }: SourceNode,
  registry: Registry,
  limits: Limits,
): Attributes {
  checkForm(forms[op], attributes, ["attributes"]);
  const both = choices[op];
  if (both !== undefined) {
    const given = both.filter((key) => attributes[key] !== undefined);
    const got = given.length === 0 ? "neither" : "both";
    if (given.length !== 1)
      throw new Refusal({
        code: "conflict",
        path: ["attributes"],
        got,
        need: `one of ${both.join(" and ")}`,
      });
  }
  if (op !== "input") checkSize(shape, limits);
  if (typeof attributes["init"] === "object") checkInitialiser(attributes["init"] as Attributes, registry);
  if (attributes["value"] === undefined) return attributes;
  const value = revived(attributes["value"]);
  tensor(value as Nested, dtype, isStatic(shape) ? shape : []);
  return { ...attributes, value };
}

function checkSize(shape: Shape, { elements }: Limits): void {
  const path = ["shape"];
  const got = formatShape(shape);
  if (!isStatic(shape)) throw new Refusal({ code: "unbound-dim", path, got, need: "integers" });
  if (elementCount(shape) > elements)
    throw new Refusal({ code: "too-large", path, got, need: `at most ${elements} elements` });
}

function checkInitialiser({ type, ...settings }: Attributes, registry: Registry): void {
  const { attributes } = registry.get("initialisers", String(type));
  resolveAttributes(`initialiser ${String(type)}`, attributes, settings);
}

function revived(value: Json): Json {
  if (Array.isArray(value)) return value.map(revived);
  return words.has(value) ? Number(value) : value;
}
