import { z } from "zod";
import { checkForm } from "../document/form.js";
import { jsonForm } from "../document/jsonForm.js";
import type { Json } from "../graph.js";
import type { Path } from "../errors.js";
import type { Dim } from "../shape.js";
import type { Nested } from "../tensor.js";
import { argumentForm } from "./argument.js";
import { hole, type Hole } from "./hole.js";
import type { ProfileChoice } from "./profile.js";
import { defineSection } from "./section.js";

const doc = z.string().optional().describe("what it is, for its readers");
const dtypeForm = z.enum(["float64", "float32", "int32", "bool"]);
// Numbers in nested lists are checked where their tensor is made, which names the entry.
const nested: z.ZodType<Nested> = z.union([z.number(), z.array(jsonForm)]) as z.ZodType<Nested>;
const settings: z.ZodType<Readonly<Record<string, Json>>> = z.record(z.string(), jsonForm);

/**
 * The forms of what a scope holds.
 * @param open in a block's body `{ "$arg": "units" }` may stand for a value, else never
 */
function scopeForms<H>(open: <T>(type: z.ZodType<T>) => z.ZodType<T | H>) {
  const dim = open(z.union([z.int().min(0), z.string()]) as z.ZodType<Dim>);
  const shape = open(z.array(dim).readonly()).describe("integers and dim names; N is the batch");
  const value = open(nested).optional().describe("the numbers, in lists as deep as the shape");
  const input = z.strictObject({
    shape,
    dtype: open(dtypeForm).optional().describe("default: that of the spec"),
    classes: open(z.int().min(1)).optional().describe("how many classes an int32 input counts"),
    doc,
  });
  const parameter = z.strictObject({
    shape,
    init: open(z.union([z.string(), z.object({ type: z.string() }).catchall(jsonForm)]))
      .optional()
      .describe("the rule for its first values: a name, or { type, … }"),
    value,
    trainable: open(z.boolean()).optional().describe("whether training changes it; default true"),
    stream: z.string().optional().describe("names the random stream, so that a rename changes no draw"),
    doc,
  });
  const buffer = z.strictObject({
    shape,
    value,
    fit: open(z.enum(["mean", "deviation"]))
      .optional()
      .describe("the statistic of the training rows that it holds"),
    of: z.string().optional().describe("the node whose rows are fitted; default: the only input"),
    doc,
  });
  const constant = z.strictObject({
    value: open(nested).describe("the numbers"),
    dtype: open(dtypeForm).optional().describe("default: that of the spec"),
    doc,
  });
  const operand = open(z.union([z.string(), z.number()]));
  const node = z
    .object({
      op: open(z.union([z.string(), z.object({ op: z.string() }).catchall(jsonForm)]))
        .optional()
        .describe("what it computes"),
      block: z.string().optional().describe("the block that it is an instance of"),
      in: z
        .union([z.array(operand), z.record(z.string(), operand)])
        .describe("its inputs, in order or by name; a number is a constant"),
      params: z
        .record(z.string(), z.string())
        .optional()
        .describe("nodes that take the place of the block's own parameters"),
      repeat: open(z.union([z.int().min(1), z.array(settings).min(1)]))
        .optional()
        .describe("how many copies, or a list with the arguments of each"),
      carry: z.string().optional().describe("the input that takes the previous copy's output"),
      scan: z
        .record(z.string(), open(z.int()))
        .optional()
        .describe("inputs of which each copy takes its slice, and along which axis"),
      collect: open(z.int()).optional().describe("the new axis along which all outputs are stacked"),
      share: z
        .union([z.literal(true), z.string()])
        .optional()
        .describe("true: one set of parameters for all copies; or the instance whose parameters are used"),
      doc,
    })
    .catchall(jsonForm);
  return {
    inputs: z.record(z.string(), input).describe("what is fed"),
    params: z.record(z.string(), parameter).optional().describe("what is trained"),
    buffers: z.record(z.string(), buffer).optional().describe("what is kept and not trained"),
    constants: z.record(z.string(), constant).optional().describe("what never changes"),
    nodes: z.record(z.string(), node).describe("what is computed"),
  };
}

const closedForms = scopeForms<never>((type) => type);
const openForms = scopeForms<Hole>((type) => z.union([type, hole]));

const modelForm = z.strictObject({
  ...closedForms,
  outputs: z.record(z.string(), z.string()).describe("names for what the model is asked for"),
});
const output = z.string().describe("the inner node that an instance's id stands for");
/** What an instance of a block expands to, once its arguments are put in. */
export const bodyForm = z.strictObject({ ...closedForms, output });
const blockForm = z.strictObject({
  doc,
  args: z.record(z.string(), argumentForm).optional().describe("what an instance may set"),
  ...openForms,
  output,
});
const blocksForm = z.record(z.string(), blockForm);

export type InputSpec = z.infer<typeof modelForm>["inputs"][string];
export type ParameterSpec = NonNullable<z.infer<typeof modelForm>["params"]>[string];
export type BufferSpec = NonNullable<z.infer<typeof modelForm>["buffers"]>[string];
export type ConstantSpec = NonNullable<z.infer<typeof modelForm>["constants"]>[string];
export type NodeSpec = z.infer<typeof modelForm>["nodes"][string];
export type ModelSpec = z.infer<typeof modelForm>;
/** A block as a person writes it. */
export type BlockSpec = z.infer<typeof blockForm>;
/** What a model and a block's body have in common. */
export type ScopeSpec = Omit<ModelSpec, "outputs">;

export const modelSection = defineSection<ModelSpec>({
  key: "model",
  doc: "inputs, parameters, nodes and outputs",
  schema: modelForm,
});
export const blocksSection = defineSection<Readonly<Record<string, BlockSpec>>>({
  key: "blocks",
  doc: "blocks of the spec's own: pieces of a model with arguments",
  schema: blocksForm,
});
export const useSection = defineSection<Readonly<Record<string, string>>>({
  key: "use",
  doc: "blocks from other files: a block's name, and the path of the file that holds it",
  schema: z.record(z.string(), z.string().min(1)),
});
export const dimsSection = defineSection({
  key: "dims",
  doc: "integers for the names that shapes use; N, the batch, stays open",
  schema: z.record(z.string(), z.int().min(0)),
});

/** A file of blocks, as `use` takes them: `{ "chainrule": 1, "blocks": { … } }`. */
export const blockFileForm = z.strictObject({
  $schema: z.string().optional(),
  chainrule: z.number(),
  doc,
  blocks: blocksForm,
});

/** The part of a spec that `build` reads. */
export interface BuildSpec {
  readonly name?: string;
  readonly seed?: number;
  readonly dtype?: "float64" | "float32";
  readonly profile?: ProfileChoice;
  readonly dims?: Readonly<Record<string, number>>;
  readonly use?: Readonly<Record<string, string>>;
  readonly blocks?: Readonly<Record<string, BlockSpec>>;
  readonly model: ModelSpec;
}

/** Checks the form of a model that came as data. @throws {Refusal} as {@link checkForm} */
export function readModel(value: unknown, path: Path = ["model"]): ModelSpec {
  return checkForm(modelForm, value, path);
}
