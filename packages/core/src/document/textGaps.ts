import { createScanner, type Node } from "jsonc-parser";

/** The offset after a node. */
export function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** White space, comments and perhaps a comma, between two items or an item and a bracket. */
export interface Gap {
  readonly start: number;
  /** Where the comma is. */
  readonly comma: number | undefined;
  /** The end of what belongs to the item before: its comma, and comments that end its line. */
  readonly tailEnd: number;
  readonly isTailLineComment: boolean;
  /** The end of the last comment or comma. */
  readonly lastEnd: number;
  readonly isLastLineComment: boolean;
}

/** What lies before the first item, between any two, and after the last. */
export function gapsOf(text: string, container: Node): Gap[] {
  const items = container.children ?? [];
  const starts = [container.offset + 1, ...items.map(endOf)];
  const scanner = createScanner(text, false);
  return starts.map((start, i) => {
    const isLast = i === items.length;
    const end = isLast ? endOf(container) - 1 : items[i]!.offset;
    const tokens: Token[] = [];
    scanner.setPosition(start);
    for (let at = start; at < end; at = scanner.getPosition()) {
      scanner.scan();
      tokens.push({ text: text.slice(at, scanner.getPosition()), end: scanner.getPosition() });
    }
    return gapOf(start, tokens, isLast);
  });
}

interface Token {
  readonly text: string;
  readonly end: number;
}

function gapOf(start: number, tokens: readonly Token[], isLast: boolean): Gap {
  let comma: number | undefined;
  let [lastEnd, isLastLineComment] = [start, false];
  let [tailEnd, isTailLineComment] = [start, false];
  let isLineOver = false;
  for (const { text, end } of tokens) {
    if (/^\s*$/.test(text)) {
      // Comments on the line of the item before are its own, if the next item is on another line.
      if (!isLineOver && /[\r\n]/.test(text))
        [tailEnd, isTailLineComment, isLineOver] = [lastEnd, isLastLineComment, true];
      continue;
    }
    if (text === ",") comma = end - 1;
    [lastEnd, isLastLineComment] = [end, text.startsWith("//")];
    if (text === ",") [tailEnd, isTailLineComment] = [end, false];
  }
  if (isLast && !isLineOver) [tailEnd, isTailLineComment] = [lastEnd, isLastLineComment];
  return { start, comma, tailEnd, isTailLineComment, lastEnd, isLastLineComment };
}
