import { draws } from "@chainrule/core";

/** Random choices, drawn from a seed and a name alone. */
export class Dice {
  readonly #uniform: (i: number) => number;
  #count = 0;

  constructor(seed: number, name: string) {
    const source = draws(seed, "noise", name);
    this.#uniform = (i) => source.uniform(0, i);
  }

  /** Uniform on [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.#uniform(this.#count++);
  }

  /** One of 0 … count-1. */
  below(count: number): number {
    return Math.floor(this.between(0, count));
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
