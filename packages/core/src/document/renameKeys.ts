import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Path } from "../errors.js";

/** Another name for the last key of a path. */
export interface Renaming {
  readonly path: Path;
  readonly to: string;
}

/**
 * A document's text with other names for some keys; nothing else changes, and a path that it does not hold changes
 * nothing.
 * @param text JSON with comments and trailing commas
 * @param renamings their paths are those of the text as it is, each at most once
 */
export function renameKeys(text: string, renamings: readonly Renaming[]): string {
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const root = parseTree(text.slice(mark), [], { allowTrailingComma: true });
  const places = renamings.flatMap(({ path, to }) => {
    const property = root && findNodeAtLocation(root, [...path])?.parent;
    if (property?.type !== "property") return [];
    const { offset, length } = property.children![0]!;
    return [{ from: mark + offset, until: mark + offset + length, name: JSON.stringify(to) }];
  });
  let result = "";
  let done = 0;
  for (const { from, until, name } of places.sort((a, b) => a.from - b.from)) {
    result += text.slice(done, from) + name;
    done = until;
  }
  return result + text.slice(done);
}
