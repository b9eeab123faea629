import { escapeMarkdown } from "../escape.js";
import type { Deck, Frame } from "./deck.js";
import { related } from "./related.js";

export interface DeckMarkdownOptions {
  /** Folds every answer away, to be opened by a click. Default false. */
  readonly predict?: boolean;
}

/** A deck as Markdown: a section a frame, formulas between `$$`, as GitHub and most readers show them. */
export function deckMarkdown(deck: Deck, { predict = false }: DeckMarkdownOptions = {}): string {
  const blocks = [
    `# ${escapeMarkdown(deck.title)}`,
    escapeMarkdown(deck.subtitle),
    ...deck.frames.flatMap((frame, i) => [...partLines(deck.frames, i), ...section(frame, i + 1, predict)]),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function partLines(frames: readonly Frame[], index: number): string[] {
  const { part } = frames[index]!;
  return index > 0 && frames[index - 1]!.part === part ? [] : [`## ${escapeMarkdown(part)}`];
}

function section(
  { title, note, formula, numbers, result, state }: Frame,
  number: number,
  predict: boolean,
): string[] {
  const sign = state === "zero" ? "*exactly 0*" : state === "no path" ? "*no path*" : undefined;
  const answer = [
    ...(result === undefined ? [] : [math(related(result))]),
    ...(sign === undefined ? [] : [sign]),
  ];
  return [
    `### ${number}. ${escapeMarkdown(title)}`,
    ...(note === undefined ? [] : [escapeMarkdown(note)]),
    ...[...formula, ...numbers.map(related)].map(math),
    ...(predict && answer.length > 0
      ? ["<details><summary>show</summary>", ...answer, "</details>"]
      : answer),
  ];
}

/**
 * LaTeX on lines of its own. It is a formula and nothing else: a dollar or a blank line would end it, and what looks
 * like HTML would be taken for it.
 */
function math(latex: string): string {
  const line = latex
    .replace(/\s+/g, " ")
    .trim()
    .replace(/(?<!\\)((?:\\\\)*)\$/g, "$1\\$")
    .replace(/</g, "\\lt ")
    .replace(/>/g, "\\gt ");
  return `$$\n${line}\n$$`;
}
