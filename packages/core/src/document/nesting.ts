import { createScanner } from "jsonc-parser";

/** The parser and the forms are recursive: beyond this a document is refused whatever the limit says. */
export const deepestDocument = 256;

/**
 * Where a JSON text first nests deeper than a limit, counted token by token, before anything recursive sees it;
 * undefined where it does not. A closer that does not fit what is open closes nothing: the parser, which goes on
 * after a mistake, passes over it too.
 */
export function offsetBeyondDepth(text: string, limit: number): number | undefined {
  for (const { offset, open } of brackets(text)) if (open.length > limit) return offset;
  return undefined;
}

/** What would close everything that a text leaves open, innermost first; undefined where there is nothing. */
export function openBrackets(text: string): string | undefined {
  let left: readonly string[] = [];
  for (const { open } of brackets(text)) left = open;
  return left.length === 0 ? undefined : left.toReversed().join("");
}

/** The brackets of a text, and the closers of what is open after each: one list, which changes. */
function* brackets(text: string): Generator<{ readonly offset: number; readonly open: readonly string[] }> {
  const scanner = createScanner(text, true);
  const open: string[] = [];
  // Lengths do not tell the end: behind a text that ends in an opened comment the scanner finds one character for ever.
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    const token = scanner.getTokenLength() === 1 ? text[offset] : undefined;
    if (token === "{" || token === "[") open.push(token === "{" ? "}" : "]");
    else if (token !== undefined && token === open.at(-1)) open.pop();
    else continue;
    yield { offset, open };
  }
}
