import type { AttributeSchema } from "./attribute.js";
import { type Problem, Refusal } from "./errors.js";
import { frozenCopy } from "./freeze.js";
import type { Attributes, Json } from "./graph.js";
import { suggest } from "./suggest.js";

export const noAttributes: Attributes = Object.freeze({});

/**
 * Checks given settings against a schema and fills in the defaults.
 * @param noun what is being set, for messages: `op tanh`, `block dense`
 * @throws {Refusal} unknown-attribute | missing-attribute | bad-attribute, all at once, with the key as path
 */
export function resolveAttributes(
  noun: string,
  schema: AttributeSchema | undefined,
  given: Readonly<Record<string, unknown>>,
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
