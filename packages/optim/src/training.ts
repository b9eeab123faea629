import {
  checkForm,
  compile,
  createState,
  defaultLimits,
  type Engine,
  type Graph,
  type Limits,
  located,
  Refusal,
  type Registry,
  sameShape,
  splitNames,
  type Splits,
  type State,
} from "@chainrule/core";
import { type BatchOrder, batchOrder } from "./batches.js";
import { checkTraining } from "./checkTraining.js";
import { fitBuffers } from "./fit.js";
import { unfrozen } from "./freeze.js";
import { objectiveOf, withObjective } from "./objective.js";
import { readLearningRate, readOptimiser, readSolver } from "./readOptimiser.js";
import { checkColumns, isBatched } from "./rows.js";
import { checkStopRules, refuseOwnNames, type RunMetrics, runMetrics, watchedMetrics } from "./runMetrics.js";
import { trainSection, type TrainSpec, watchSection } from "./section.js";
import { solutionSlot } from "./solver.js";
import { type CompileFor, Stepper } from "./stepper.js";
import { trainingStep } from "./trainingStep.js";
import type { WatchSpec } from "./watch.js";
import { type TensorReaders, tensorReaders, watchedHistograms } from "./watchedHistograms.js";

/** Everything that determines a run: equal jobs give equal bits. */
export interface TrainJob {
  /** The model, built in train mode. */
  readonly graph: Graph;
  /** The same model, built in eval mode. */
  readonly evalGraph: Graph;
  /** A column for each input, rows along axis 0. */
  readonly data: Splits;
  readonly train: TrainSpec;
  readonly watch?: WatchSpec | undefined;
  readonly registry: Registry;
  readonly engine: Engine;
  /** Of the order of rows; default: the graph's. */
  readonly seed?: number | undefined;
  /** Values to begin with, where it has them; copied, never changed. Default: first values as the graph says. */
  readonly state?: State | undefined;
  /** What the job's states and plans may cost; default: the framework's limits. */
  readonly limits?: Limits | undefined;
}

/** A job made ready: its graphs, and the one state that all its plans share. */
export interface Training {
  readonly job: TrainJob;
  /** Model, backward pass and updates. */
  readonly graph: Graph;
  /** The model in eval mode, with what is minimised as an output. */
  readonly evalGraph: Graph;
  /** Parameters, buffers and slots; what they hold after the run is its result. */
  readonly state: State;
  readonly seed: number;
  /** The output that is minimised. */
  readonly objective: string;
  /** Ids of the trained parameters. */
  readonly parameters: readonly string[];
  readonly order: BatchOrder;
  readonly stepper: Stepper;
  /** Compiles other plans over the same state. */
  readonly compileFor: CompileFor;
  readonly metrics: RunMetrics;
  /** Names of the metrics that are told while the run goes on. */
  readonly watched: readonly string[];
  /** What histograms are told of, by name. */
  readonly histograms: TensorReaders;
}

/**
 * Makes a job ready: checks data and rules, makes the graph of a training step, gives parameters their first
 * values and fits buffers to the training rows. Runs nothing else; the job stays as it was.
 * @throws {Refusal} with paths into the spec, for whatever in the job cannot be
 */
export function prepareTraining(job: TrainJob): Training {
  checkForm(trainSection.schema, job.train, ["train"]);
  if (job.watch !== undefined) checkForm(watchSection.schema, job.watch, ["watch"]);
  const { data, train, registry, engine, watch = {}, seed = job.graph.seed } = job;
  refuseOwnNames(job.graph.outputs);
  const { limits = defaultLimits } = job;
  checkSplits(job);
  checkTraining(job.graph, train, registry);
  const graph = located(["train"], () => stepGraph(job));
  const order = located(["train", "batch"], () => checkedOrder(job, seed));
  const learningRate = located(["train", "optimiser", "lr"], () =>
    readLearningRate(train.optimiser.lr, registry),
  );
  const evalGraph = withObjective(job.evalGraph, train.minimise, registry);
  const state = firstState(graph, job);
  const compileFor: CompileFor = (of, rows, outputs) =>
    compile(of, { registry, engine, state, limits, dims: { N: rows }, ...(outputs && { outputs }) });
  fitBuffers(evalGraph, data.train, state, compileFor);
  located(["train"], () => solve(job, state, limits));
  const stepper = new Stepper({ graph, dataset: data.train, order, learningRate, state, compileFor });
  const objective = objectiveOf(train.minimise);
  const parameters = unfrozen(graph, train.freeze);
  const metrics = runMetrics({ stepper, graph, evalGraph, data, state, compileFor, objective, parameters });
  located(["train", "stop"], () => checkStopRules(train.stop, metrics.during));
  const watched = located(["watch"], () => watchedMetrics(watch, metrics.during));
  const readers = tensorReaders({ stepper, state, objective, parameters });
  const histograms = located(["watch"], () => watchedHistograms(watch, readers));
  return {
    job,
    graph,
    evalGraph,
    state,
    seed,
    objective,
    parameters,
    order,
    stepper,
    compileFor,
    metrics,
    watched,
    histograms,
  };
}

/** Where the parameters are solved for: writes their solution, which the step takes. */
function solve({ graph, data, train, registry, engine }: TrainJob, state: State, limits: Limits): void {
  const { minimise, freeze, optimiser } = train;
  const chosen = readSolver(optimiser, registry);
  if (chosen === undefined) return;
  const parameters = unfrozen(graph, freeze);
  const own = state.clone();
  const job = { graph, minimise, parameters, registry, dataset: data.train, state: own, engine, limits };
  for (const [id, values] of chosen.solver.solve(job, chosen.attributes))
    state.write(solutionSlot(id), values);
}

function stepGraph({ graph, train, registry }: TrainJob): Graph {
  const optimiser = located(["optimiser"], () => readOptimiser(train.optimiser, registry));
  return trainingStep(graph, { minimise: train.minimise, freeze: train.freeze, optimiser, registry });
}

function checkSplits({ graph, data }: TrainJob): void {
  for (const split of splitNames) {
    const dataset = data[split];
    if (dataset !== undefined) checkColumns(graph, dataset, split);
  }
}

function checkedOrder({ graph, data, train }: TrainJob, seed: number): BatchOrder {
  const order = batchOrder(data.train.rows, train.batch, seed);
  if (order.size === 1 || isBatched(graph)) return order;
  throw new Refusal({
    code: "not-batched",
    path: ["size"],
    got: `batches of ${order.size} for a model of one example, whose inputs have no N`,
    need: "single examples",
    try: '"size": "single", or "N" as the first dim of the inputs',
  });
}

function firstState(graph: Graph, { registry, state: given, limits }: TrainJob): State {
  const state = createState(graph, registry, limits);
  if (given === undefined) return state;
  const unset = new Set(given.unset());
  for (const id of state.ids()) {
    if (!given.has(id) || unset.has(id)) continue;
    const { data, shape } = given.peek(id);
    if (sameShape(shape, state.peek(id).shape)) state.write(id, data);
  }
  return state;
}
