import { isAbsolute, join, relative, resolve } from "node:path";
import { defaultLimits, type Graph, type Mode, placedAt, Refusal, type State } from "@chainrule/core";
import { engineNamed } from "../engines.js";
import { readBytes } from "../files/readFile.js";
import { registryWith } from "../files/loadPlugin.js";
import { type Edit, type OpenedFile, openSpecFile } from "../files/openFile.js";
import type { Project } from "../project.js";
import { decodeSafetensors, type TensorFile } from "../safetensors/decode.js";
import type { Io } from "../terminal/io.js";
import { loadWeights } from "../weights.js";

/** Options that every command takes. */
export interface CommonOptions {
  readonly plugin: readonly string[];
  readonly json?: boolean;
}

/** Options of commands that compute a model's values. */
export interface ModeOptions {
  /** As it is used, or as it is trained. */
  readonly mode: Mode;
}

/** Options of commands that run a spec. */
export interface EngineOptions {
  /** In place of the spec's own engine. */
  readonly engine?: string;
}

/** A project's model as it is used, or as it is trained. */
export function modelIn({ graph, evalGraph }: Project, { mode }: ModeOptions): Graph {
  return mode === "train" ? graph : evalGraph;
}

/** The names in a list with commas between. */
export function namesIn(list: string): string[];
export function namesIn(list: string | undefined): string[] | undefined;
export function namesIn(list: string | undefined): string[] | undefined {
  return list?.split(",").map((name) => name.trim());
}

/** Opens a spec with the plugins and the engine that the command line names. */
export async function openFrom(
  spec: string,
  { plugin, engine }: CommonOptions & EngineOptions,
  io: Io,
  edits: readonly Edit[] = [],
): Promise<OpenedFile> {
  const registry = await registryWith(plugin, io.cwd);
  const all = engine === undefined ? edits : [...edits, { path: "engine", value: checkedEngine(engine) }];
  return openSpecFile(resolve(io.cwd, spec), { registry, edits: all, name: spec });
}

function checkedEngine(name: string): string {
  try {
    engineNamed(name);
    return name;
  } catch (error) {
    throw error instanceof Refusal ? placedAt(error, undefined, "--engine") : error;
  }
}

/**
 * Reads `path=value`; the value is JSON, or else a text.
 * @throws {Refusal} bad-setting
 */
export function readEdit(text: string): Edit {
  const [path = "", ...rest] = text.split("=");
  if (rest.length === 0) {
    throw new Refusal({
      code: "bad-setting",
      at: "--set",
      got: JSON.stringify(text),
      need: "path=value",
      try: "--set train.optimiser.lr=0.1",
    });
  }
  const value = rest.join("=");
  try {
    return { path, value: JSON.parse(value) as Edit["value"] };
  } catch {
    return { path, value };
  }
}

/** The weights of a run folder. */
export function readWeights(
  runFolder: string,
  io: Io,
): { readonly file: string; readonly saved: TensorFile } {
  const file = join(runFolder, "weights.safetensors");
  const bytes = readBytes(resolve(io.cwd, file), file, defaultLimits.planBytes);
  return { file, saved: decodeSafetensors(bytes, file) };
}

/** First values of a project's state, or those of a run where one is given. */
export function stateOf(project: Project, weights: string | undefined, io: Io): State {
  const state = project.initialState();
  if (weights !== undefined) {
    const { file, saved } = readWeights(weights, io);
    loadWeights(project.graph, state, saved, file);
  }
  return state;
}

/** A path as it is best shown: relative inside the working folder, else whole. */
export function shown(path: string, io: Io): string {
  const inside = relative(io.cwd, path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
