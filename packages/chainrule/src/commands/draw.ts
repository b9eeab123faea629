import { differentiate, type Graph, Refusal } from "@chainrule/core";
import { type Annotations, draw, gradientsOf, toPng, toSvg } from "@chainrule/viz";
import { evaluate } from "../evaluate.js";
import type { Project } from "../project.js";
import { exitCode, type Io } from "../terminal/io.js";
import { differentiation, readFeedsFile } from "./eval.js";
import { type CommonOptions, type ModeOptions, modelIn, openFrom, stateOf } from "./options.js";
import { writeOutput } from "./writeOutput.js";

export interface DrawCommandOptions extends CommonOptions, ModeOptions {
  readonly pass: "forward" | "backward";
  readonly of?: string;
  readonly wrt?: string;
  readonly feeds?: string;
  readonly weights?: string;
  readonly format: "dot" | "svg" | "png";
  readonly output?: string;
  readonly renderer: "auto" | "wasm" | "dot";
}

/** `draw SPEC`: the model or its backward pass as a picture, with numbers where feeds are given. */
export async function drawSpec(spec: string, options: DrawCommandOptions, io: Io): Promise<number> {
  refuseBinary(options, io);
  const { project } = await openFrom(spec, options, io);
  const { graph, annotations } = project.placed(() => pictured(project, options, io));
  const dot = draw(graph, { pass: options.pass, registry: project.registry, ...annotations });
  const picture = await rendered(dot, options);
  if (options.output === undefined) io.stdout.write(picture);
  else writeOutput(options.output, picture, io);
  return exitCode.fine;
}

async function rendered(dot: string, { format, renderer }: DrawCommandOptions): Promise<string | Uint8Array> {
  if (format === "dot") return dot;
  // The installed Graphviz measures with the system's fonts; a PNG is painted with ours.
  return format === "svg" ? toSvg(dot, { renderer }) : toPng(await toSvg(dot));
}

interface Pictured {
  readonly graph: Graph;
  readonly annotations: Annotations;
}

function pictured(project: Project, options: DrawCommandOptions, io: Io): Pictured {
  const { registry, engine } = project;
  const model = modelIn(project, options);
  const { wrt, ...given } = differentiation(options, model);
  const of =
    given.of ?? (options.pass === "backward" || options.feeds !== undefined ? lossOf(project) : undefined);
  if (options.feeds === undefined) {
    const graph = of === undefined ? model : differentiate(model, { of, registry, ...(wrt && { wrt }) });
    return { graph, annotations: {} };
  }
  const state = stateOf(project, options.weights, io);
  const feeds = readFeedsFile(options.feeds, model, io);
  const { graph, values } = evaluate(model, { registry, engine, state, feeds, of, wrt });
  // A backward picture is made of gradients: beside the forward values that it quotes they would only repeat.
  const gradients =
    of !== undefined && options.pass === "forward" ? gradientsOf(graph, of, values) : undefined;
  return {
    graph,
    annotations: { values, ...(gradients && { gradients }) },
  };
}

/** What is differentiated when nobody says: what is minimised, else the output `loss`. */
function lossOf({ spec, evalGraph }: Project): string | undefined {
  const minimise = spec.train?.minimise;
  if (typeof minimise === "string") return minimise;
  return Object.hasOwn(evalGraph.outputs, "loss") ? "loss" : undefined;
}

function refuseBinary({ format, output }: DrawCommandOptions, { stdout }: Io): void {
  if (format !== "png" || output !== undefined || stdout.isTTY !== true) return;
  throw new Refusal({
    code: "binary-to-terminal",
    at: "--format png",
    got: "a terminal to write bytes to",
    need: "a file or a pipe",
    try: "-o picture.png",
  });
}
