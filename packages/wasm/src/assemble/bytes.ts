const utf8 = new TextEncoder();

/** A growing row of bytes, with the encodings that WebAssembly's binary format is made of. */
export class Bytes {
  #buffer = new Uint8Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A copy of what has been written. */
  toUint8Array(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  byte(value: number): this {
    this.#room(1);
    this.#buffer[this.#length++] = value;
    return this;
  }

  bytes(values: ArrayLike<number>): this {
    this.#room(values.length);
    this.#buffer.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  append(other: Bytes): this {
    return this.bytes(other.#buffer.subarray(0, other.#length));
  }

  /** LEB128 of an integer from 0 up to 2³² - 1. */
  unsigned(value: number): this {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** Signed LEB128 of an integer of 64 bits; of 32 bits too, whose encodings are the same. */
  signed(value: bigint | number): this {
    let rest = BigInt(value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      // The rest must be what the sign, the highest bit written, is continued to.
      if (rest === (low & 0x40 ? -1n : 0n)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  float32(value: number): this {
    return this.bytes(new Uint8Array(Float32Array.of(value).buffer));
  }

  float64(value: number): this {
    return this.bytes(new Uint8Array(Float64Array.of(value).buffer));
  }

  /** A text in UTF-8, after the number of its bytes. */
  name(text: string): this {
    const bytes = utf8.encode(text);
    return this.unsigned(bytes.length).bytes(bytes);
  }

  /** How many there are, then each. */
  vector<T>(items: readonly T[], write: (bytes: Bytes, item: T) => void): this {
    this.unsigned(items.length);
    for (const item of items) write(this, item);
    return this;
  }

  /** What `write` writes, after the number of its bytes. */
  sized(write: (bytes: Bytes) => void): this {
    const inner = new Bytes();
    write(inner);
    return this.unsigned(inner.length).append(inner);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#buffer.length, this.#length + more));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
