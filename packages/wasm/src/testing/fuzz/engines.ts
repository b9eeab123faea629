import { wasm } from "../../engine/wasm.js";

/** The two engines that must give the same bits, one of them with a memory that is poisoned where it is not in use. */
export const fuzzedEngines = {
  a: wasm(),
  b: wasm({ emitter: "interpreter", poison: 64 }),
  names: "wasm,interpreter",
};
