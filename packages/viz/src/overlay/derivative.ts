import type { Tensor } from "@chainrule/core";
import type { Note } from "../view/model.js";
import { noteOf } from "../view/note.js";

/**
 * How a node changes with one of its inputs: the number, or the Jacobian where it is small, or lines of text of the
 * caller's own.
 */
export type Derivative = Tensor | "no path" | readonly string[];

/** By {@link derivativeKey}. An edge without an entry stays blank. */
export type Derivatives = ReadonlyMap<string, Derivative>;

/** The key of a node's derivative by the input at a position. */
export function derivativeKey(consumer: string, position: number): string {
  return `${consumer} ${position}`;
}

/** The note on an edge that brings a value in at some positions; one after the other, where there are several. */
export function derivativeNote(
  consumer: string,
  positions: readonly number[],
  derivatives: Derivatives,
): Note | undefined {
  const notes = positions.flatMap((position) => {
    const found = derivatives.get(derivativeKey(consumer, position));
    if (found === undefined) return [];
    const isText = found !== "no path" && !("data" in found);
    return [isText ? ({ state: "value", lines: found } as const) : noteOf(found)];
  });
  if (notes.length < 2) return notes[0];
  const states = new Set(notes.map(({ state }) => state));
  return { state: states.size === 1 ? notes[0]!.state : "value", lines: notes.flatMap(({ lines }) => lines) };
}
