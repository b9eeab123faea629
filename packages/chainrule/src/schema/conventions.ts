import type { Block, Op } from "@chainrule/core";
import { conventionsOf } from "./attributes.js";
import { type EditorSchema, has, refer } from "./editorSchema.js";

/** The definition `conventions`: what a node must say where no profile says it. */
export function conventionDefinitions(
  ops: readonly Op[],
  blocks: readonly Block[],
): Record<string, EditorSchema> {
  const rules = [
    ...ops.map(({ name, attributes }) => ruleOf("op", name, conventionsOf(attributes))),
    ...blocks.map(({ name, arguments: attributes }) => ruleOf("block", name, conventionsOf(attributes))),
  ].flat();
  return { conventions: rules.length === 0 ? {} : { type: "object", allOf: rules } };
}

function ruleOf(key: "op" | "block", name: string, required: readonly string[]): EditorSchema[] {
  return required.length === 0 ? [] : [{ if: has(key, name), then: { required } }];
}

/** Holds every node to its conventions, unless there is a profile. */
export function unlessProfile(): EditorSchema {
  const scope: EditorSchema = {
    properties: { nodes: { additionalProperties: refer("conventions") } },
  };
  return {
    if: has("profile"),
    else: { properties: { model: scope, blocks: { additionalProperties: scope } } },
  };
}
