import type { z } from "zod";
import { maximumProblems, type Path, type Problem, Refusal } from "../errors.js";
import { instead } from "../instead.js";
import { nearest } from "../suggest.js";
import { inWords, show, written } from "./formWords.js";
import { accepts, below, exampleOf, keysOf, type Schemas } from "./schemaTree.js";
import { valueAt } from "./valueAt.js";

/**
 * Checks the form of a piece of a document. A misspelt key is told once, not again as a key that is missing.
 * @param path where the piece stands
 * @throws {Refusal} unknown-key | missing-key | wrong-type | bad-value, all that were found
 */
export function checkForm<T>(schema: z.ZodType<T>, value: unknown, path: Path): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, maximumProblems);
  const problems = issues.flatMap((issue) => toProblems(issue, [schema], value, path));
  // A key that is missing and one that was meant for it are one mistake.
  const told = new Set<string>();
  throw new Refusal(
    problems.filter(
      (problem) => told.size !== told.add(JSON.stringify([problem.code, problem.path, problem.got])).size,
    ),
  );
}

type Issue = z.core.$ZodIssue;

function toProblems(issue: Issue, schemas: Schemas, value: unknown, base: Path): Problem[] {
  const here = issue.path.filter((key): key is string | number => typeof key !== "symbol");
  const path = [...base, ...here];
  const got = valueAt(value, here);
  if (issue.code === "unrecognized_keys") {
    const known = keysOf(below(schemas, here));
    return issue.keys.slice(0, maximumProblems).map((key) => unknownKey(key, known, got, path));
  }
  const types = below(schemas, here);
  if (got === undefined && path.length > 0) {
    const parent = here.slice(0, -1);
    const known = keysOf(below(schemas, parent));
    const near = misspelt(valueAt(value, parent), known, types, path);
    if (near !== undefined) return [near];
  }
  if (issue.code === "invalid_union") return [closestBranch(issue, types, got, path)];
  if (got === undefined && path.length > 0) return [missing(path, inWords(issue), types)];
  const code = issue.code === "invalid_type" ? "wrong-type" : "bad-value";
  const hint = instead(got, (other) => accepts(types, other), issue);
  return [{ code, path, got: show(got), need: inWords(issue), ...hint }];
}

function unknownKey(key: string, known: readonly string[], object: unknown, path: Path): Problem {
  const near = nearest(key, absent(known, object));
  return {
    code: "unknown-key",
    path: [...path, key],
    got: show(key),
    need: known.length > 0 ? `one of ${known.join(", ")}` : "no such key",
    try: near === undefined ? `leave out ${show(key)}` : JSON.stringify(near),
  };
}

/** The keys that an object could still be given. */
function absent(known: readonly string[], object: unknown): string[] {
  return known.filter((key) => typeof object !== "object" || object === null || !Object.hasOwn(object, key));
}

function missing(path: Path, need: string, types: Schemas): Problem {
  const key = JSON.stringify(path.at(-1));
  const example = exampleOf(types);
  return {
    code: "missing-key",
    path: path.slice(0, -1),
    got: `no ${key}`,
    need,
    ...(example !== undefined && { try: `${key}: ${written(example)}` }),
  };
}

/** The key that was meant for a missing one: near to it, known to nobody, and with a value that would do. */
function misspelt(
  object: unknown,
  known: readonly string[],
  types: Schemas,
  path: Path,
): Problem | undefined {
  const key = path.at(-1);
  if (typeof key !== "string" || typeof object !== "object" || object === null) return undefined;
  const unknown = Object.entries(object).find(
    ([other, value]) =>
      !known.includes(other) && nearest(other, [key]) !== undefined && accepts(types, value),
  );
  return unknown && unknownKey(unknown[0], known, object, path.slice(0, -1));
}

/** Of a union's branches, says what the one that went furthest needed; else names them all. */
function closestBranch(
  issue: Extract<Issue, { code: "invalid_union" }>,
  types: Schemas,
  got: unknown,
  path: Path,
): Problem {
  const deepest = issue.errors
    .flat()
    .filter((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys")
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (deepest !== undefined && got !== undefined) return toProblems(deepest, types, got, path)[0]!;
  const need = [...new Set(issue.errors.flat().map(inWords))].join(", or ");
  if (got === undefined && path.length > 0) return missing(path, need, types);
  return {
    code: "wrong-type",
    path,
    got: show(got),
    need,
    ...instead(got, (other) => accepts(types, other)),
  };
}
