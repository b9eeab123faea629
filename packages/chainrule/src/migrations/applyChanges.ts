import { formatPath, Refusal } from "@chainrule/core";
import { type Node, parseTree } from "jsonc-parser";
import type { Change } from "./change.js";
import { type Edit, removal, spaced } from "./textEdit.js";

/** Changes by place: those of one place, and those below it by key. */
interface Places {
  readonly here: Change[];
  readonly below: Map<string | number, Places>;
}

/**
 * Applies changes to the text of a document. Whatever is not changed stays as it was written, comments included;
 * comments about what is removed or replaced stay too, unless they stand inside it.
 * @param text that `parseDocument` has accepted
 * @throws {Refusal} conflict, where a key would be there twice
 * @throws {TypeError} a path to nothing, or changes that cross: mistakes of the migration
 */
export function applyChanges(text: string, changes: readonly Change[]): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const edits: Edit[] = [];
  if (root !== undefined) collect(root, byPlace(changes), text, edits);
  edits.sort((a, b) => a.offset - b.offset);
  const parts: string[] = [];
  let done = 0;
  for (const { offset, length, text: replacement } of edits) {
    parts.push(text.slice(done, offset), replacement);
    done = offset + length;
  }
  return [...parts, text.slice(done)].join("");
}

function byPlace(changes: readonly Change[]): Places {
  const top: Places = { here: [], below: new Map() };
  for (const change of changes) {
    let place = top;
    for (const key of change.path) {
      const inner = place.below.get(key) ?? { here: [], below: new Map() };
      place.below.set(key, inner);
      place = inner;
    }
    place.here.push(change);
  }
  if (top.here.length > 0) throw new TypeError("a migration cannot change the whole document at once");
  return top;
}

/** The edits that the changes below a node come to. */
function collect(node: Node, places: Places, text: string, edits: Edit[]): void {
  if (places.below.size === 0) return;
  if (node.type === "object") collectProperties(node, places, text, edits);
  else {
    for (const [key, inner] of places.below) {
      const item = typeof key === "number" && node.type === "array" ? node.children?.[key] : undefined;
      if (item === undefined) throw lost(inner);
      const value = soleValue(inner);
      if (value === undefined) collect(item, inner, text, edits);
      else edits.push({ offset: item.offset, length: item.length, text: value });
    }
  }
}

function collectProperties(node: Node, places: Places, text: string, edits: Edit[]): void {
  const properties = new Map(
    node.children?.map((property) => [property.children![0]!.value as string, property]),
  );
  checkNames(properties, places);
  const added: [key: string, places: Places][] = [];
  for (const [key, inner] of places.below) {
    const property = properties.get(String(key));
    if (property === undefined) added.push([String(key), inner]);
    else collectProperty(property, inner, text, edits);
  }
  if (added.length > 0) edits.push(insertion(node, added, text));
}

function collectProperty(property: Node, places: Places, text: string, edits: Edit[]): void {
  const [keyNode, valueNode] = [property.children![0]!, property.children![1]!];
  if (places.here.some(({ kind }) => kind === "remove")) {
    edits.push(...removal(property, text));
    return;
  }
  const name = places.here.find((change) => change.kind === "rename");
  if (name !== undefined)
    edits.push({ offset: keyNode.offset, length: keyNode.length, text: JSON.stringify(name.to) });
  const value = soleValue(places);
  if (value === undefined) collect(valueNode, places, text, edits);
  else edits.push({ offset: valueNode.offset, length: valueNode.length, text: value });
}

/** The text of the value that a place is set to, if it is. */
function soleValue({ here, below }: Places): string | undefined {
  const values = here.filter((change) => change.kind === "set");
  if (values.length > 1 || (values.length > 0 && below.size > 0)) {
    throw new TypeError(`a migration changes ${formatPath(values[0]!.path)} in two ways`);
  }
  return values[0] && spaced(values[0].value);
}

/** New properties go first: there, no comment of another is in their way. */
function insertion(node: Node, added: readonly [key: string, places: Places][], text: string): Edit {
  const offset = node.offset + 1;
  const gap = /^\s*/.exec(text.slice(offset, node.children?.[0]?.offset ?? offset))![0] || " ";
  const properties = added.map(([key, places]) => {
    const value = soleValue(places);
    if (value === undefined) throw lost(places);
    return `${gap}${JSON.stringify(key)}: ${value}`;
  });
  return { offset, length: 0, text: `${properties.join(",")}${node.children?.length ? "," : " "}` };
}

/** Refuses a new name that another key of the object has already. */
function checkNames(properties: ReadonlyMap<string, Node>, { below }: Places): void {
  const leaves = (name: string): boolean =>
    below.get(name)?.here.some(({ kind }) => kind === "rename" || kind === "remove") === true;
  const taken = new Map([...properties.keys()].filter((name) => !leaves(name)).map((name) => [name, name]));
  for (const [key, { here }] of below) {
    const change = here.find(({ kind }) => kind === "rename");
    if (change?.kind !== "rename" || !properties.has(String(key))) continue;
    const other = taken.get(change.to);
    if (other !== undefined) {
      throw new Refusal({
        code: "conflict",
        path: change.path,
        got: `both "${String(key)}" and "${other}"`,
        need: `one of them: "${String(key)}" is the older name of "${change.to}"`,
      });
    }
    taken.set(change.to, String(key));
  }
}

function lost({ here, below }: Places): TypeError {
  let place: Places = { here, below };
  while (place.here.length === 0) place = [...place.below.values()][0]!;
  return new TypeError(`a migration changes ${formatPath(place.here[0]!.path)}, which is not there`);
}
