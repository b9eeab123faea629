import type { Frame } from "./deck.js";

/** Frames that follow one another and belong together. */
export interface Part {
  readonly name: string;
  /** Index of its first frame. */
  readonly start: number;
  readonly frames: readonly Frame[];
}

/** The parts of a deck, in its order. */
export function partsOf(frames: readonly Frame[]): Part[] {
  const starts = frames.flatMap(({ part }, i) => (i === 0 || frames[i - 1]!.part !== part ? [i] : []));
  return starts.map((start, i) => ({
    name: frames[start]!.part,
    start,
    frames: frames.slice(start, starts[i + 1]),
  }));
}
