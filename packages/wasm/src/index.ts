export { simdWorks } from "./assemble/host.js";
export { loopsOf } from "./engine/loops.js";
export { wasm, type WasmOptions } from "./engine/wasm.js";
