import { createScanner } from "jsonc-parser";

/** A comment as it was written, its delimiters included; line breaks are `\n`. */
export interface Comment {
  readonly text: string;
  /** Whether it begins with two slashes and so ends its line. */
  readonly isLine: boolean;
  /** Line breaks between it and what stands before it. */
  readonly breaks: number;
}

/** A mark, a text, a number or a word, and the comments that stand before it. */
export interface Token {
  /** The mark itself; `scalar` for texts, numbers and words; `end` after the last. */
  readonly kind: "{" | "}" | "[" | "]" | ":" | "," | "scalar" | "end";
  /** As it was written, character for character. */
  readonly text: string;
  readonly comments: readonly Comment[];
  /** Line breaks between it and what stands before it: the last of its comments, or the token before. */
  readonly breaks: number;
}

/** Most things have no comments: they share what says so, since a document may hold a million of them. */
export const none: readonly Comment[] = [];

/** The tokens of a JSON text with comments, one after another; the text is known to be well formed. */
export function* tokens(text: string): Generator<Token, undefined> {
  const scanner = createScanner(text, false);
  let comments: Comment[] | undefined;
  let breaks = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const written = text.slice(scanner.getTokenOffset(), scanner.getPosition());
    if (/^[\r\n]/.test(written)) breaks++;
    if (/^\s/.test(written)) continue;
    if (written.startsWith("/")) {
      const isLine = written.startsWith("//");
      (comments ??= []).push({ text: written.replaceAll(/\r\n?/g, "\n").trimEnd(), isLine, breaks });
    } else {
      yield { kind: isMark(written) ? written : "scalar", text: written, comments: comments ?? none, breaks };
      comments = undefined;
    }
    breaks = 0;
  }
  yield { kind: "end", text: "", comments: comments ?? none, breaks };
  return undefined;
}

function isMark(text: string): text is Exclude<Token["kind"], "scalar" | "end"> {
  return text.length === 1 && "{}[]:,".includes(text);
}
