import type { Engine } from "@chainrule/core";
import { wasm } from "../../engine/wasm.js";

/** The engine whose bits the golden hashes are. */
export function goldenEngine(): Engine {
  return wasm();
}
