import { z } from "zod";
import { type Path, type Problem, Refusal } from "../errors.js";
import { show } from "../document/formWords.js";
import type { Json } from "../graph.js";
import { suggest } from "../suggest.js";

/** Where an argument's value goes in a block's body: `{ "$arg": "units" }`. */
export interface Hole {
  readonly $arg: string;
}

export const hole: z.ZodType<Hole> = z.strictObject({
  $arg: z.string().describe("the argument whose value stands here"),
});

/** A document with each hole in it filled. */
export function fillHoles(document: Json, args: Readonly<Record<string, Json>>): Json {
  if (typeof document !== "object" || document === null) return document;
  if (Array.isArray(document)) return document.map((item) => fillHoles(item, args));
  const name = holeName(document as Readonly<Record<string, Json>>);
  if (name !== undefined) return args[name]!;
  return Object.fromEntries(Object.entries(document).map(([key, item]) => [key, fillHoles(item, args)]));
}

/** What is wrong with the holes of a document: names that are no argument, and keys beside `$arg`. */
export function holeProblems(document: Json, names: readonly string[], path: Path): Problem[] {
  if (typeof document !== "object" || document === null) return [];
  if (!Array.isArray(document) && Object.hasOwn(document, "$arg"))
    return problemsOf(document as Readonly<Record<string, Json>>, names, path);
  return Object.entries(document).flatMap(([key, item]) =>
    holeProblems(item as Json, names, [...path, Array.isArray(document) ? Number(key) : key]),
  );
}

function problemsOf(found: Readonly<Record<string, Json>>, names: readonly string[], path: Path): Problem[] {
  const name = found["$arg"];
  if (Object.keys(found).length > 1 || typeof name !== "string") {
    const got = show(found);
    return [{ code: "bad-value", path, got, need: '"$arg" alone, with the name of an argument' }];
  }
  if (names.includes(name)) return [];
  const need = names.length === 0 ? "no holes: the block has no args" : "the name of an argument";
  return [
    {
      code: "unknown-argument",
      path: [...path, "$arg"],
      got: JSON.stringify(name),
      need,
      ...suggest(name, names),
    },
  ];
}

function holeName(object: Readonly<Record<string, Json>>): string | undefined {
  return typeof object["$arg"] === "string" && Object.keys(object).length === 1 ? object["$arg"] : undefined;
}

/** @throws {Refusal} the problems, where there are any */
export function refuseHoles(document: Json, names: readonly string[], path: Path): void {
  const problems = holeProblems(document, names, path);
  if (problems.length > 0) throw new Refusal(problems);
}
