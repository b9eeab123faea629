import {
  defaultLimits,
  isObject,
  type Json,
  type Limits,
  parseDocument,
  type Registry,
  valueAt,
} from "@chainrule/core";
import { sections } from "../language.js";
import { defaultRegistry } from "../registry.js";
import { topLevelKeys } from "../topLevel.js";
import { arrange, type ArrangeOptions, byRank, leaders } from "./arrange.js";
import { Forms } from "./forms.js";
import { printSyntax } from "./print.js";
import { type Item, keyOf, parseSyntax, type Syntax } from "./syntax.js";

export interface FormatOptions {
  /** Knows in which order ops and blocks declare their attributes. Default: all that comes with the framework. */
  readonly registry?: Registry;
  readonly limits?: Limits;
  /** What messages call the text. */
  readonly file?: string;
}

/**
 * Reprints a spec in canonical order and layout. Every comment is kept, with what it is about; numbers and texts
 * are those that were written, character for character. What was formatted once stays as it is.
 *
 * The top level has the order of {@link topLevelKeys}, then keys of one's own; everything below has the order in
 * which its form, op or block declares it; nodes and other named things keep the order that they have.
 * @param text JSON with comments and trailing commas; it need be no valid spec
 * @throws {Refusal} as `parseDocument` does
 */
export function formatSpec(text: string, options: FormatOptions = {}): string {
  const { registry = defaultRegistry(), limits = defaultLimits, file = "spec.json" } = options;
  const { value } = parseDocument(text, file, limits);
  const { root, end } = parseSyntax(text.replace(/^\uFEFF/, ""));
  const arranged = arrangeTop(root.value, { registry, ownBlocks: blocksOf(value) });
  return printSyntax({ root: { ...root, value: arranged }, end });
}

function arrangeTop(value: Syntax, options: ArrangeOptions): Syntax {
  if (value.kind !== "object") return value;
  const own = value.items.filter(isOwn);
  const items = byRank(
    value.items.filter((item) => !isOwn(item)),
    topLevelKeys,
  );
  return {
    ...value,
    items: [...items.map((item) => arrangeSection(item, options)), ...own],
    isOpen: value.items.length > 0,
  };
}

function isOwn(item: Item): boolean {
  return keyOf(item).startsWith("x-");
}

function arrangeSection(item: Item, options: ArrangeOptions): Item {
  const key = keyOf(item);
  if (!Object.hasOwn(sections, key)) return item;
  const { schema } = sections[key as keyof typeof sections];
  return { ...item, value: arrange(item.value, new Forms([schema], leaders), options) };
}

/** The arguments of the blocks that a document declares, in order. */
function blocksOf(document: Json): Map<string, readonly string[]> {
  return new Map(
    Object.entries(objectAt(document, "blocks")).map(([name, block]) => [
      name,
      Object.keys(objectAt(block, "args")),
    ]),
  );
}

function objectAt(value: Json, key: string): Readonly<Record<string, Json>> {
  const inner = valueAt(value, [key]);
  return isObject(inner) ? inner : {};
}
