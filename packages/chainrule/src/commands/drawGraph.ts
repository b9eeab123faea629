import { differentiate, type Graph, Refusal, type Tensor, openDims } from "@chainrule/core";
import { prepareTraining } from "@chainrule/optim";
import { unfold } from "@chainrule/viz";
import { evaluate } from "../evaluate.js";
import { lossOf, noLoss } from "../lossOf.js";
import type { Project } from "../project.js";
import { stepValues } from "../stepValues.js";
import type { Io } from "../terminal/io.js";
import type { DrawCommandOptions, Overlay } from "./drawOptions.js";
import { type Given, scalarised } from "./drawScalars.js";
import { differentiation, readFeedsFile } from "./eval.js";
import { modelIn, namesIn, stateOf } from "./options.js";

/** A graph to draw, and what is known of it. */
export interface DrawnGraph {
  readonly graph: Graph;
  /** What was differentiated, if anything was. */
  readonly of?: string | undefined;
  /** Where feeds were given. */
  readonly values?: ReadonlyMap<string, Tensor>;
  /** Sizes of the open dims that feeds gave. */
  readonly dims: Readonly<Record<string, number>>;
}

/** The graph that `draw` is to show, differentiated and computed as far as the picture needs it. */
export function drawnGraph(
  project: Project,
  options: DrawCommandOptions,
  shown: ReadonlySet<Overlay>,
  io: Io,
): DrawnGraph {
  return options.pass === "update"
    ? trainingGraph(project, options, io)
    : modelGraph(project, options, shown, io);
}

function modelGraph(
  project: Project,
  options: DrawCommandOptions,
  shown: ReadonlySet<Overlay>,
  io: Io,
): DrawnGraph {
  const { registry, viewEngine: engine } = project;
  const { pass } = options;
  const { model, state, feeds } = givenModel(project, options, io);
  const { wrt, ...given } = differentiation(options, model);
  // Gradients that nobody names are written in where there are any.
  const isAsked =
    pass !== "forward" || (options.show !== undefined && (shown.has("gradients") || shown.has("saved")));
  const of = given.of ?? (isAsked || feeds !== undefined ? lossOf(project, model) : undefined);
  if (isAsked && of === undefined) throw noLoss(model, pass === "forward" ? "--show" : "--pass");
  if (feeds === undefined) {
    const graph = of === undefined ? model : differentiate(model, { of, registry, ...(wrt && { wrt }) });
    return { graph, of, dims: {} };
  }
  const { graph, values } = evaluate(model, { registry, engine, state, feeds, of, wrt });
  return { graph, of, values, dims: openDims(model, feeds) };
}

/** The model as the options want it, and what it is computed with. */
function givenModel(project: Project, options: DrawCommandOptions, io: Io): Given {
  const model = unfolded(modelIn(project, options), project, options);
  const state = stateOf(project, options.weights, io);
  const feeds = options.feeds === undefined ? undefined : readFeedsFile(options.feeds, model, io);
  const given = { model, state, feeds };
  return options.scalar === true ? scalarised(given, project, io) : given;
}

/** The step that `train` takes, and with feeds the numbers of the first. */
function trainingGraph(project: Project, options: DrawCommandOptions, io: Io): DrawnGraph {
  const { of, wrt, unfold: nodes, scalar, feeds: file, weights } = options;
  for (const [name, value] of Object.entries({ of, wrt, unfold: nodes, scalar })) {
    if (value === undefined) continue;
    throw new Refusal({
      code: "unknown-option",
      at: `--${name}`,
      got: `--${name} with --pass update`,
      need: "a training step as the spec's train says it",
      try: `leave out --${name}`,
    });
  }
  const job = { ...project.job, engine: project.viewEngine };
  const training = prepareTraining(
    weights === undefined ? job : { ...job, state: stateOf(project, weights, io) },
  );
  const { graph, objective } = training;
  if (file === undefined) return { graph, of: objective, dims: {} };
  const feeds = readFeedsFile(file, graph, io);
  return { graph, of: objective, values: stepValues(training, feeds), dims: openDims(graph, feeds) };
}

function unfolded(model: Graph, { registry }: Project, { unfold: nodes }: DrawCommandOptions): Graph {
  if (nodes === undefined) return model;
  return unfold(model, registry, nodes === true || nodes === "all" ? "all" : namesIn(nodes));
}
