import { defaultLimits, type Limits, parseDocument } from "@chainrule/core";
import { tokens } from "./tokens.js";

export interface CompactOptions {
  readonly limits?: Limits;
  /** What messages call the text. */
  readonly file?: string;
}

/**
 * A spec without spaces and comments; numbers and texts are those that were written, character for character.
 * @throws {Refusal} as `parseDocument` does
 */
export function compactSpec(text: string, options: CompactOptions = {}): string {
  const { limits = defaultLimits, file = "spec.json" } = options;
  parseDocument(text, file, limits);
  const parts: string[] = [];
  for (const token of tokens(text.replace(/^\uFEFF/, ""))) {
    // JSON proper has no comma before a closer.
    if ((token.kind === "}" || token.kind === "]") && parts.at(-1) === ",") parts.pop();
    parts.push(token.text);
  }
  return parts.join("");
}

/** Whether a text that `parseDocument` has accepted holds comments. */
export function hasComments(text: string): boolean {
  for (const token of tokens(text)) if (token.comments.length > 0) return true;
  return false;
}
