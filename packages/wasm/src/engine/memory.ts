import { type HostMemory, hasWebAssembly, webAssembly } from "../assemble/host.js";

/** WebAssembly counts memory in these. */
export const pageBytes = 65536;

/** One growing memory. */
export interface Memory {
  /** Another object after each growth. */
  readonly buffer: ArrayBuffer;
  /** What a WebAssembly module imports; undefined where there is no WebAssembly. */
  readonly wasm: HostMemory | undefined;
  /** @returns false where the machine has no such memory */
  grow(pages: number): boolean;
}

/** A memory that WebAssembly can use, where it is there. */
export function createMemory(): Memory {
  return hasWebAssembly() ? wasmMemory() : plainMemory();
}

function wasmMemory(): Memory {
  const { Memory: HostsMemory } = webAssembly();
  const wasm = new HostsMemory({ initial: 1 });
  // Asking for it costs as much as a small step.
  let { buffer } = wasm;
  return {
    wasm,
    get buffer() {
      return buffer;
    },
    grow(pages) {
      try {
        wasm.grow(pages);
        buffer = wasm.buffer;
        return true;
      } catch (error) {
        if (error instanceof RangeError) return false;
        throw error;
      }
    },
  };
}

function plainMemory(): Memory {
  let buffer = new ArrayBuffer(pageBytes);
  return {
    wasm: undefined,
    get buffer() {
      return buffer;
    },
    grow(pages) {
      try {
        const larger = new ArrayBuffer(buffer.byteLength + pages * pageBytes);
        new Uint8Array(larger).set(new Uint8Array(buffer));
        buffer = larger;
        return true;
      } catch (error) {
        if (error instanceof RangeError) return false;
        throw error;
      }
    },
  };
}
