import { draws } from "../random.js";

/** A sequence of choices that a seed and a name determine. */
export class Dice {
  readonly #uniform: (step: number, element: number) => number;
  #count = 0;

  constructor(seed: number, name: string) {
    this.#uniform = draws(seed, "noise", name).uniform;
  }

  /** Uniform on [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.#uniform(0, this.#count++);
  }

  /** An integer from 0 to n - 1. */
  below(n: number): number {
    return Math.floor(this.between(0, n));
  }

  chance(probability: number): boolean {
    return this.between(0, 1) < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** An item of the lowest score; ties are broken by chance. */
  least<T>(items: readonly T[], score: (item: T) => number): T {
    const scores = items.map(score);
    const lowest = Math.min(...scores);
    return this.pick(items.filter((_, i) => scores[i] === lowest));
  }
}
