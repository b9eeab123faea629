import type { Block, Op } from "@chainrule/core";
import { conventionsOf, requiredInNode } from "./attributes.js";
import { asContribution, type Contribution } from "./docs.js";
import { type EditorSchema, has, refer } from "./editorSchema.js";

/** The definition `conventions`: what a node must say where no profile says it. */
export function conventionDefinitions(
  ops: readonly Op[],
  blocks: readonly Block[],
): Record<string, EditorSchema> {
  return {
    // Looked at only where the key is there: an editor offers the keys of every condition that it looks at.
    conventions: {
      if: has("op"),
      then: rulesOf("op", ops),
      else: { if: has("block"), then: rulesOf("block", blocks.map(asContribution)) },
    },
  };
}

function rulesOf(key: "op" | "block", items: readonly Contribution[]): EditorSchema {
  const rules = items.flatMap(({ name, attributes }) => {
    const conventions = conventionsOf(attributes);
    return conventions.length === 0 ? [] : [{ if: has(key, name), then: requiredInNode(conventions) }];
  });
  return rules.length === 0 ? {} : { allOf: rules };
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
