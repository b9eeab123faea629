import { z } from "zod";
import { maximumProblems, type Path, type Problem, Refusal } from "./errors.js";
import { nearest, suggest } from "./suggest.js";

/**
 * Checks the form of a piece of a document.
 * @param path where the piece stands
 * @throws {Refusal} unknown-key | missing-key | wrong-type | bad-value, all that were found
 */
export function checkForm<T>(schema: z.ZodType<T>, value: unknown, path: Path): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, maximumProblems);
  throw new Refusal(issues.flatMap((issue) => toProblems(issue, [schema], value, path)));
}

type Issue = z.core.$ZodIssue;
/** The schemas that a value may be held to: one, or the branches of a union. */
type Schemas = readonly z.core.$ZodType[];

function toProblems(issue: Issue, schemas: Schemas, value: unknown, base: Path): Problem[] {
  const here = issue.path.filter((key): key is string | number => typeof key !== "symbol");
  const path = [...base, ...here];
  const got = valueAt(value, here);
  if (issue.code === "unrecognized_keys") {
    const known = keysOf(below(schemas, here));
    return issue.keys.slice(0, maximumProblems).map((key) => {
      const near = nearest(key, known);
      return {
        code: "unknown-key",
        path: [...path, key],
        got: show(key),
        need: known.length > 0 ? `one of ${known.join(", ")}` : "no such key",
        ...(near !== undefined && { try: JSON.stringify(near) }),
      };
    });
  }
  if (issue.code === "invalid_union") return [closestBranch(issue, below(schemas, here), got, path)];
  if (got === undefined && path.length > 0) return [missing(path, inWords(issue))];
  const code = issue.code === "invalid_type" ? "wrong-type" : "bad-value";
  const choices =
    issue.code === "invalid_value" && typeof got === "string" ? suggest(got, issue.values.map(String)) : {};
  return [{ code, path, got: show(got), need: inWords(issue), ...choices }];
}

/** Of a union's branches, says what the one that went furthest needed; else names them all. */
function closestBranch(
  issue: Extract<Issue, { code: "invalid_union" }>,
  schemas: Schemas,
  got: unknown,
  path: Path,
): Problem {
  const deepest = issue.errors
    .flat()
    .filter((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys")
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (deepest !== undefined && got !== undefined) return toProblems(deepest, schemas, got, path)[0]!;
  const need = [...new Set(issue.errors.flat().map(inWords))].join(", or ");
  return got === undefined && path.length > 0
    ? missing(path, need)
    : { code: "wrong-type", path, got: show(got), need };
}

function missing(path: Path, need: string): Problem {
  return { code: "missing-key", path: path.slice(0, -1), got: `no ${JSON.stringify(path.at(-1))}`, need };
}

const typeNames: Readonly<Record<string, string>> = {
  object: "an object",
  record: "an object",
  array: "a list",
  string: "a string",
  number: "a number",
  int: "an integer",
  boolean: "true or false",
};

function inWords(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1
        ? JSON.stringify(issue.values[0])
        : `one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small":
      return `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    default:
      return issue.message.replace(/^Invalid input: expected /, "");
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** The schemas of what stands at a path. */
function below(schemas: Schemas, path: Path): Schemas {
  return path.reduce<Schemas>(
    (level, key) => level.flatMap((type) => childrenOf(unwrap(type), key)),
    schemas,
  );
}

/** The keys that the object schemas among these know. */
function keysOf(schemas: Schemas): string[] {
  const objects = schemas
    .flatMap((type) => options(unwrap(type)))
    .filter((type) => type instanceof z.ZodObject);
  return [...new Set(objects.flatMap((type) => Object.keys(type.shape)))];
}

function childrenOf(type: z.core.$ZodType, key: string | number): z.core.$ZodType[] {
  return options(type).flatMap((option): z.core.$ZodType[] => {
    if (option instanceof z.ZodObject)
      return Object.hasOwn(option.shape, key) ? [option.shape[key] as z.ZodType] : [];
    if (option instanceof z.ZodRecord) return [option.valueType];
    return option instanceof z.ZodArray ? [option.element] : [];
  });
}

function options(type: z.core.$ZodType): z.core.$ZodType[] {
  return type instanceof z.ZodUnion ? type.options.flatMap((option) => options(unwrap(option))) : [type];
}

function unwrap(type: z.core.$ZodType): z.core.$ZodType {
  while (type instanceof z.ZodOptional || type instanceof z.ZodDefault) type = type.unwrap();
  return type;
}
