import {
  defaultLimits,
  draws,
  type Limits,
  located,
  nearest,
  type Problem,
  Refusal,
  type Registry,
  resolveAttributes,
  written,
} from "@chainrule/core";
import type { DataGenerator, Generated } from "./generator.js";
import { dataKeys, type DataSpec } from "./section.js";

export interface GeneratorContext {
  readonly registry: Registry;
  /** The spec's seed. */
  readonly seed: number;
  readonly limits?: Limits;
}

/** Keys that `data` has beside a generator and its attributes. */
const besides = ["columns", "labels", "encode", "split"];

/**
 * Looks up the generator that a spec names, and sets its attributes.
 * @throws {Refusal} unknown-generator | unknown-, missing- or bad-attribute | too-many-rows
 */
export function readGenerator(
  name: string,
  spec: DataSpec,
  { registry, seed, limits = defaultLimits }: GeneratorContext,
): Generated {
  const generator = located(["data", "generator"], () => registry.get("generators", name));
  const given = Object.fromEntries(Object.entries(spec).filter(([key]) => !dataKeys.includes(key)));
  const generated = located(["data"], () => {
    const attributes = resolved(generator, given);
    return generator.make(attributes, draws(seed, "data", `generator/${name}`));
  });
  if (generated.rows > limits.rows) throw tooManyRows(generator, generated, given, limits);
  if (!Number.isSafeInteger(generated.rows) || generated.rows < 1) {
    throw new TypeError(`generator ${name} makes ${generated.rows} rows; it should be an integer above 0`);
  }
  return generated;
}

function resolved(generator: DataGenerator, given: Readonly<Record<string, unknown>>) {
  try {
    return resolveAttributes(`generator ${generator.name}`, generator.attributes, given);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((problem) => withHint(problem, generator, given)));
  }
}

/** A problem with a line that would mend it, where one is known. */
function withHint(
  problem: Problem,
  { attributes = {}, example = {} }: DataGenerator,
  given: Readonly<Record<string, unknown>>,
): Problem {
  const line = (key: string, value: unknown) => ({ ...problem, try: `"${key}": ${written(value)}` });
  const key = String(problem.path?.[0]);
  if (problem.code === "unknown-attribute") {
    const near = nearest(key, [...Object.keys(attributes), ...besides]);
    return near === undefined ? problem : { ...problem, try: JSON.stringify(near) };
  }
  if (problem.code === "missing-attribute") {
    const [missing] = Object.entries(example).filter(([name]) => problem.got.startsWith(`no "${name}" `));
    return missing === undefined ? problem : line(...missing);
  }
  const declared = attributes[key];
  if (declared === undefined || problem.try !== undefined) return problem;
  const value = given[key];
  const unquoted = typeof value === "string" && value.trim() !== "" ? Number(value) : undefined;
  const choices = [unquoted, declared.default, Object.entries(example).find(([name]) => name === key)?.[1]];
  const fitting = choices.find(
    (choice) => (choice ?? undefined) !== undefined && declared.parse(choice) !== undefined,
  );
  return fitting === undefined ? problem : line(key, fitting);
}

function tooManyRows(
  { name, size }: DataGenerator,
  { rows }: Generated,
  given: Readonly<Record<string, unknown>>,
  limits: Limits,
): Refusal {
  const value = size === undefined ? undefined : given[size];
  // The rows grow with the attribute `size`, so that this share of it is allowed.
  const most = typeof value === "number" ? Math.floor(value * (limits.rows / rows)) : 0;
  return new Refusal({
    code: "too-many-rows",
    path: ["data", value === undefined ? "generator" : size!],
    got: `${rows} rows from generator ${name}`,
    need: `at most ${limits.rows}`,
    ...(most >= 1 && { try: `"${size}": ${most}` }),
  });
}
