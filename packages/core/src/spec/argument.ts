import { z } from "zod";
import { attribute, type Attribute } from "../attribute.js";
import { type Path, Refusal } from "../errors.js";
import { show } from "../document/formWords.js";
import { jsonForm } from "../document/jsonForm.js";
import type { Json } from "../graph.js";
import { instead } from "../instead.js";

const bounds = {
  minimum: z.number().optional().describe("the least value"),
  maximum: z.number().optional().describe("the greatest value"),
};
const kinds = ["integer", "number", "boolean", "string", "shape", "op", "list"] as const;

/** What a block's argument may be, as a person declares it: `{ "type": "integer", "minimum": 1 }`. */
export interface ArgumentSpec {
  readonly type: (typeof kinds)[number];
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** Of a string: the words that it may be. */
  readonly choices?: readonly string[] | undefined;
  /** Of a list: what its items are. */
  readonly of?: ArgumentSpec | undefined;
  readonly default?: Json | undefined;
  readonly doc?: string | undefined;
}

export const argumentForm: z.ZodType<ArgumentSpec> = z
  .lazy(() =>
    z.strictObject({
      type: z.enum(kinds).meta({ description: "what it is", examples: ["integer"] }),
      ...bounds,
      choices: z.array(z.string()).min(1).optional().describe("of a string: the words that it may be"),
      of: argumentForm.optional().describe("of a list: what its items are"),
      default: jsonForm.optional().describe("what it is when left out; without one it must be given"),
      doc: z.string().optional().describe("what it means"),
    }),
  )
  .meta({ id: "argument" });

/** Keys that only some types have a use for. */
const uses: Readonly<Record<string, readonly ArgumentSpec["type"][]>> = {
  minimum: ["integer", "number"],
  maximum: ["integer", "number"],
  choices: ["string"],
  of: ["list"],
};

/**
 * The attribute that an argument's declaration means.
 * @throws {Refusal} unused-key | missing-key | bad-default, with paths below the declaration
 */
export function toAttribute(name: string, spec: ArgumentSpec, path: Path): Attribute<unknown> {
  refuseUnused(spec, path);
  const declared = typed(name, spec, path);
  if (spec.default === undefined || declared.parse(spec.default) !== undefined) return declared;
  throw new Refusal({
    code: "bad-default",
    path: [...path, "default"],
    got: show(spec.default),
    need: declared.need,
    ...instead(spec.default, (other) => declared.parse(other) !== undefined),
  });
}

function typed(name: string, spec: ArgumentSpec, path: Path): Attribute<unknown> {
  const { type, minimum: min, maximum: max, choices, of, doc = name } = spec;
  // Defaults are JSON as given: they are checked by the attribute's own `parse`, and parsed when they are taken.
  const common = { doc, ...(spec.default !== undefined && { default: spec.default as never }) };
  const range = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  switch (type) {
    case "integer":
      return attribute.integer({ ...common, ...range });
    case "number":
      return attribute.number({ ...common, ...range });
    case "boolean":
      return attribute.boolean(common);
    case "string":
      return choices === undefined ? attribute.string(common) : attribute.choice(choices, common);
    case "shape":
      return attribute.shape(common);
    case "op":
      return attribute.op(common);
    case "list":
      if (of === undefined) {
        const need = '"of", what the items of the list are';
        throw new Refusal({
          code: "missing-key",
          path,
          got: 'no "of"',
          need,
          try: '"of": { "type": "integer" }',
        });
      }
      return attribute.list(toAttribute(name, of, [...path, "of"]), common);
  }
}

function refuseUnused(spec: ArgumentSpec, path: Path): void {
  for (const [key, types] of Object.entries(uses)) {
    if (!Object.hasOwn(spec, key) || types.includes(spec.type)) continue;
    throw new Refusal({
      code: "unused-key",
      path: [...path, key],
      got: `"${key}" for ${spec.type}`,
      need: `no "${key}": it is for ${types.join(" and ")}`,
      try: `leave out "${key}"`,
    });
  }
}
