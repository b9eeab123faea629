import { type Engine, type EngineComparison, placedAt, Refusal } from "@chainrule/core";
import { compareEnginesOn } from "../engineComparison.js";
import { comparisonText } from "../engineComparisonText.js";
import { comparedEngines, engineNamed, engineNames } from "../engines.js";
import { jsonText } from "../json.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { readFeedsFile } from "./eval.js";
import { type CommonOptions, namesIn, openFrom } from "./options.js";
import { readCount } from "./readCount.js";

export interface CompareEnginesCommandOptions extends CommonOptions {
  readonly engines?: string;
  readonly steps?: string;
  readonly bound?: string;
  readonly feeds?: string;
  readonly format: "text" | "json";
}

/** `compare-engines SPEC`: whether two engines compute the same values; ends with `failed` where they do not. */
export async function compareEnginesOf(
  spec: string,
  options: CompareEnginesCommandOptions,
  io: Io,
): Promise<number> {
  const [a, b] = enginesOf(options.engines).map(engineAt);
  const steps = readCount(options.steps, {
    option: "--steps",
    most: 1_000_000,
    what: "how many steps",
    try: 10,
  });
  const bound = readBound(options.bound);
  const { project } = await openFrom(spec, options, io);
  const feeds = options.feeds === undefined ? undefined : readFeedsFile(options.feeds, project.graph, io);
  const told = compareEnginesOn(project, { a: a!, b: b!, steps, bound, feeds });
  // What both refuse is no difference between them, but a mistake in the input.
  if (told.refusal) project.placed(() => refuse(told.refusal!));
  const isJson = options.json === true || options.format === "json";
  io.stdout.write(isJson ? `${jsonText(inJson(told), 2)}\n` : visible(comparisonText(told)));
  return told.isSame ? exitCode.fine : exitCode.failed;
}

function refuse(refusal: Refusal): never {
  throw refusal;
}

/** Reads `--engines wasm,interpreter`. @throws {Refusal} bad-engines */
function enginesOf(list: string | undefined): readonly [string, string] {
  if (list === undefined) return comparedEngines;
  const [a, b, ...more] = namesIn(list);
  if (a !== undefined && b !== undefined && more.length === 0) return [a, b];
  throw new Refusal({
    code: "bad-engines",
    at: "--engines",
    got: JSON.stringify(list),
    need: `two of ${engineNames.join(", ")}, with a comma between`,
    try: `--engines ${comparedEngines.join()}`,
  });
}

function engineAt(name: string): Engine {
  try {
    return engineNamed(name);
  } catch (error) {
    throw error instanceof Refusal ? placedAt(error, undefined, "--engines") : error;
  }
}

/** Reads `--bound 4`. @throws {Refusal} bad-bound */
function readBound(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const bound = text.trim() === "" ? NaN : Number(text);
  if (bound >= 0) return bound;
  throw new Refusal({
    code: "bad-bound",
    at: "--bound",
    got: JSON.stringify(text),
    need: "how many units in the last place values may be apart, at least 0",
    try: "--bound 4",
  });
}

function inJson({ refusal: _, refusedAlone, ...told }: EngineComparison): object {
  const alone = refusedAlone && {
    refusedAlone: { engine: refusedAlone.engine, problems: refusedAlone.refusal.problems },
  };
  return { ...told, ...alone };
}
