import { type Engine, reference } from "@chainrule/core";

/** The engine whose bits the golden hashes are. */
export function goldenEngine(): Engine {
  return reference();
}

/**
 * Networks whose bits depend on the JavaScript engine: the reference takes its functions from `Math`, and those of Node 20
 * and of Chromium differ in the last place of float64. An engine with functions of its own has none.
 */
export const dependentNetworks: readonly string[] = ["float64"];
