import { type Dim, sameShape, type Shape, type Value } from "@chainrule/core";
import { reshape } from "../../movement/reshape.js";
import { transpose } from "../../movement/transpose.js";
import { sum } from "../../reduce/sum.js";

/** A value whose axes have letters, each another. */
export interface Part {
  readonly value: Value;
  readonly letters: string;
}

/** The length of the axis with this letter. */
export function lengthOf({ value, letters }: Part, letter: string): Dim {
  return value.shape[letters.indexOf(letter)]!;
}

/** The axes in the order of the letters, which are the part's. */
export function ordered(part: Part, letters: string): Value {
  if (part.letters === letters) return part.value;
  return transpose(part.value, { axes: [...letters].map((letter) => part.letters.indexOf(letter)) });
}

/** Without the axes whose letters nobody wants. */
export function summed(part: Part, isWanted: (letter: string) => boolean): Part {
  const axes = [...part.letters].flatMap((letter, axis) => (isWanted(letter) ? [] : [axis]));
  if (axes.length === 0) return part;
  return { value: sum(part.value, { axes }), letters: [...part.letters].filter(isWanted).join("") };
}

/** The value in another shape; no node where it is the same. */
export function shaped(value: Value, shape: Shape): Value {
  return sameShape(value.shape, shape) ? value : reshape(value, shape);
}
