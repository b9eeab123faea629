import {
  blocksSection,
  build,
  type BuildSpec,
  checkForm,
  defaultLimits,
  dimsSection,
  isObject,
  type Json,
  type Limits,
  modelSection,
  parseDocument,
  type Problem,
  ProblemList,
  profileSection,
  Refusal,
  type Registry,
  type Section,
  type SourceDocument,
  nearest,
  type UsedFiles,
  useSection,
} from "@chainrule/core";
import { dataSection, type DataSpec } from "@chainrule/data";
import {
  type Expectation,
  expectSection,
  trainSection,
  type TrainSpec,
  watchSection,
  type WatchSpec,
} from "@chainrule/optim";
import type { EngineName } from "./engines.js";
import { isOlder, languageProblems, pluginProblems, statedVersion } from "./migrations/versions.js";
import { topLevelSections, unsupportedSections } from "./topLevel.js";
import { readUsed, type ReadText } from "./use.js";

/** What a person wrote, its form checked. What it means is for `openSpec` to find out. */
export interface Spec extends BuildSpec {
  readonly doc?: string;
  readonly plugins?: Readonly<Record<string, number>>;
  readonly engine?: EngineName;
  readonly data?: DataSpec;
  readonly train?: TrainSpec;
  readonly watch?: WatchSpec;
  readonly expect?: readonly Expectation[];
}

/** The sections that the language is made of, by key. */
export const sections = {
  ...topLevelSections,
  profile: profileSection,
  use: useSection,
  dims: dimsSection,
  blocks: blocksSection,
  model: modelSection,
  data: dataSection,
  train: trainSection,
  watch: watchSection,
  expect: expectSection,
} as const;

/** What `build` reads beside the model. */
const buildKeys = ["name", "seed", "dtype", "profile", "use", "dims", "blocks"] as const;

export interface ParseOptions {
  readonly registry: Registry;
  readonly limits?: Limits;
  /** The text of a file of the spec's folder; without it a spec can use no blocks of others. */
  readonly readText?: ReadText | undefined;
}

/** A spec, and the document that knows where everything in it stood. */
export interface ParsedSpec {
  readonly spec: Spec;
  readonly document: SourceDocument;
  /** The files that its blocks come from. */
  readonly used: UsedFiles;
}

/**
 * Reads a spec: JSON with comments and trailing commas.
 * @param file its name, for messages
 * @throws {Refusal} with every mistake of form, each with line and column: what `parseDocument` and `checkForm`
 *   throw; unknown-key | missing-key | unsupported | unsupported-version | missing-plugin
 */
export function parseSpec(
  text: string,
  file: string,
  { limits = defaultLimits, ...options }: ParseOptions,
): ParsedSpec {
  return readSpec(parseDocument(text, file, limits), { ...options, limits });
}

/** Like {@link parseSpec}, for a document that was parsed, and perhaps edited, before. */
export function readSpec(source: SourceDocument, options: ParseOptions): ParsedSpec {
  const { registry } = options;
  const problems = new ProblemList();
  const top = objectOf(source);
  const versions = languageProblems(source.value, registry, source.file);
  // Of a document in an older language, nothing else can be said.
  if (isOlder(statedVersion(source.value)?.version ?? null)) throw source.place(new Refusal(versions));
  const keys = keyProblems(top);
  // A version that is missing and a key that was meant for it are one mistake.
  const isMisspelt = keys.some((problem) => problem.try === '"chainrule"');
  [...(isMisspelt ? [] : versions), ...keys].forEach((problem) => problems.add(problem));
  const read: Record<string, unknown> = {};
  for (const [key, section] of Object.entries<Section<unknown>>(sections)) {
    if (top[key] === undefined) continue;
    read[key] = problems.attempt(() => checkForm(section.schema, top[key], [key]));
  }
  const spec = read as Partial<Spec>;
  const missing = pluginProblems(spec.plugins ?? {}, registry, source.file);
  missing.forEach((problem) => problems.add(problem));
  const { used, document } = readUsed(source, spec.use ?? {}, options, problems);
  const { model } = spec;
  const isReadable = buildKeys.every((key) => top[key] === undefined || read[key] !== undefined);
  if (problems.found.length > 0 && model !== undefined && isReadable && missing.length === 0) {
    // What is wrong inside the model does not depend on the rest: it is told in the same breath.
    problems.attempt(() => build({ ...spec, model }, { ...options, used }));
  }
  if (problems.found.length > 0 || spec.model === undefined)
    throw document.place(new Refusal(problems.found));
  return { spec: { ...spec, model: spec.model }, document, used };
}

function objectOf({ value, file }: SourceDocument): Readonly<Record<string, Json>> {
  if (isObject(value)) return value;
  const got = Array.isArray(value) ? "a list" : JSON.stringify(value);
  throw new Refusal({
    code: "wrong-type",
    file,
    line: 1,
    column: 1,
    got,
    need: 'an object: { "chainrule": 1, … }',
  });
}

function keyProblems(top: Readonly<Record<string, Json>>): Problem[] {
  const known = ["chainrule", ...Object.keys(sections), ...Object.keys(unsupportedSections)];
  const given = Object.keys(top).filter((key) => !key.startsWith("x-") && !known.includes(key));
  const absent = known.filter((key) => !Object.hasOwn(top, key));
  const unknown = given.map((key) => unknownKey(key, absent));
  const isMissing = top["model"] === undefined && unknown.every((problem) => problem.try !== '"model"');
  return [
    ...unknown,
    ...Object.keys(unsupportedSections)
      .filter((key) => Object.hasOwn(top, key))
      .map((key) => ({
        code: "unsupported",
        path: [key],
        got: `"${key}"`,
        need: unsupportedSections[key]!,
        try: `leave out "${key}"`,
      })),
    ...(isMissing ? [missingModel] : []),
  ];
}

const missingModel: Problem = {
  code: "missing-key",
  path: [],
  got: 'no "model"',
  need: "what is computed",
  try: '"model": { "inputs": { … }, "nodes": { … }, "outputs": { … } }',
};

function unknownKey(key: string, absent: readonly string[]): Problem {
  const need = 'a key of the language; your own begin with "x-"';
  const hint = JSON.stringify(nearest(key, absent) ?? `x-${key}`);
  return { code: "unknown-key", path: [key], got: JSON.stringify(key), need, try: hint };
}
