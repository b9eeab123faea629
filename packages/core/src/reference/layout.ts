/** Plans one memory: every value keeps its place; temporaries are shared between nodes. */
export class Layout {
  #size = 0;
  readonly #constants = new Map<string, { readonly value: number; readonly offset: number }>();
  readonly #temporaries: { readonly offset: number; readonly count: number }[] = [];

  /** Elements planned so far. */
  get size(): number {
    return this.#size;
  }

  allocate(count: number): number {
    const offset = this.#size;
    this.#size += count;
    return offset;
  }

  /** The place of one constant, shared by all that use it. */
  constant(value: number): number {
    const key = Object.is(value, -0) ? "-0" : String(value);
    let place = this.#constants.get(key);
    if (place === undefined) this.#constants.set(key, (place = { value, offset: this.allocate(1) }));
    return place.offset;
  }

  /** The place of a node's i-th temporary; the next node uses it again. */
  temporary(i: number, count: number): number {
    let place = this.#temporaries[i];
    if (place === undefined || place.count < count) {
      place = { offset: this.allocate(count), count };
      this.#temporaries[i] = place;
    }
    return place.offset;
  }

  /** A memory of this layout, its constants in place, the rest zero. */
  create(): Float64Array {
    const memory = new Float64Array(this.#size);
    for (const { value, offset } of this.#constants.values()) memory[offset] = value;
    return memory;
  }
}
