import { createScanner } from "jsonc-parser";

/** The parser and the forms are recursive: beyond this a document is refused whatever the limit says. */
export const deepestDocument = 256;

/**
 * Where a JSON text first nests deeper than a limit, counted token by token, before anything recursive sees it;
 * undefined where it does not. A closer that does not fit what is open closes nothing: the parser, which goes on
 * after a mistake, passes over it too.
 */
export function offsetBeyondDepth(text: string, limit: number): number | undefined {
  const scanner = createScanner(text, true);
  const open: string[] = [];
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const token = scanner.getTokenLength() === 1 ? text[scanner.getTokenOffset()] : undefined;
    if (token === "{" || token === "[") open.push(token === "{" ? "}" : "]");
    else if (token !== undefined && token === open.at(-1)) open.pop();
    if (open.length > limit) return scanner.getTokenOffset();
  }
  return undefined;
}
