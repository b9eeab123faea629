export { simdWorks } from "./assemble/host.js";
export { wasm, type WasmOptions } from "./engine/wasm.js";
export type { Machine } from "./math/machine.js";
