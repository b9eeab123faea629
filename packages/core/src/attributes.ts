import type { Attribute, AttributeSchema } from "./attribute.js";
import { type Problem, Refusal } from "./errors.js";
import { show, written } from "./document/formWords.js";
import { frozenCopy } from "./freeze.js";
import type { Attributes, Json } from "./graph.js";
import type { JsonSchema } from "./jsonSchema.js";
import { instead } from "./instead.js";
import { nearest } from "./suggest.js";

type Settings = Readonly<Record<string, unknown>>;

export const noAttributes: Attributes = Object.freeze({});

/** Where an op stands: what attributes that are left out are taken from. */
export interface Place {
  /** The path of the node. */
  readonly stream: string;
  /** Of the graph. */
  readonly seed: number;
}

/** The given settings, with streams and seeds that were left out; without a path, a stream stays missing. */
export function fillFromPlace(schema: AttributeSchema, given: Settings, place: Place): Settings {
  let filled: Record<string, unknown> | undefined;
  for (const key of Object.keys(schema)) {
    const { kind } = schema[key]!;
    if (given[key] !== undefined || kind === undefined || kind === "shape" || place[kind] === "") continue;
    filled ??= { ...given };
    filled[key] = place[kind];
  }
  return filled ?? given;
}

/**
 * Checks given settings against a schema and fills in the defaults. A misspelt key is told once, not again as one that
 * is missing.
 * @param noun what is being set, for messages: `op tanh`, `block dense`
 * @throws {Refusal} unknown-attribute | missing-attribute | bad-attribute, all at once, with the key as path
 */
export function resolveAttributes(
  noun: string,
  schema: AttributeSchema | undefined,
  given: Settings,
): Attributes {
  const keys = Object.keys(schema ?? {});
  const problems: Problem[] = [];
  const resolved: Record<string, Json> = {};
  const meant = new Set<string>();
  for (const key of Object.keys(given)) {
    if (given[key] === undefined || (schema && Object.hasOwn(schema, key))) continue;
    const near = nearest(
      key,
      keys.filter((known) => given[known] === undefined && !meant.has(known)),
    );
    if (near !== undefined) meant.add(near);
    problems.push(unknown(key, noun, keys, near));
  }
  for (const key of keys) {
    const declared = schema![key]!;
    const value = given[key] === undefined ? declared.default : given[key];
    if (value === undefined) {
      if (!meant.has(key)) problems.push(missing(key, declared, noun));
      continue;
    }
    const parsed = declared.parse(value);
    if (parsed === undefined) problems.push(bad(key, declared, value));
    else resolved[key] = frozenCopy(parsed as Json);
  }
  if (problems.length > 0) throw new Refusal(problems);
  return keys.length === 0 ? noAttributes : Object.freeze(resolved);
}

function unknown(key: string, noun: string, keys: readonly string[], near: string | undefined): Problem {
  return {
    code: "unknown-attribute",
    path: [key],
    got: show(key),
    need: keys.length === 0 ? `no attributes for ${noun}` : `an attribute of ${noun}`,
    try: near === undefined ? `leave out ${show(key)}` : JSON.stringify(near),
  };
}

function missing(key: string, declared: Attribute<unknown>, noun: string): Problem {
  const example = exampleOf(declared);
  return {
    code: "missing-attribute",
    got: `no "${key}" for ${noun}`,
    need: `"${key}", ${declared.need} (${declared.doc})`,
    ...(example !== undefined && { try: `"${key}": ${written(example)}` }),
  };
}

function bad(key: string, declared: Attribute<unknown>, value: unknown): Problem {
  const accepts = (other: unknown): boolean => declared.parse(other) !== undefined;
  const words = choicesOf(declared).filter((choice) => typeof choice === "string");
  const near = typeof value === "string" ? nearest(value, words) : boundOf(declared, value);
  const hint = near === undefined ? instead(value, accepts) : { try: written(near) };
  return {
    code: "bad-attribute",
    path: [key],
    got: `"${key}": ${show(value)}`,
    need: declared.need,
    ...(hint.try !== undefined && { try: `"${key}": ${hint.try}` }),
  };
}

/** A schema and the branches that it may be made of. */
function branchesOf(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? [])];
}

/** The words and numbers that are accepted, where these are listed. */
function choicesOf(declared: Attribute<unknown>): unknown[] {
  return branchesOf(declared.schema()).flatMap(({ enum: list = [], const: only }) =>
    only === undefined ? list : [only, ...list],
  );
}

/** For a number that is not accepted: the default, the nearest integer, or the nearest bound that is. */
function boundOf(declared: Attribute<unknown>, value: unknown): unknown {
  if (typeof value !== "number") return undefined;
  if (typeof declared.default === "number") return declared.default;
  const bounds = branchesOf(declared.schema()).flatMap(({ minimum, maximum }) => [minimum, maximum]);
  return [Math.round(value), ...bounds, ...choicesOf(declared)]
    .filter((number) => typeof number === "number")
    .sort((a, b) => Math.abs(a - value) - Math.abs(b - value))
    .find((number) => declared.parse(number) !== undefined);
}

/** Numbers and lists that are small enough to be meant. */
const plain: readonly unknown[] = [0.1, 1, 0.5, true, [0], ["N"]];

/** A value that an attribute without default could be given; none where any text would do. */
function exampleOf(declared: Attribute<unknown>): unknown {
  const choices = choicesOf(declared);
  // Most losses are means: the first choice is often the one that keeps all there is.
  if (choices.length > 0) return choices.includes("mean") ? "mean" : choices[0];
  return declared.parse("") !== undefined
    ? undefined
    : plain.find((value) => declared.parse(value) !== undefined);
}
