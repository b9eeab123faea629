import type { Engine } from "@chainrule/core";
import { wasm } from "../../engine/wasm.js";

/** The engine whose bits the golden hashes are. */
export function goldenEngine(): Engine {
  return wasm();
}

/**
 * Networks whose bits depend on the JavaScript engine: the reference takes its functions from `Math`, and those of Node 20
 * and of Chromium differ in the last place of float64. An engine with functions of its own has none.
 */
export const dependentNetworks: readonly string[] = ["float64"];
