import { Code } from "./code.js";
import { assemble } from "./module.js";

/** The memory of an instance. */
export interface HostMemory {
  readonly buffer: ArrayBuffer;
  /** Makes it larger by so many pages of 64 KiB; its buffer is another one afterwards. */
  grow(pages: number): number;
}

/** What is used of the host's WebAssembly. The types of Node and of the language do not tell of it, those of browsers do. */
interface WebAssemblyHost {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Memory: new (descriptor: { initial: number; maximum?: number }) => HostMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, () => void>> };
}

declare const WebAssembly: WebAssemblyHost;

/** Whether the host has WebAssembly at all. */
export function hasWebAssembly(): boolean {
  return typeof WebAssembly === "object";
}

/** The host's WebAssembly. */
export const webAssembly = (): WebAssemblyHost => WebAssembly;

/** Whether this host runs WebAssembly with vectors of 128 bits. */
export function simdWorks(): boolean {
  return hasWebAssembly() && WebAssembly.validate(moduleWithVector());
}

function moduleWithVector(): Uint8Array<ArrayBuffer> {
  const code = new Code().v128(new Uint8Array(16)).op("f32x4.sqrt").lane("f32x4.extract_lane", 0);
  return assemble({
    memory: { module: "env", name: "memory", pages: 0 },
    imports: [],
    functions: [{ type: { parameters: [], results: ["f32"] }, locals: [], code }],
  });
}
