import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Path } from "./errors.js";

/**
 * A document's text with another name for the last key of a path; nothing else changes.
 * @param text JSON with comments and trailing commas
 * @returns the text as it is, where it holds no such key
 */
export function renameKey(text: string, path: Path, key: string): string {
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const root = parseTree(text.slice(mark), [], { allowTrailingComma: true });
  const property = root && findNodeAtLocation(root, [...path])?.parent;
  if (property?.type !== "property") return text;
  const { offset, length } = property.children![0]!;
  return text.slice(0, mark + offset) + JSON.stringify(key) + text.slice(mark + offset + length);
}
