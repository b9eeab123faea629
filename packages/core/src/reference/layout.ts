import { Refusal } from "../errors.js";

const bytesPerElement = Float64Array.BYTES_PER_ELEMENT;

/** Plans one memory: every value keeps its place; temporaries are shared between nodes. */
export class Layout {
  readonly #limit: number;
  #size = 0;
  #besides = 0;
  readonly #constants = new Map<string, { readonly value: number; readonly offset: number }>();
  readonly #temporaries: { readonly offset: number; readonly count: number }[] = [];

  /** @param limit the most bytes that a plan may take */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws {Refusal} too-large */
  allocate(count: number): number {
    const offset = this.#size;
    this.#size += count;
    this.#check();
    return offset;
  }

  /** Counts bytes that a plan takes outside of this memory. @throws {Refusal} too-large */
  reserve(bytes: number): void {
    this.#besides += bytes;
    this.#check();
  }

  #check(): void {
    const bytes = this.#size * bytesPerElement + this.#besides;
    if (bytes > this.#limit) {
      throw new Refusal({
        code: "too-large",
        got: `a plan of ${bytes} bytes or more`,
        need: `at most ${this.#limit}`,
      });
    }
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

  /**
   * A memory of this layout, its constants in place, the rest zero.
   * @throws {Refusal} too-large, where the machine has no such memory
   */
  create(): Float64Array {
    const memory = zeros(this.#size);
    for (const { value, offset } of this.#constants.values()) memory[offset] = value;
    return memory;
  }
}

function zeros(size: number): Float64Array {
  try {
    return new Float64Array(size);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const got = `a plan of ${size * bytesPerElement} bytes`;
    throw new Refusal({ code: "too-large", got, need: "no more than this machine can give" });
  }
}
