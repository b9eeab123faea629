import { defineSection } from "@chainrule/core";
import { z } from "zod";
import { defaultEngine, engineNames } from "./engines.js";

/** The version of the spec language, and of the built-in ops, that this version reads. */
export const languageVersion = 1;

/** Every key that a spec may have at the top, in the order in which `fmt` prints them. */
export const topLevelKeys = [
  "$schema",
  "chainrule",
  "name",
  "doc",
  "seed",
  "dtype",
  "profile",
  "plugins",
  "use",
  "dims",
  "blocks",
  "model",
  "data",
  "train",
  "engine",
  "watch",
  "write",
  "expect",
  "vary",
] as const;

/** The small top-level keys of the language, which no other package owns. */
export const topLevelSections = {
  $schema: defineSection({ key: "$schema", doc: "a JSON Schema, for editors", schema: z.string() }),
  name: defineSection({ key: "name", doc: "what runs and pictures are called", schema: z.string().min(1) }),
  doc: defineSection({ key: "doc", doc: "what the spec is about", schema: z.string() }),
  seed: defineSection({
    key: "seed",
    doc: "of every random number; default 0",
    schema: z.int().min(0),
  }),
  dtype: defineSection({
    key: "dtype",
    doc: "of every number that is not a class: float32 (default) or float64",
    schema: z.enum(["float32", "float64"]),
  }),
  plugins: defineSection({
    key: "plugins",
    doc: "the plugins that the spec needs, and their versions",
    schema: z.record(z.string(), z.int().min(0)),
  }),
  engine: defineSection({
    key: "engine",
    doc: `what computes the numbers; default ${defaultEngine}`,
    schema: z.enum(engineNames),
  }),
};

/** Keys that belong to the language and that this version does not read, with what to do instead. */
export const unsupportedSections: Readonly<Record<string, string>> = {
  write: "a spec without it: a run folder always holds everything that this version writes",
  vary: "one spec for one run: this version makes no sweeps (--set changes a value for one run)",
};
