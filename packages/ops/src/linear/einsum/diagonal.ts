import type { Value } from "@chainrule/core";
import { reshape } from "../../movement/reshape.js";
import { pad, slice } from "../../movement/slice.js";
import { transpose } from "../../movement/transpose.js";
import type { Part } from "./part.js";

/** Two axes with one letter become one: their place among the axes, and the letters before and after. */
interface Step {
  /** All axes, the two last. */
  readonly axes: readonly number[];
  readonly after: string;
}

/** The steps after which no letter stands twice. */
function stepsOf(term: string): Step[] {
  const steps: Step[] = [];
  for (let letters = term; ;) {
    const at = [...letters].findIndex((letter, i) => letters.indexOf(letter, i + 1) > i);
    if (at < 0) return steps;
    const letter = letters[at]!;
    const two = [at, letters.indexOf(letter, at + 1)];
    const others = Array.from(letters, (_, axis) => axis).filter((axis) => !two.includes(axis));
    letters = others.map((axis) => letters[axis]).join("") + letter;
    steps.push({ axes: [...others, ...two], after: letters });
  }
}

/** Where axes have one letter, their diagonal. */
export function diagonal(value: Value, term: string): Part {
  let part: Part = { value, letters: term };
  for (const { axes, after } of stepsOf(term))
    part = { value: diagonalOf(inOrder(part.value, axes)), letters: after };
  return part;
}

/** What {@link diagonal} takes its cotangent to: the diagonal of zeros. Its axes have the letters of its result. */
export function onDiagonal(value: Value, term: string): Value {
  return stepsOf(term).reduceRight((x, { axes }) => {
    const places = axes.map((_, axis) => axes.indexOf(axis));
    return inOrder(diagonalFrom(x), places);
  }, value);
}

/** The letters of a term's diagonal, in the order that {@link diagonal} gives its axes. */
export function diagonalLetters(term: string): string {
  return stepsOf(term).at(-1)?.after ?? term;
}

/**
 * The diagonal of the last two axes. In rows that are one longer, each of its elements is the first: n zeros are put
 * behind the n² elements, which are then n rows of n + 1.
 */
function diagonalOf(x: Value): Value {
  const lead = x.shape.slice(0, -2);
  const n = Number(x.shape.at(-1));
  const longer = pad(reshape(x, [...lead, n * n]), { axis: -1, after: n });
  const first = slice(reshape(longer, [...lead, n, n + 1]), { axis: -1, stop: 1 });
  return reshape(first, [...lead, n]);
}

/** The last axis as the diagonal of two, zeros elsewhere: the same steps the other way. */
function diagonalFrom(x: Value): Value {
  const lead = x.shape.slice(0, -1);
  const n = Number(x.shape.at(-1));
  const rows = pad(reshape(x, [...lead, n, 1]), { axis: -1, after: n });
  const whole = slice(reshape(rows, [...lead, n * (n + 1)]), { axis: -1, stop: n * n });
  return reshape(whole, [...lead, n, n]);
}

function inOrder(value: Value, axes: readonly number[]): Value {
  return axes.every((axis, i) => axis === i) ? value : transpose(value, { axes });
}
