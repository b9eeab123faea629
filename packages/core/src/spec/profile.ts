import { z } from "zod";
import { type Path, type Problem, Refusal } from "../errors.js";
import { jsonForm } from "../document/jsonForm.js";
import type { Json } from "../graph.js";
import { suggest } from "../suggest.js";
import { defineSection } from "./section.js";

/** By what a gradient is taken when nobody says. */
export const gradientChoices = ["parameters", "inputs", "both"] as const;
export type GradientChoice = (typeof gradientChoices)[number];

/** How what a graph says is written down. */
export interface Notation {
  /**
   * A layer's product, and with it which way matrices lie: with `X W` weights are [in, out] and an example is a row, as
   * in the graph; with `Wᵀ x` and `xᵀ w` an example is a column; with `W a` weights are turned too.
   */
  readonly weights: "X W" | "Wᵀ x" | "W a" | "xᵀ w";
  /** How a number at the end of a name is written: W₁, W⁽¹⁾ or W with [1] above. */
  readonly layers: "W_1" | "W^(1)" | "W^[1]";
  /** How δ, the gradient that arrives at a rule, lies for one example: a row before Jacobians, or a column behind. */
  readonly delta: "row" | "column";
  /** The letter of the learning rate. */
  readonly rate: string;
  /** The letter of the loss. */
  readonly loss: string;
}

/** Values for the attributes on which conventions differ, by op or block, then by attribute. */
export type Fills = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** The conventions of a lecture, a paper or a house. */
export interface Profile {
  readonly name: string;
  readonly doc: { readonly summary: string; readonly source?: string };
  /** What is filled in where a spec leaves an attribute out that is declared as a convention. */
  readonly fills: Fills;
  readonly notation: Notation;
  readonly gradient: GradientChoice;
}

/** Declares a profile. */
export function defineProfile<const P extends Profile>(profile: P): P {
  return Object.freeze(profile);
}

const notationForm = z.strictObject({
  weights: z.enum(["X W", "Wᵀ x", "W a", "xᵀ w"]).optional().describe("a layer's product"),
  layers: z
    .enum(["W_1", "W^(1)", "W^[1]"])
    .optional()
    .describe("how a number at the end of a name is written"),
  delta: z.enum(["row", "column"]).optional().describe("how the gradient that arrives at a rule lies"),
  rate: z.string().min(1).optional().describe("the letter of the learning rate"),
  loss: z.string().min(1).optional().describe("the letter of the loss"),
});
const ownForm = z.strictObject({
  extends: z.string().describe("the profile that it begins with"),
  fills: z
    .record(z.string(), z.record(z.string(), jsonForm))
    .optional()
    .describe("attributes of ops and blocks that are filled in where they are left out"),
  notation: notationForm.optional().describe("how it is written down"),
  gradient: z.enum(gradientChoices).optional().describe("by what a gradient is taken when nobody says"),
});

/** A profile by name, or one with changes. */
export type ProfileChoice = string | z.infer<typeof ownForm>;

export const profileSection = defineSection<ProfileChoice>({
  key: "profile",
  doc: "whose conventions fill in what is left out: a profile's name, or { extends, … }",
  schema: z.union([z.string(), ownForm]),
});

/** What a spec's `profile` comes to; what it changes goes before what it extends. */
export function chosenProfile(choice: ProfileChoice, find: (name: string) => Profile): Profile {
  if (typeof choice === "string") return find(choice);
  const base = find(choice.extends);
  const { fills = {}, notation = {}, gradient = base.gradient } = choice;
  const names = new Set([...Object.keys(base.fills), ...Object.keys(fills)]);
  return {
    ...base,
    fills: Object.fromEntries([...names].map((name) => [name, { ...base.fills[name], ...fills[name] }])),
    notation: { ...base.notation, ...notation } as Notation,
    gradient,
  };
}

/** Attributes by op or block: those that are conventions. */
export type ConventionsOf = (name: string) => readonly string[] | undefined;

/**
 * Refuses fills of what is no op or block, or no convention of it.
 * @throws {Refusal} unknown-op | unknown-attribute, with paths below `profile.fills`
 */
export function checkFills(fills: Fills, conventionsOf: ConventionsOf): void {
  const problems = Object.entries(fills).flatMap(([name, values]) => {
    const path: Path = ["profile", "fills", name];
    const known = conventionsOf(name);
    if (known === undefined) {
      const problem: Problem = {
        code: "unknown-op",
        path,
        got: JSON.stringify(name),
        need: "the name of a loaded op or block",
        try: `leave out ${JSON.stringify(name)}`,
      };
      return [problem];
    }
    return Object.keys(values)
      .filter((key) => !known.includes(key))
      .map((key) => ({
        code: "unknown-attribute",
        path: [...path, key],
        got: JSON.stringify(key),
        need: known.length === 0 ? `nothing: ${name} has no conventions` : `one of ${known.join(", ")}`,
        ...(known.length === 0 ? { try: `leave out ${JSON.stringify(key)}` } : suggest(key, known)),
      }));
  });
  if (problems.length > 0) throw new Refusal(problems);
}
