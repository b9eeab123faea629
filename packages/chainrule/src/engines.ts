import { type Engine, reference, Refusal, suggest } from "@chainrule/core";
import { wasm } from "@chainrule/wasm";

/** Every engine that has a name, in the order in which they are offered. */
const table = {
  wasm: () => wasm(),
  interpreter: () => wasm({ emitter: "interpreter" }),
  reference: () => reference(),
} satisfies Readonly<Record<string, () => Engine>>;

/** What a spec's `engine` and the option `--engine` may say. */
export type EngineName = keyof typeof table;

export const engineNames = Object.keys(table) as readonly EngineName[];

/** What trains and predicts where nobody says. */
export const defaultEngine: EngineName = "wasm";

/** What computes the numbers that are shown where nobody says: the meaning of the graph, in plain loops. */
export const defaultViewEngine: EngineName = "reference";

/** The two that `compare-engines` compares where nobody says. */
export const comparedEngines: readonly [EngineName, EngineName] = ["wasm", "interpreter"];

/**
 * The engine of a name.
 * @throws {Refusal} unknown-engine
 */
export function engineNamed(name: string): Engine {
  const found = engineNames.find((known) => known === name);
  if (found !== undefined) return table[found]();
  throw new Refusal({
    code: "unknown-engine",
    got: JSON.stringify(name),
    need: `one of ${engineNames.join(", ")}`,
    ...suggest(name, engineNames),
  });
}
