import type { Problem } from "@chainrule/core";
import { visible } from "./visible.js";

/** Narrower terminals are shown no line: there would be nothing left of it. */
const leastWidth = 40;

/** A line of a file, and a second one with carets below what is meant. */
export interface QuotedLine {
  readonly line: string;
  readonly caret: string;
}

/**
 * The line that a problem stands in, cut to a terminal's width around what is meant; undefined where the text is not
 * known or the terminal too narrow. Control characters are spelled out, and a tab is two spaces.
 * @param width of the terminal, in columns
 */
export function quoteLines({ line, quote }: Problem, width: number): QuotedLine | undefined {
  if (line === undefined || quote === undefined || width < leastWidth) return undefined;
  const gutter = `  ${line} | `;
  const room = width - gutter.length;
  const meant = firstOf(clusters(quote.meant), Math.floor(room / 2));
  const rest = clusters(quote.after);
  const left = room - widthOf(meant);
  const before = lastOf(clusters(quote.before), left - Math.min(widthOf(rest), room >> 2), quote.isCut);
  const after = firstOf(rest, left - widthOf(before));
  const indent = " ".repeat(gutter.length - 2);
  return {
    line: `${gutter}${[...before, ...meant, ...after].join("")}`,
    caret: `${indent}| ${" ".repeat(widthOf(before))}${"^".repeat(Math.max(1, widthOf(meant)))}`,
  };
}

const segmenter = new Intl.Segmenter();

/** What is seen as one character each, in a form that a terminal can show. */
function clusters(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => visible(segment.replaceAll("\t", "  ")));
}

/** As many from the front as fit; an ellipsis stands for the others. */
function firstOf(items: readonly string[], room: number): string[] {
  if (widthOf(items) <= room) return [...items];
  const kept: string[] = [];
  let width = 1;
  for (const item of items) {
    width += widthOf([item]);
    if (width > room) break;
    kept.push(item);
  }
  return [...kept, "…"];
}

/** As many from the back as fit; an ellipsis stands for the others, those that were cut before included. */
function lastOf(items: readonly string[], room: number, isCut: boolean): string[] {
  if (!isCut && widthOf(items) <= room) return [...items];
  let kept = items.length;
  for (let width = 1; kept > 0; kept--) {
    width += widthOf([items[kept - 1]!]);
    if (width > room) break;
  }
  return ["…", ...items.slice(kept)];
}

const wide =
  /^(\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6])/u;

/** Columns of a terminal: East Asian characters and emoji take two, marks without a letter none. */
function widthOf(items: readonly string[]): number {
  return items.reduce((sum, item) => {
    if (wide.test(item)) return sum + 2;
    return sum + (/^[\p{M}\p{Cf}]*$/u.test(item) ? 0 : item.length > 1 ? plainWidth(item) : 1);
  }, 0);
}

/** Of a cluster that is no single wide character: a letter with its marks, or an escape that was spelled out. */
function plainWidth(item: string): number {
  return [...item].filter((character) => !/[\p{M}\p{Cf}]/u.test(character)).length;
}
