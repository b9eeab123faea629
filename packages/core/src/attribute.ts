import { z } from "zod";
import { jsonForm } from "./document/jsonForm.js";
import type { Json } from "./graph.js";
import type { JsonSchema } from "./jsonSchema.js";
import type { Shape } from "./shape.js";

/**
 * An op's static setting or a block's argument: what it may be, what it is when left out, and what it means.
 * Made by the functions of {@link attribute}.
 */
export interface Attribute<T> {
  readonly doc: string;
  /**
   * What is taken from the place where the op stands: a shape has its dim names bound by the spec before it is parsed; a
   * stream that is left out is the node's path, and a seed the graph's.
   */
  readonly kind?: "shape" | "stream" | "seed";
  /** Taken when the attribute is left out; without one, it must be given. */
  readonly default?: T;
  /**
   * On which the field's conventions differ, such as the factor ½ of a squared error: a profile may fill it in where
   * it is left out.
   */
  readonly convention?: boolean;
  /** What is accepted, in words: the `need` of a refusal. */
  readonly need: string;
  /** The value where it is accepted; undefined where not. */
  parse(value: unknown): T | undefined;
  /** What is accepted, as a JSON Schema: of the values that JSON has, `parse` takes these and no others. */
  schema(): JsonSchema;
}

/** An attribute that may be left out. */
export interface DefaultedAttribute<T> extends Attribute<T> {
  readonly default: T;
}

/** An attribute that may be left out where a profile fills it in. */
export interface ConventionAttribute<T> extends Attribute<T> {
  readonly convention: true;
}

/** An attribute that may be left out, since where a node stands says what it is. */
export interface ContextAttribute<T> extends Attribute<T> {
  readonly kind: "stream" | "seed";
}

export type AttributeSchema = Readonly<Record<string, Attribute<unknown>>>;

/** The values that a schema describes: `{ alpha: number }`. */
export type AttributesOf<S> = { readonly [K in keyof S]: S[K] extends Attribute<infer T> ? T : never };

interface Common<D, C = boolean> {
  readonly doc: string;
  readonly default?: D;
  /** See {@link Attribute.convention}. */
  readonly convention?: C;
}

type Doc = Pick<Common<never>, "doc">;

/** What a declaration comes to, with a default of type D (never: none), as a convention (C: true) or not. */
type Declared<T, D, C = false> = [D] extends [never]
  ? C extends true
    ? ConventionAttribute<T>
    : Attribute<T>
  : DefaultedAttribute<T>;

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** Excluded lower bound. */
  readonly above?: number;
  /** Excluded upper bound. */
  readonly below?: number;
}

/** An op named in a block's argument, with its attributes. */
export type OpReference = {
  readonly op: string;
  readonly attributes: Readonly<Record<string, Json>>;
};

/** @param schema default: what the type itself says */
function declare<T, D extends T, C extends boolean>(
  type: z.ZodType<T>,
  need: string,
  common: Common<D, C>,
  schema = (): JsonSchema => jsonSchemaOf(type),
): Declared<T, D, C> {
  return declareBy<T, D, C>(common, {
    need,
    schema,
    parse(value) {
      const result = type.safeParse(value);
      return result.success ? result.data : undefined;
    },
  });
}

/** The one place where what is declared and its type are put together. */
function declareBy<T, D extends T, C extends boolean>(
  common: Common<D, C>,
  rules: Pick<Attribute<T>, "need" | "schema" | "parse">,
): Declared<T, D, C> {
  const declared: Attribute<T> = { ...common, ...rules };
  return declared as Declared<T, D, C>;
}

const dimName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/);
const dims: z.ZodType<Shape> = z.array(z.union([z.int().min(0), dimName]));
const dimsOrRest: z.ZodType<Shape> = z.array(z.union([z.int().min(-1), dimName]));
const distinctIntegers: z.ZodType<readonly number[]> = z
  .array(z.int())
  .refine((axes) => new Set(axes).size === axes.length)
  .meta({ uniqueItems: true });
const opReference: z.ZodType<OpReference> = z.union([
  z.strictObject({ op: z.string(), attributes: z.record(z.string(), jsonForm) }),
  z.string().transform((op) => ({ op, attributes: {} })),
  z
    .object({ op: z.string() })
    .catchall(jsonForm)
    .transform(({ op, ...attributes }) => ({ op, attributes })),
]);

/** What {@link attribute.op} accepts: one value, by which a schema of a registry knows where ops are named. */
export const opReferenceSchema: JsonSchema = Object.freeze({
  anyOf: [{ type: "string" }, { type: "object", properties: { op: { type: "string" } }, required: ["op"] }],
});

function jsonSchemaOf(type: z.ZodType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { target: "draft-7", io: "input" });
  return schema as JsonSchema;
}

