import type { Registry } from "../registry.js";
import { type Case, casesOf } from "./cases.js";
import { gradientLaw, ruleLaw, secondOrderLaw } from "./gradientLaws.js";
import { float32Law, jsonLaw, repeatLaw, scalarLaw, valueLaw } from "./valueLaws.js";
import { weightedSum } from "./weightedSum.js";

/** One thing that must hold of one op. */
export interface Law {
  readonly op: string;
  readonly name: string;
  /** @throws {Error} naming the case, the input, the entry, both values and the bound */
  check(): void;
}

export interface LawOptions {
  /** Draws the cases; a failure prints it. Default 1. */
  readonly seed?: number;
  /** Only these ops; default: all that are registered. */
  readonly ops?: readonly string[];
}

const rules: Readonly<Record<string, (item: Case, registry: Registry) => void>> = {
  "its value is that of its formula or decomposition": valueLaw,
  "taken apart into single numbers it is the same": scalarLaw,
  "a second run gives the same bits": repeatLaw,
  "its gradient agrees with differences": gradientLaw,
  "its handwritten vjp agrees with the gradient through its meaning": ruleLaw,
  "its second derivative agrees with differences of the vjp": secondOrderLaw,
  "its graphs survive JSON": jsonLaw,
  "float32 agrees with float64": float32Law,
};

/**
 * The laws that every op must keep, over the samples of each op: one test file runs them all, and a plugin's
 * author runs the same on a registry of theirs.
 */
export function lawful(loaded: Registry, { seed = 1, ops = loaded.names("ops") }: LawOptions = {}): Law[] {
  const registry = loaded.with(weightedSum(loaded));
  return ops.flatMap((name) =>
    Object.entries(rules).map(([rule, check]) => ({
      op: name,
      name: `${name}: ${rule}`,
      check() {
        for (const item of casesOf(registry.get("ops", name), seed)) {
          try {
            check(item, registry);
          } catch (error) {
            throw new Error(
              `${item.label} (seed ${seed}): ${error instanceof Error ? error.message : String(error)}`,
              { cause: error },
            );
          }
        }
      },
    })),
  );
}
