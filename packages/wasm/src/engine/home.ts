import { elementCount, type NumericArray, Refusal, type State } from "@chainrule/core";
import { type Stored, storedBytes } from "../ir/program.js";
import { type Buffer, storedAs } from "../lower/value.js";
import { createMemory, type Memory, pageBytes } from "./memory.js";

const homes = new WeakMap<State, Home>();

/** The one memory of a state and of all plans over it. */
export function homeOf(state: State): Home {
  let home = homes.get(state);
  if (home === undefined) homes.set(state, (home = new Home(state)));
  return home;
}

interface Region {
  readonly at: number;
  readonly bytes: number;
}

/**
 * Regions that plans have left, by the garbage collector's account. It knows of the list of what is free and not of the
 * memory, which it would keep alive.
 */
const leftRegions = new FinalizationRegistry<{ readonly free: Region[]; readonly region: Region }>(
  ({ free, region }) => free.push(region),
);

/** Regions begin at multiples of this many bytes. */
const alignment = 64;

function roundUp(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

export class Home {
  readonly memory: Memory = createMemory();
  readonly #state: State;
  readonly #buffers = new Map<string, Buffer>();
  readonly #free: Region[] = [];
  // Address 0 stays nobody's.
  #end = alignment;

  constructor(state: State) {
    this.#state = state;
  }

  /**
   * The place of a parameter, buffer or slot, which is moved here when it is first asked for.
   * @param gap bytes left free behind it, for guards
   */
  stateBuffer(id: string, gap = 0): Buffer {
    let buffer = this.#buffers.get(id);
    if (buffer === undefined) {
      const { dtype, shape, data } = this.#state.peek(id);
      const bytes = elementCount(shape) * storedBytes[storedAs(dtype)];
      const room = roundUp(bytes + gap);
      buffer = { name: id, bytes, at: this.allocate(room), room };
      this.view(buffer.at, storedAs(dtype), data.length).set(data);
      this.#buffers.set(id, buffer);
      this.#house(buffer);
    }
    return buffer;
  }

  /**
   * Room for so many bytes.
   * @returns where it begins
   * @throws {Refusal} too-large, where the machine has no such memory
   */
  allocate(bytes: number): number {
    const size = roundUp(bytes);
    const found = this.#free.findIndex((region) => region.bytes >= size);
    if (found >= 0) {
      const [region] = this.#free.splice(found, 1) as [Region];
      if (region.bytes > size) this.#free.push({ at: region.at + size, bytes: region.bytes - size });
      return region.at;
    }
    const at = this.#end;
    this.#grow(at + size);
    this.#end = at + size;
    return at;
  }

  /** Gives a plan's region back once the plan is gone. */
  freeWith(plan: object, region: Region): void {
    const bytes = roundUp(region.bytes);
    leftRegions.register(plan, { free: this.#free, region: { at: region.at, bytes } });
  }

  /** Numbers in this memory; valid until it grows. */
  view(at: number, stored: Stored, length: number): NumericArray {
    const { buffer } = this.memory;
    switch (stored) {
      case "f32":
        return new Float32Array(buffer, at, length);
      case "f64":
        return new Float64Array(buffer, at, length);
      case "i32":
        return new Int32Array(buffer, at, length);
      case "u8":
        return new Uint8Array(buffer, at, length);
    }
  }

  #grow(bytes: number): void {
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing <= 0) return;
    const least = Math.ceil(missing / pageBytes);
    // By an eighth at once: at each growth all tensors of the state are housed anew, and there may be very many.
    const ample = Math.max(least, this.memory.buffer.byteLength / pageBytes / 8);
    if (!this.memory.grow(Math.ceil(ample)) && !this.memory.grow(least)) {
      const got = `a plan that needs ${bytes} bytes of one memory`;
      throw new Refusal({ code: "too-large", got, need: "no more than this machine can give" });
    }
    // What the memory holds it keeps; the views of it are gone.
    for (const buffer of this.#buffers.values()) this.#house(buffer);
  }

  #house({ name, at }: Buffer): void {
    const { dtype, shape } = this.#state.peek(name);
    this.#state.house(name, this.view(at, storedAs(dtype), elementCount(shape)));
  }
}
