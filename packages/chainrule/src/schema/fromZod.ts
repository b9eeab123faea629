import { z } from "zod";
import { openTo } from "./attributes.js";
import { type EditorProperties, type EditorSchema, hint, must, needed, never } from "./editorSchema.js";
import { inWords } from "./words.js";

/** The JSON Schema of a form, with complaints in the words of `checkForm`. Rules between keys are not expressed. */
export function fromZod(form: z.ZodType): EditorSchema {
  const raw = z.toJSONSchema(form, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      // z.json() is every value; as a recursive definition it would say no more.
      if (zodSchema instanceof z.ZodLazy && isAnything(zodSchema)) {
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      }
    },
  });
  const { definitions = {} } = raw as EditorSchema;
  return {
    ...worded(raw as EditorSchema),
    definitions: Object.fromEntries(
      Object.entries(definitions).map(([name, schema]) => [name, worded(schema)]),
    ),
  };
}

function isAnything(schema: z.ZodLazy): boolean {
  return schema.unwrap() instanceof z.ZodUnion && schema.safeParse(null).success;
}

function worded({ $schema: _, ...schema }: EditorSchema): EditorSchema {
  const description = schema.description === undefined ? {} : { description: schema.description };
  if (schema.anyOf !== undefined) return { ...description, ...union(branchesOf(schema)) };
  if (schema.type === "object") return { ...description, ...object(schema) };
  if (schema.type === "array")
    return {
      ...schema,
      ...(schema.items && { items: worded(schema.items) }),
      errorMessage: needed("a list"),
    };
  if (schema.$ref !== undefined) return schema;
  return { ...description, ...scalar(schema) };
}

const anObject: EditorSchema = { type: "object", errorMessage: needed("an object") };

function object(schema: EditorSchema): EditorSchema {
  const { properties, required, additionalProperties } = schema;
  const inner: EditorSchema = {
    ...(properties && { properties: wordedProperties(properties) }),
    ...(required && { required }),
    ...(typeof additionalProperties === "object" && { additionalProperties: worded(additionalProperties) }),
  };
  if (additionalProperties !== false || properties === undefined) return { ...anObject, ...inner };
  // One schema has one message: that of an unknown key, so that of another type needs its own.
  const need = `one of ${Object.keys(properties).join(", ")}`;
  return { allOf: [anObject], ...inner, additionalProperties, errorMessage: needed(need) };
}

function wordedProperties(properties: EditorProperties): EditorProperties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      typeof value === "boolean" ? value : worded(value),
    ]),
  );
}

const safe: readonly unknown[] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

/** A number, a text, a word. Its bounds are told in one sentence. */
function scalar({ minimum, maximum, ...rest }: EditorSchema): EditorSchema {
  const { description: _, ...schema }: EditorSchema = {
    ...rest,
    ...(minimum !== undefined && !safe.includes(minimum) && { minimum }),
    ...(maximum !== undefined && !safe.includes(maximum) && { maximum }),
  };
  const isPlain = Object.keys(schema).every((key) => ["type", "enum", "const"].includes(key));
  if (Object.keys(schema).length === 0) return {};
  return isPlain ? { ...schema, errorMessage: needed(inWords(schema)) } : must(schema, inWords(schema));
}

function branchesOf(schema: EditorSchema): EditorSchema[] {
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(branchesOf);
}

const isHole = ({ properties }: EditorSchema): boolean => Object.hasOwn(properties ?? {}, "$arg");

/** A union by the types of its branches, so that what is wrong inside a branch is told there. */
function union(branches: readonly EditorSchema[]): EditorSchema {
  const rest = branches.filter((branch) => !isHole(branch));
  if (rest.length === branches.length) return byType(rest);
  const [only] = rest;
  return openTo(rest.length === 1 && only !== undefined ? worded(only) : byType(rest));
}

function byType(branches: readonly EditorSchema[]): EditorSchema {
  const scalars = branches.filter(({ type }) => type !== "object" && type !== "array");
  const words = inWords({ anyOf: branches });
  const otherwise =
    scalars.length === 0 ? never(words) : must({ anyOf: scalars.map(withoutDescription) }, words);
  const structured = branches.filter((branch) => !scalars.includes(branch));
  const choice = structured.reduceRight<EditorSchema>(
    (rest, branch) => ({
      if: typeof branch.type === "string" ? { type: branch.type } : {},
      then: worded(branch),
      else: rest,
    }),
    otherwise,
  );
  const named = scalars.filter((branch) => branch.enum !== undefined || branch.const !== undefined);
  return named.length === 0 ? choice : { ...choice, ...hint({ anyOf: named.map(withoutDescription) }) };
}

function withoutDescription({ description: _, ...schema }: EditorSchema): EditorSchema {
  return schema;
}