/** Declarations of attributes. Each takes `doc`, an optional `default`, and its bounds. */
export const attribute = {
  /** A finite number. */
  number: <D extends number = never, C extends boolean = false>(
    options: Common<D, C> & Range,
  ): Declared<number, D, C> =>
    declare(ranged(z.number(), options), inWords("a finite number", options), options),
  /** A finite number, or a word that stands for one, or for none: `"none"`. */
  numberOr: <const W extends string, D extends number | NoInfer<W> = never, C extends boolean = false>(
    word: W,
    options: Common<D, C> & Range,
  ): Declared<number | W, D, C> =>
    declare<number | W, D, C>(
      z.union([ranged(z.number(), options), z.literal(word)]),
      `${JSON.stringify(word)} or ${inWords("a finite number", options)}`,
      options,
    ),
  /** An integer. */
  integer: <D extends number = never, C extends boolean = false>(
    options: Common<D, C> & Range,
  ): Declared<number, D, C> => declare(ranged(z.int(), options), inWords("an integer", options), options),
  /** An integer, or a word that stands for one: `"size"`. */
  integerOr: <const W extends string, D extends number | NoInfer<W> = never, C extends boolean = false>(
    word: W,
    options: Common<D, C> & Range,
  ): Declared<number | W, D, C> =>
    declare<number | W, D, C>(
      z.union([ranged(z.int(), options), z.literal(word)]),
      `${JSON.stringify(word)} or ${inWords("an integer", options)}`,
      options,
    ),
  boolean: <D extends boolean = never, C extends boolean = false>(
    options: Common<D, C>,
  ): Declared<boolean, D, C> => declare(z.boolean(), "true or false", options),
  string: <D extends string = never, C extends boolean = false>(
    options: Common<D, C>,
  ): Declared<string, D, C> => declare(z.string(), "a string", options),
  /** One of the listed words or numbers. */
  choice: <const T extends string | number, D extends NoInfer<T> = never, C extends boolean = false>(
    values: readonly T[],
    options: Common<D, C>,
  ): Declared<T, D, C> =>
    declare(z.literal(values), `one of ${values.map((v) => JSON.stringify(v)).join(", ")}`, options),
  /** Distinct axes, negative ones counted from the end; the op checks them against the rank. */
  axes: <D extends readonly number[] = never, C extends boolean = false>(
    options: Common<D, C>,
  ): Declared<readonly number[], D, C> => declare(distinctIntegers, "a list of distinct integers", options),
  /** Axes, or a word that stands for some: `"all"`. */
  axesOr: <
    const W extends string,
    D extends readonly number[] | NoInfer<W> = never,
    C extends boolean = false,
  >(
    word: W,
    options: Common<D, C>,
  ): Declared<readonly number[] | W, D, C> =>
    declare<readonly number[] | W, D, C>(
      z.union([distinctIntegers, z.literal(word)]),
      `${JSON.stringify(word)} or a list of distinct integers`,
      options,
    ),
  /** A list of dims: integers or names; with `inferred`, also -1 for what is left to the op. */
  shape: <D extends Shape = never, C extends boolean = false>(
    options: Common<D, C> & { readonly inferred?: boolean },
  ): Declared<Shape, D, C> => ({
    ...declare<Shape, D, C>(
      options.inferred ? dimsOrRest : dims,
      options.inferred ? "a list of integers, dim names and -1" : "a list of integers and dim names",
      options,
    ),
    kind: "shape",
  }),
  /** Whose random numbers an op draws: by default the path of the node, which a rename changes. */
  stream: (options: Doc): ContextAttribute<string> => ({
    ...declare(z.string().min(1), "a string that is not empty", options),
    kind: "stream",
  }),
  /** What random numbers are drawn from; by default the graph's seed. */
  seed: (options: Doc): ContextAttribute<number> => ({
    ...declare(z.int().min(0), "an integer at least 0", options),
    kind: "seed",
  }),
  /** An op's name, or `{ op, …attributes }`. */
  op: <D extends OpReference = never, C extends boolean = false>(
    options: Common<D, C>,
  ): Declared<OpReference, D, C> =>
    declare(opReference, "an op's name or { op, …attributes }", options, () => opReferenceSchema),
  /** A list, each item as another attribute. */
  list: <T, D extends readonly T[] = never, C extends boolean = false>(
    item: Attribute<T>,
    options: Common<D, C>,
  ): Declared<readonly T[], D, C> =>
    declareBy<readonly T[], D, C>(options, {
      need: `a list, each item ${item.need}`,
      schema: () => listSchema(item),
      parse: (value) => parseItems(item, value),
    }),
  /** One value for all, or a list with one for each. */
  each: <T, D extends T | readonly T[] = never, C extends boolean = false>(
    item: Attribute<T>,
    options: Common<D, C>,
  ): Declared<T | readonly T[], D, C> =>
    declareBy<T | readonly T[], D, C>(options, {
      need: `${item.need}, or a list of such`,
      schema: () => ({ anyOf: [item.schema(), listSchema(item)] }),
      parse: (value) => item.parse(value) ?? parseItems(item, value),
    }),
};

function listSchema(item: Attribute<unknown>): JsonSchema {
  return { type: "array", items: item.schema() };
}

function parseItems<T>(item: Attribute<T>, value: unknown): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((entry) => item.parse(entry));
  return items.every((entry) => entry !== undefined) ? items : undefined;
}

function ranged<T extends z.ZodNumber>(type: T, { min, max, above, below }: Range): z.ZodType<number> {
  let result: z.ZodNumber = type;
  if (min !== undefined) result = result.gte(min);
  if (max !== undefined) result = result.lte(max);
  if (above !== undefined) result = result.gt(above);
  if (below !== undefined) result = result.lt(below);
  return result;
}

function inWords(noun: string, { min, max, above, below }: Range): string {
  const bounds = [
    min !== undefined && `at least ${min}`,
    above !== undefined && `above ${above}`,
    max !== undefined && `at most ${max}`,
    below !== undefined && `below ${below}`,
  ].filter(Boolean);
  return bounds.length === 0 ? noun : `${noun} ${bounds.join(" and ")}`;
}
