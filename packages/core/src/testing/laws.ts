import type { Registry } from "../registry.js";
import { type CaseCounts, countCases } from "./caseCounts.js";
import { casesOf, generatedCases } from "./cases.js";
import type { Case } from "./drawCase.js";
import { gradientLaw, ruleLaw, secondOrderLaw } from "./gradientLaws.js";
import {
  type Definition,
  definitionLaw,
  float32Law,
  jsonLaw,
  repeatLaw,
  scalarLaw,
  specialLaw,
  valueLaw,
} from "./valueLaws.js";
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
  /** By op; an op without keeps one law less. */
  readonly definitions?: Definitions;
  /** Told, op by op, what the laws are checked on. */
  readonly onCases?: (counts: CaseCounts) => void;
}

type Check = (item: Case, registry: Registry) => void;

const rules: Readonly<Record<string, Check>> = {
  "its value is that of its formula or decomposition": (item, registry) => valueLaw(item, registry),
  "at zeros, ones and ties its value is that of its formula or decomposition": specialLaw,
  "taken apart into single numbers it is the same": scalarLaw,
  "a second run gives the same bits": repeatLaw,
  "its gradient agrees with differences": gradientLaw,
  "its handwritten vjp agrees with the gradient through its meaning": ruleLaw,
  "its second derivative agrees with differences of the vjp": secondOrderLaw,
  "its graphs survive JSON": jsonLaw,
  "float32 agrees with float64": float32Law,
};

/** By op. */
export type Definitions = Readonly<Record<string, Definition>>;

/** The laws of an op, by name. */
export function lawsWith(definition: Definition | undefined): Readonly<Record<string, Check>> {
  if (definition === undefined) return rules;
  return { "its value is that of its definition": definitionLaw(definition), ...rules };
}

/**
 * The laws that every op must keep, over cases drawn from the samples and declarations of each op: one test file runs
 * them all, and a plugin's author runs the same on a registry of theirs.
 */
export function lawful(
  loaded: Registry,
  { seed = 1, ops = loaded.names("ops"), definitions = {}, onCases }: LawOptions = {},
): Law[] {
  const registry = loaded.with(weightedSum(loaded));
  // Laws are checked one op after the other: those of one share their cases, and no more are kept.
  let latest: { readonly op: string; readonly cases: readonly Case[] } | undefined;
  const casesFor = (op: string): readonly Case[] => {
    if (latest?.op !== op) latest = { op, cases: casesOf(registry.get("ops", op), seed, registry) };
    return latest.cases;
  };
  const enough = (op: string): void => {
    const counts = countCases(op, casesFor(op), registry);
    onCases?.(counts);
    if (counts.withNumbers < generatedCases)
      throw new Error(`${op} (seed ${seed}): ${counts.cases} cases, ${counts.withNumbers} with numbers`);
  };
  return ops.flatMap((op) => [
    {
      op,
      name: `${op}: it is held to its laws in ${generatedCases} cases or more`,
      check: () => enough(op),
    },
    ...Object.entries(lawsWith(definitions[op])).map(([rule, check]) => ({
      op,
      name: `${op}: ${rule}`,
      check() {
        for (const item of casesFor(op)) {
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
  ]);
}
