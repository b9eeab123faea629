import type { AttributeSchema } from "./attribute.js";
import { type Problem, Refusal } from "./errors.js";
import { frozenCopy } from "./freeze.js";
import type { Attributes, Json } from "./graph.js";
import { suggest } from "./suggest.js";

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
 * Checks given settings against a schema and fills in the defaults.
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
  for (const key of Object.keys(given)) {
    if (given[key] === undefined || (schema && Object.hasOwn(schema, key))) continue;
    problems.push({
      code: "unknown-attribute",
      path: [key],
      got: JSON.stringify(key),
      need: keys.length === 0 ? `no attributes for ${noun}` : `an attribute of ${noun}`,
      ...suggest(key, keys),
    });
  }
  for (const key of keys) {
    const declared = schema![key]!;
    const value = given[key] === undefined ? declared.default : given[key];
    if (value === undefined) {
      problems.push({
        code: "missing-attribute",
        got: `no "${key}" for ${noun}`,
        need: `"${key}", ${declared.need} (${declared.doc})`,
      });
      continue;
    }
    const parsed = declared.parse(value);
    if (parsed === undefined) {
      problems.push({
        code: "bad-attribute",
        path: [key],
        got: `"${key}": ${JSON.stringify(value)}`,
        need: declared.need,
      });
    } else {
      resolved[key] = frozenCopy(parsed as Json);
    }
  }
  if (problems.length > 0) throw new Refusal(problems);
  return keys.length === 0 ? noAttributes : Object.freeze(resolved);
}
