import { z } from "zod";
import { checkForm } from "./form.js";
import type { Json } from "./graph.js";
import type { Path } from "./errors.js";
import { defineSection } from "./section.js";
import type { Dim } from "./shape.js";
import type { Nested } from "./tensor.js";

const doc = z.string().optional();
const dim: z.ZodType<Dim> = z.union([z.int().min(0), z.string()]);
const shape = z.array(dim).readonly();
// Numbers in nested lists are checked where their tensor is made, which names the entry.
const nested: z.ZodType<Nested> = z.union([z.number(), z.array(z.json())]) as z.ZodType<Nested>;
const json = z.json() as z.ZodType<Json>;
const settings: z.ZodType<Readonly<Record<string, Json>>> = z.record(z.string(), json);

const inputForm = z.strictObject({
  shape,
  dtype: z.enum(["float64", "float32", "int32", "bool"]).optional(),
  /** How many classes an int32 input counts. */
  classes: z.int().min(1).optional(),
  doc,
});
const initialiser = z.union([z.string(), z.object({ type: z.string() }).catchall(json)]);
const parameterForm = z.strictObject({
  shape,
  init: initialiser.optional(),
  value: nested.optional(),
  trainable: z.boolean().optional(),
  /** Names the random stream, so that a rename changes no draw. */
  stream: z.string().optional(),
  doc,
});
const bufferForm = z.strictObject({
  shape,
  value: nested.optional(),
  fit: z.enum(["mean", "deviation"]).optional(),
  /** The node whose rows are fitted; default: the only input of the scope. */
  of: z.string().optional(),
  doc,
});
const constantForm = z.strictObject({
  value: nested,
  dtype: z.enum(["float64", "float32", "int32", "bool"]).optional(),
  doc,
});
const operand = z.union([z.string(), z.number()]);
const nodeForm = z
  .object({
    op: z.union([z.string(), z.object({ op: z.string(), attributes: settings })]).optional(),
    block: z.string().optional(),
    in: z.union([z.array(operand), z.record(z.string(), operand)]),
    doc,
  })
  .catchall(json);

/** The `model` section, and what a block's body holds: inputs, parameters, buffers, constants and nodes. */
const scopeForms = {
  inputs: z.record(z.string(), inputForm),
  params: z.record(z.string(), parameterForm).optional(),
  buffers: z.record(z.string(), bufferForm).optional(),
  constants: z.record(z.string(), constantForm).optional(),
  nodes: z.record(z.string(), nodeForm),
};
const modelForm = z.strictObject({ ...scopeForms, outputs: z.record(z.string(), z.string()) });

export type InputSpec = z.infer<typeof inputForm>;
export type ParameterSpec = z.infer<typeof parameterForm>;
export type BufferSpec = z.infer<typeof bufferForm>;
export type ConstantSpec = z.infer<typeof constantForm>;
export type NodeSpec = z.infer<typeof nodeForm>;
export type ModelSpec = z.infer<typeof modelForm>;
/** What a model and a block's body have in common. */
export type ScopeSpec = Omit<ModelSpec, "outputs">;

export const modelSection = defineSection<ModelSpec>({
  key: "model",
  doc: "inputs, parameters, nodes and outputs",
  schema: modelForm,
});
export const dimsSection = defineSection({
  key: "dims",
  doc: "integers for the names that shapes use; N, the batch, stays open",
  schema: z.record(z.string(), z.int().min(0)),
});

/** The part of a spec that `build` reads. */
export interface BuildSpec {
  readonly name?: string;
  readonly seed?: number;
  readonly dtype?: "float64" | "float32";
  readonly dims?: Readonly<Record<string, number>>;
  readonly model: ModelSpec;
}

/** Checks the form of a model that came as data. @throws {Refusal} as {@link checkForm} */
export function readModel(value: unknown, path: Path = ["model"]): ModelSpec {
  return checkForm(modelForm, value, path);
}
