import { elementCount } from "@chainrule/core";
import { storedBytes } from "../ir/program.js";
import { bytesInInstruction } from "../tape/instruction.js";
import { tapeLength, TapeScratch, writeTape } from "../tape/writeTape.js";
import type { Group, TapeGroup } from "./group.js";
import { type Buffer, storedAs } from "./value.js";

/** Numbers that are in a plan's memory from the start. */
export interface Data {
  readonly at: number;
  readonly numbers: ArrayLike<number>;
  readonly stored: "i32" | "f32" | "f64";
}

/** What one tape needs besides its values. */
interface Tape {
  readonly group: TapeGroup;
  readonly scratch: TapeScratch;
  readonly scratchBuffer: Buffer;
  readonly codeBuffer: Buffer;
}

/** A buffer's place is that of another's that holds it. */
const inOther = -2;

/** Values begin at multiples of eight bytes. */
function room({ bytes }: Buffer): number {
  return Math.ceil(bytes / 8) * 8;
}

/** The memory of a plan's tapes: all their values in one buffer, for there are very many. */
export class Tapes {
  readonly #values: Buffer = { name: "values on tape", bytes: 0, at: -1 };
  readonly #tapes = new Map<Group, Tape>();
  /** Of the values, in order: each begins where the one before ends. */
  readonly #children: Buffer[] = [];

  constructor(groups: readonly Group[]) {
    let bytes = 0;
    for (const group of groups) {
      if (group.kind !== "tape") continue;
      for (const { to } of group.items) {
        const size = elementCount(to.shape) * storedBytes[storedAs(to.dtype)];
        const buffer: Buffer = { name: to.name, bytes: size, at: inOther };
        to.buffer = buffer;
        this.#children.push(buffer);
        bytes += room(buffer);
      }
      const scratch = new TapeScratch(group.items);
      this.#tapes.set(group, {
        group,
        scratch,
        scratchBuffer: { name: "numbers of a tape", bytes: scratch.bytes, at: -1 },
        codeBuffer: { name: "tape", bytes: tapeLength(group.items) * bytesInInstruction, at: -1 },
      });
    }
    this.#values = { ...this.#values, bytes };
  }

  /** What is to be placed, and to stay. */
  get buffers(): Buffer[] {
    if (this.#tapes.size === 0) return [];
    const own = [...this.#tapes.values()].flatMap(({ scratchBuffer, codeBuffer }) => [
      scratchBuffer,
      codeBuffer,
    ]);
    return [this.#values, ...own];
  }

  /** To be called when all buffers have their places: gives the values theirs, and writes the tapes. */
  settle(): Data[] {
    let next = this.#values.at;
    for (const buffer of this.#children) {
      buffer.at = next;
      next += room(buffer);
    }
    return [...this.#tapes.values()].flatMap(({ group, scratch, scratchBuffer, codeBuffer }): Data[] => {
      const words = writeTape(group.items, scratch, scratchBuffer.at);
      const [first] = group.items;
      const stored = first!.element;
      const numbers = scratch.numbers;
      // A constant has eight bytes whatever its width, so that one rule finds it.
      const spaced = stored === "f64" ? numbers : numbers.flatMap((number) => [number, 0]);
      return [
        { at: codeBuffer.at, numbers: words, stored: "i32" },
        { at: scratchBuffer.at, numbers: spaced, stored },
      ];
    });
  }

  /** Where a tape's instructions begin and end. */
  rangeOf(group: TapeGroup): { readonly from: number; readonly to: number } {
    const { codeBuffer } = this.#tapes.get(group)!;
    return { from: codeBuffer.at, to: codeBuffer.at + codeBuffer.bytes };
  }
}
