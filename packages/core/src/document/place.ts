import type { Quote } from "../errors.js";

/** A place in a text, and the line that it stands in. */
export interface Place {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly quote: Quote;
}

/** How much of a line is kept on either side of what is meant: a line may be as long as a document. */
const keptLength = 200;

/**
 * The place of an offset. Lines end with LF, CRLF or CR. What is before them is searched and not copied, so that a
 * place in a large text costs a look through it and no memory.
 * @param length of what is meant, as far as it stands in that line
 */
export function placeIn(text: string, offset: number, length = 1): Place {
  const start = lineStart(text, offset);
  const end = lineEnd(text, offset);
  const last = Math.min(end, offset + Math.max(1, length));
  return {
    line: lineNumber(text, start),
    column: offset - start + 1,
    quote: {
      before: text.slice(Math.max(start, offset - keptLength), offset),
      meant: text.slice(offset, Math.min(last, offset + keptLength)),
      after: text.slice(last, Math.min(end, last + keptLength)),
      isCut: offset - start > keptLength,
    },
  };
}

function lineStart(text: string, offset: number): number {
  // Between CR and LF the line has not ended yet.
  const inBreak = text[offset - 1] === "\r" && text[offset] === "\n";
  const from = offset - (inBreak ? 2 : 1);
  if (from < 0) return 0;
  return Math.max(text.lastIndexOf("\n", from), text.lastIndexOf("\r", from)) + 1;
}

function lineEnd(text: string, offset: number): number {
  const ends = [text.indexOf("\n", offset), text.indexOf("\r", offset)].filter((at) => at >= 0);
  return Math.min(text.length, ...ends);
}

function lineNumber(text: string, start: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < start; at = text.indexOf("\n", at + 1)) line++;
  for (let at = text.indexOf("\r"); at >= 0 && at < start; at = text.indexOf("\r", at + 1))
    if (text[at + 1] !== "\n") line++;
  return line;
}
