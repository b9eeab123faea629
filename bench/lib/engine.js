/** An engine by name; `reference` is core's, handed in so that nothing else has to be loaded for it. */
export async function engineNamed(name, reference) {
  if (name === "reference") return reference();
  // Written out, so that a bundler finds it.
  const { wasm } = await import("../../packages/wasm/dist/index.js");
  if (wasm === undefined) throw new Error("packages/wasm exports no engine yet");
  return wasm();
}

/** The default engine's name: `wasm` as soon as there is one. */
export async function defaultEngine() {
  const { wasm } = await import("../../packages/wasm/dist/index.js");
  return wasm === undefined ? "reference" : "wasm";
}
