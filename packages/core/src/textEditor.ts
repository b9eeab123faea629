import {
  applyEdits,
  findNodeAtLocation,
  type FormattingOptions,
  type JSONPath,
  modify,
  type Node,
  parseTree,
} from "jsonc-parser";
import type { Path } from "./errors.js";
import type { Json } from "./graph.js";

/** Changes of a document's text that leave comments, order and layout as they are. */
export interface TextEditor {
  /** The value that stands at a path; undefined where none does. */
  readonly valueAt: (path: Path) => Json | undefined;
  readonly set: (path: Path, value: Json) => string;
  readonly remove: (path: Path) => string;
  /** Gives the last key of a path another name. */
  readonly rename: (path: Path, key: string) => string;
}

/** Reads a text for editing; undefined where it is no JSON at all. */
export function textEditor(text: string): TextEditor | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return undefined;
  const formattingOptions = layoutOf(text);
  const changed = (path: Path, value: Json | undefined): string =>
    applyEdits(text, modify(text, [...path], value, { formattingOptions }));
  return {
    valueAt: (path) => valueOf(findNodeAtLocation(root, [...path])),
    set: changed,
    remove: (path) => changed(path, undefined),
    rename(path, key) {
      const name = findNodeAtLocation(root, path as JSONPath)?.parent?.children?.[0];
      if (name === undefined) return text;
      return text.slice(0, name.offset) + JSON.stringify(key) + text.slice(name.offset + name.length);
    },
  };
}

/** How a text is laid out: its first indented line tells. */
function layoutOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  const isSpaces = !indent.startsWith("\t");
  return {
    insertSpaces: isSpaces,
    tabSize: isSpaces ? indent.length : 2,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}

function valueOf(node: Node | undefined): Json | undefined {
  if (node === undefined) return undefined;
  if (node.type === "array") return (node.children ?? []).map((child) => valueOf(child) ?? null);
  if (node.type !== "object") return node.value as Json;
  const entries = (node.children ?? []).flatMap(({ children }) =>
    children?.[1] === undefined ? [] : [[children[0]!.value as string, valueOf(children[1])!] as const],
  );
  return Object.fromEntries(entries);
}
