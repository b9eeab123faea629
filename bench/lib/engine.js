import fs from "node:fs";

const wasmPackage = new URL("../../packages/wasm/dist/index.js", import.meta.url);

/** An engine by name; `reference` is core's, handed in so that nothing else has to be loaded for it. */
export async function engineNamed(name, reference) {
  if (name === "reference") return reference();
  const { wasm } = await import(wasmPackage);
  if (wasm === undefined) throw new Error("packages/wasm exports no engine yet");
  return wasm();
}

/** The default engine's name: `wasm` as soon as there is one. */
export async function defaultEngine() {
  if (!fs.existsSync(wasmPackage)) return "reference";
  return (await import(wasmPackage)).wasm === undefined ? "reference" : "wasm";
}
