import type { ValueType } from "../assemble/opcodes.js";

/** The locals of one function: taken, given back and taken again. */
export class Locals {
  readonly types: ValueType[] = [];
  readonly #free = new Map<ValueType, number[]>();
  readonly #used = new Set<number>();
  readonly #first: number;

  /** @param parameters how many of the function's locals are parameters, which are not given out */
  constructor(parameters = 0) {
    this.#first = parameters;
  }

  /** From here on {@link takeUnused} knows of no use. */
  begin(): void {
    this.#used.clear();
  }

  take(type: ValueType): number {
    const index = this.#free.get(type)?.pop() ?? this.#first + this.types.push(type) - 1;
    this.#used.add(index);
    return index;
  }

  /** A local that nothing has been written to since {@link begin}: it can be set there. */
  takeUnused(type: ValueType): number {
    const free = this.#free.get(type) ?? [];
    const at = free.findIndex((index) => !this.#used.has(index));
    if (at !== -1) free.push(...free.splice(at, 1));
    else this.release(this.#first + this.types.push(type) - 1);
    return this.take(type);
  }

  release(index: number): void {
    const type = this.types[index - this.#first]!;
    const free = this.#free.get(type);
    if (free === undefined) this.#free.set(type, [index]);
    else free.push(index);
  }
}
