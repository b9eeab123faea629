import { draws } from "../random.js";

/** A sequence of choices that a seed and a name determine. */
export class Dice {
  readonly #uniform: (step: number, element: number) => number;
  #count = 0;

  constructor(seed: number, name: string) {
    this.#uniform = draws(seed, "noise", name).uniform;
  }

  /** An integer from 0 to n - 1. */
  below(n: number): number {
    return Math.floor(this.#uniform(0, this.#count++) * n);
  }

  chance(probability: number): boolean {
    return this.#uniform(0, this.#count++) < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
