import { resolve } from "node:path";
import {
  ambientFeeds,
  defaultLimits,
  type Feeds,
  formatShape,
  type Graph,
  type Nested,
  parseDocument,
  type Tensor,
  toNested,
} from "@chainrule/core";
import { type Evaluation, evaluate } from "../evaluate.js";
import { readFeeds } from "../feeds.js";
import { readText } from "../files/readFile.js";
import { jsonText } from "../json.js";
import { columns } from "../terminal/columns.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { readable } from "../terminal/shortest.js";
import {
  type CommonOptions,
  type EngineOptions,
  type ModeOptions,
  modelIn,
  openFrom,
  stateOf,
} from "./options.js";

export interface EvalOptions extends CommonOptions, EngineOptions, ModeOptions {
  readonly feeds: string;
  readonly of?: string;
  readonly wrt?: string;
  readonly weights?: string;
}

/** `eval SPEC --feeds FILE`: outputs for given inputs, and the gradients of one of them. */
export async function evaluateSpec(spec: string, options: EvalOptions, io: Io): Promise<number> {
  const { project } = await openFrom(spec, options, io);
  const { registry, viewEngine: engine } = project;
  const graph = modelIn(project, options);
  const state = stateOf(project, options.weights, io);
  const feeds = readFeedsFile(options.feeds, graph, io);
  const { of, wrt } = differentiation(options, graph);
  const result = evaluate(graph, { registry, engine, state, feeds, of, wrt });
  io.stdout.write(options.json ? `${jsonText(inJson(result), 2)}\n` : inText(result));
  return exitCode.fine;
}

/** Reads a file `{ "x": [[1, -2]], … }`. What draws numbers in training draws those of its first step. */
export function readFeedsFile(path: string, graph: Graph, io: Io): Feeds {
  const text = readText(resolve(io.cwd, path), path, defaultLimits.documentBytes);
  return { ...readFeeds(parseDocument(text, path), graph), ...ambientFeeds(graph, 1) };
}

/** `--wrt` without `--of` means the loss. */
export function differentiation(
  { of, wrt }: Pick<EvalOptions, "of" | "wrt">,
  graph: Graph,
): { of: string | undefined; wrt: string[] | undefined } {
  const usual = wrt === undefined || !Object.hasOwn(graph.outputs, "loss") ? undefined : "loss";
  return { of: of ?? usual, wrt: wrt?.split(",").map((name) => name.trim()) };
}

type Tensors = Readonly<Record<string, Tensor>>;

function inJson({ outputs, gradients, contributions, missing }: Evaluation): object {
  const nested = (tensors: Tensors): Record<string, Nested> => {
    return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, toNested(tensor)]));
  };
  return {
    outputs: nested(outputs),
    gradients: nested(gradients),
    contributions: nested(contributions),
    missing,
  };
}

function inText({ outputs, gradients, contributions, missing }: Evaluation): string {
  const rows = [...rowsOf(outputs)];
  for (const [name, tensor] of Object.entries(gradients)) {
    rows.push(...rowsOf({ [name]: tensor }));
    const terms = Object.entries(contributions).filter(([id]) => id.startsWith(`${name}@`));
    rows.push(...rowsOf(Object.fromEntries(terms.map(([id, term]) => [`  ${id.slice(name.length)}`, term]))));
  }
  const absent = Object.entries(missing).map(
    ([name, inputs]) => `${name} was not computed: it needs ${inputs.join(", ")}\n`,
  );
  return visible(columns(rows) + absent.join(""));
}

function rowsOf(tensors: Tensors): string[][] {
  return Object.entries(tensors).map(([name, tensor]) => {
    return [name, tensor.shape.length === 0 ? "" : formatShape(tensor.shape), jsonText(readable(tensor))];
  });
}
