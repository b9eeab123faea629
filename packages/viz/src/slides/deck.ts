import type { Note, View } from "../view/model.js";

/**
 * What a frame points at in its picture, by ids of boxes. What is neither lit nor past comes later: it is drawn
 * as an outline, without its numbers.
 */
export interface Emphasis {
  /** What is computed now. */
  readonly lit: readonly string[];
  /** What has been computed: it keeps its numbers, and steps back. */
  readonly past: readonly string[];
  /**
   * The edges that are lit, as pairs of boxes. Default: those between boxes that are lit, and those that lead into one
   * of them from one that is past.
   */
  readonly edges?: readonly (readonly [from: string, to: string])[];
}

/** One step of a pass, as a lecturer would stop at it. */
export interface Frame {
  /** `u₁ = W₁ᵀ x`, or `path 1 of 2`: plain text. */
  readonly title: string;
  /** What part of the deck it belongs to: `forward`, `backward`, `paths`, `update`. */
  readonly part: string;
  /** Plain text under the title: the op and what it does, or why nothing comes of it. */
  readonly note?: string;
  /** LaTeX for math mode, a line each. */
  readonly formula: readonly string[];
  /**
   * LaTeX: the formula with numbers put in, a line each, without its result. It goes on from the formula: a line without
   * a relation of its own gets an = before it, and so does the result.
   */
  readonly numbers: readonly string[];
  /** LaTeX: what it comes to. With `--predict` it is hidden until asked for, and so are the lit boxes' numbers. */
  readonly result?: string;
  /** The result as a picture tells it; tells exactly zero from no path. */
  readonly state?: Note["state"];
  /** Which of the deck's pictures it shows. */
  readonly picture: number;
  readonly emphasis: Emphasis;
}

/** A lecture on one network: pictures, and the steps that walk through them. Plain data. */
export interface Deck {
  readonly title: string;
  /** What the deck shows, in a sentence. */
  readonly subtitle: string;
  readonly pictures: readonly View[];
  readonly frames: readonly Frame[];
}
