import { type Node, parseTree } from "jsonc-parser";
import type { Json } from "../graph.js";
import { defaultLimits, type Limits } from "../limits.js";
import { parseDocument } from "./document.js";
import { applyPatches } from "./editApply.js";
import { alignLists } from "./editPatches.js";
import { layoutJson } from "./jsonLayout.js";
import { isObject, sameJson } from "./sameJson.js";
import { TextEdits } from "./textEdits.js";

/**
 * Applies patches to the text of a document: what they do not touch stays as it was written, to the last space and
 * comment. A comment that ends the line of what is removed goes with it.
 * @param text JSON with comments and trailing commas
 * @param patches as `edit` gives them; they may come from anywhere, see `applyPatches`
 * @param file its name, for messages
 * @returns a text that parses to the patched document
 * @throws {Refusal} as `parseDocument` and `applyPatches`
 */
export function editText(
  text: string,
  patches: unknown,
  file = "spec.json",
  limits: Limits = defaultLimits,
): string {
  const before = parseDocument(text, file, limits).value;
  const after = applyPatches(before as Extract<Json, object>, patches, limits).value;
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const plain = text.slice(mark.length);
  const edits = new TextEdits(plain);
  compare(parseTree(plain, [], { allowTrailingComma: true })!, before, after, edits);
  return mark + edits.applied();
}

function compare(node: Node, before: Json, after: Json, edits: TextEdits): void {
  if (sameJson(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(node, before, after, edits);
  else if (isObject(before) && isObject(after)) compareObjects(node, before, after, edits);
  else edits.replace(node, after);
}

type Keyed = { readonly [key: string]: Json };

function compareObjects(node: Node, before: Keyed, after: Keyed, edits: TextEdits): void {
  const properties = node.children ?? [];
  const removed = new Set<Node>();
  let last: Node | undefined;
  for (const property of properties) {
    const [key, value] = property.children as [Node, Node];
    const name = String(key.value);
    if (!Object.hasOwn(after, name)) {
      removed.add(property);
      continue;
    }
    last = property;
    compare(value, before[name]!, after[name]!, edits);
  }
  const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  edits.change(node, {
    removed,
    after: last,
    added: added.map((key) => (indent) => `${JSON.stringify(key)}: ${layoutJson(after[key]!, ...indent)}`),
  });
}

function compareLists(node: Node, before: readonly Json[], after: readonly Json[], edits: TextEdits): void {
  const items = node.children ?? [];
  const { start, both, removed, added } = alignLists(before, after);
  const rest = start + both;
  for (let i = start; i < rest; i++) compare(items[i]!, before[i]!, after[i]!, edits);
  edits.change(node, {
    removed: new Set(items.slice(rest, rest + removed)),
    after: items[rest - 1],
    added: after.slice(rest, rest + added).map((value) => (indent) => layoutJson(value, ...indent)),
  });
}
