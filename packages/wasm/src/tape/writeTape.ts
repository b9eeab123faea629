import { elementCount } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import { storedBytes } from "../ir/program.js";
import type { Line, MapItem } from "../lower/item.js";
import type { View } from "../lower/value.js";
import { opcodeOf, type TapeName, tapeNames, wordsInInstruction } from "./instruction.js";

/** Up to so many elements a calculation is tiny. */
const tinyElements = 8;
/** From so many tiny calculations on a plan runs them on a tape: as code of their own they would fill megabytes. */
export const tapeFrom = 1000;

const known: ReadonlySet<string> = new Set(tapeNames);

/** Whether a calculation can be an instruction or a few of a tape: tiny, and of numbers of one width. */
export function isTapeable({ shape, element, operands, to, line }: MapItem): boolean {
  const dtype = element === "f32" ? "float32" : "float64";
  const count = elementCount(shape);
  return (
    count > 0 &&
    count <= tinyElements &&
    to.dtype === dtype &&
    operands.every(({ value }) => value.dtype === dtype) &&
    line.steps.every(({ name }) => known.has(name))
  );
}

/** One for each step, and one that copies where no step makes the result. */
function instructionsIn({ steps, inputs, constants, result }: Line): number {
  return steps.length + (result < inputs + constants.length ? 1 : 0);
}

/** How many instructions items take. */
export function tapeLength(items: readonly MapItem[]): number {
  let length = 0;
  for (const { shape, line } of items) length += elementCount(shape) * instructionsIn(line);
  return length;
}

/** Memory that a tape needs beside its values: constants, and results within a line. */
export class TapeScratch {
  readonly #constants = new Map<string, number>();
  readonly numbers: number[] = [];
  #temporaries = 0;

  constructor(items: readonly MapItem[]) {
    for (const { line } of items) {
      for (const value of line.constants) this.#constant(value);
      this.#temporaries = Math.max(this.#temporaries, line.steps.length);
    }
  }

  /** Bytes for all of it: each number has eight. */
  get bytes(): number {
    return 8 * (this.numbers.length + this.#temporaries);
  }

  constantAt(value: number): number {
    return 8 * this.#constant(value);
  }

  temporaryAt(i: number): number {
    return 8 * (this.numbers.length + i);
  }

  #constant(value: number): number {
    const key = Object.is(value, -0) ? "-0" : String(value);
    let place = this.#constants.get(key);
    if (place === undefined) this.#constants.set(key, (place = this.numbers.push(value) - 1));
    return place;
  }
}

/** The words of a tape: each element of each step is an instruction. @param at where the scratch begins */
export function writeTape(items: readonly MapItem[], scratch: TapeScratch, at: number): Int32Array {
  const words = new Int32Array(tapeLength(items) * wordsInInstruction);
  let next = 0;
  // Where the registers of the line lie: one array for all items, of which there are very many.
  const places: number[] = [];
  const write = (name: TapeName, element: Element, result: number, from: readonly number[]): void => {
    words[next] = opcodeOf(name, element);
    words[next + 1] = result;
    for (let i = 0; i < from.length; i++) words[next + 2 + i] = places[from[i]!]!;
    next += wordsInInstruction;
  };
  for (const { shape, element, line, operands, to } of items) {
    const bytes = storedBytes[element];
    const count = elementCount(shape);
    const offsets = operands.map((view) => elementOffsets(view, count));
    for (let i = 0; i < count; i++) {
      places.length = 0;
      for (let o = 0; o < operands.length; o++)
        places.push(operands[o]!.value.buffer!.at + offsets[o]![i]! * bytes);
      for (const value of line.constants) places.push(at + scratch.constantAt(value));
      const given = places.length;
      const result = to.buffer!.at + i * bytes;
      for (const step of line.steps) {
        const place =
          places.length === line.result ? result : at + scratch.temporaryAt(places.length - given);
        write(step.name as TapeName, element, place, step.arguments);
        places.push(place);
      }
      if (line.result < given) write("copy", element, result, [line.result]);
    }
  }
  return words;
}

/** Where a view's elements lie in its value, in row-major order. */
function elementOffsets({ shape, strides, offset }: View, count: number): number[] {
  if (count === 1) return [offset];
  return Array.from({ length: count }, (_, index) => {
    let rest = index;
    let at = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return at;
  });
}
