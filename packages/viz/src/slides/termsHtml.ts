import type { Frame } from "./deck.js";
import type { Formula, MathWriter } from "./mathml.js";
import { related } from "./related.js";

/**
 * Formula, numbers and answer, which are read as one equation: on one line where there is room for it, a little
 * smaller if need be.
 */
export function termsHtml({ formula, numbers }: Frame, math: MathWriter, answer: Answer): string {
  const groups = [formula.map((latex) => math(latex)), numbers.map((latex) => math(related(latex)))].filter(
    ({ length }) => length > 0,
  );
  if (groups.length === 0 && answer.html === "") return "";
  const width = groups.reduce(
    (sum, lines) => sum + columnsOf(lines) * (Math.max(...lines.map((line) => line.width)) + 2.4),
    answer.width,
  );
  const html = groups.map((lines) => `<div${columnsStyle(lines)}>${lines.map(lineHtml).join("")}</div>`);
  return `<div class="terms" style="--all:${width.toFixed(1)}">${html.join("")}${answer.html}</div>`;
}

/** More lines than this stand in two columns where there is room for them. */
const mostLines = 4;

function columnsOf({ length }: readonly Formula[]): number {
  return length > mostLines ? 2 : 1;
}

function columnsStyle(lines: readonly Formula[]): string {
  return columnsOf(lines) === 1 ? "" : ` class="many" style="--rows:${Math.ceil(lines.length / 2)}"`;
}

/** What the numbers come to, and how wide it is in ems; nothing where nothing was computed, which is a blank. */
export interface Answer {
  readonly html: string;
  readonly width: number;
}

/** A frame's result, and its sign where that is exactly zero or no path. */
export function answerOf({ result, state }: Frame, math: MathWriter): Answer {
  const sign = state === "zero" ? "exactly 0" : state === "no path" ? "no path" : undefined;
  if (result === undefined && sign === undefined) return { html: "", width: 0 };
  const value = result === undefined ? undefined : math(related(result));
  const signHtml =
    sign === undefined ? "" : `<span class="sign ${state === "zero" ? "zero" : "none"}">${sign}</span>`;
  const classes = result === undefined ? "answer signs" : "answer";
  return {
    html: `<div class="${classes}"><div class="kept">${value === undefined ? "" : lineHtml(value)}${signHtml}</div><button type="button" class="show">show</button></div>`,
    width: 1.5 + (value?.width ?? 0) + (sign === undefined ? 0 : 5.5),
  };
}

function lineHtml({ html, widest }: Formula): string {
  return `<p class="line"${widest > 8 ? ` style="--w:${Math.ceil(widest + 1.5)}"` : ""}>${html}</p>`;
}
