import { ambientFeeds, dataInputs } from "../ambient.js";
import { Builder } from "../builder.js";
import { compile } from "../compile.js";
import { trainable } from "../differentiate.js";
import { isFloat } from "../dtype.js";
import type { Feeds } from "../engine.js";
import { Refusal } from "../errors.js";
import { type Graph, type GraphNode, isSource, nodeId } from "../graph.js";
import { createState } from "../initialState.js";
import { inputNames, type Op } from "../op.js";
import { openDims } from "../openDims.js";
import { reference } from "../reference/engine.js";
import type { Registry } from "../registry.js";
import { elementCount, type StaticShape } from "../shape.js";
import { State } from "../state.js";
import { type Tensor, tensorOf } from "../tensor.js";
import { gradientName, resultName, totalName, weightsName, withGradients } from "./caseGraph.js";
import { type Comparison, comparisons, describe, roundingMagnitude } from "./differences.js";
import { weightedSum, weightedSumName } from "./weightedSum.js";

export interface GradcheckOptions {
  readonly registry: Registry;
  /** An output's name or a node's id, of shape []. */
  readonly of: string;
  /** Values for the graph's inputs; those of parameters, buffers and slots may be given here too, by id. */
  readonly feeds?: Feeds;
  /** Node ids: inputs, parameters, buffers or slots. Default: every float input and trainable parameter that a path leads from. */
  readonly wrt?: readonly string[];
  /** Of parameters, buffers and slots. Default: their first values. */
  readonly state?: State;
  /** Sizes of names that are still open, where the feeds do not tell. */
  readonly dims?: Readonly<Record<string, number>>;
}

/** One input's derivative beside the differences: the entry where, measured by the bound, they are farthest apart. */
export interface CheckedInput {
  readonly input: string;
  /** How many entries were compared. */
  readonly entries: number;
  /** Undefined where the input has no entries. */
  readonly worst: Comparison | undefined;
}

export interface GradcheckReport {
  readonly of: string;
  readonly inputs: readonly CheckedInput[];
}

/** A derivative that differences of its function contradict; the message names input, entry, both values and bound. */
export class GradientMismatch extends Error {
  override readonly name = "GradientMismatch";
  readonly report: GradcheckReport;

  constructor(report: GradcheckReport) {
    const wrong = report.inputs.flatMap(({ worst }) => (worst && !worst.agrees ? [worst] : []));
    super(wrong.map((comparison) => `${report.of}: ${describe(comparison)}`).join("\n"));
    this.report = report;
  }
}

/**
 * Holds the derivatives that {@link differentiate} makes against central differences of the function itself: a five-point
 * stencil at two step sizes, on the reference engine in float64, whatever the graph's dtype. The bound follows from the
 * rounding of every number on the way; a factor of 1 + 1e-6 is seen. A graph that has its gradients already, as outputs
 * `grad/<of>/<id>`, is checked as it is. Differences say nothing at a kink: keep the numbers a hundredth away from it.
 * @returns for each input, the entry at which the two are farthest apart
 * @throws {GradientMismatch} a derivative is wrong
 * @throws {Refusal} as `differentiate` and `compile`; unreachable: nothing leads to `of`; missing-feed
 */
export function gradcheck(
  given: Graph,
  { registry, of, feeds = {}, ...options }: GradcheckOptions,
): GradcheckReport {
  const graph = inFloat64(given);
  const end = nodeId(graph, of);
  const asked = options.wrt?.map((id) => nodeId(graph, id));
  const targets = asked ?? usualTargets(graph);
  const isGiven = targets.some((id) => Object.hasOwn(graph.outputs, gradientName(id, of)));
  const both = isGiven ? graph : withGradients(graph, of, targets, registry);
  const claimed = new Map(targets.map((id) => [id, both.outputs[gradientName(id, of)]]));
  const checked = asked ?? targets.filter((id) => claimed.get(id) !== undefined);
  if (checked.length === 0) throw unreachable(of);
  const open = withSourcesAsInputs(both);
  const values: Feeds = {
    ...ambientFeeds(open, 1),
    ...stateFeeds(options.state ?? createState(graph, registry)),
    ...Object.fromEntries(Object.entries(feeds).map(([id, value]) => [id, tensorInFloat64(value)])),
  };
  const plan = compile(open, {
    registry,
    engine: reference(),
    state: new State([]),
    dims: { ...openDims(open, values), ...options.dims },
    outputs: [end, ...checked.flatMap((id) => claimed.get(id) ?? [])],
    keep: checked,
  });
  plan.feed(values);
  plan.forward();
  plan.backward();
  const magnitude = roundingMagnitude(plan, open, of);
  const gradients = checked.map((id) => {
    const node = claimed.get(id);
    return node === undefined ? values[id]!.data.map(() => 0) : plan.read(node).data;
  });
  const f = (): number => {
    plan.forward();
    return plan.scalar(end);
  };
  const inputs = checked.map((id, i) =>
    worstOf(id, comparisons(plan, f, values[id]!, id, gradients[i]!, magnitude)),
  );
  const report: GradcheckReport = { of, inputs };
  if (inputs.some(({ worst }) => worst?.agrees === false)) throw new GradientMismatch(report);
  return report;
}

export interface OpGradcheckOptions {
  /** Holds the op. */
  readonly registry: Registry;
  /** A value for each of the op's inputs. */
  readonly inputs: Feeds;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Names of inputs. Default: every float input that the result varies with. */
  readonly wrt?: readonly string[];
}

/**
 * As {@link gradcheck}, of a single call of an op: of the sum of its result times weights, so that no entries cancel.
 * @throws {GradientMismatch} a derivative is wrong
 * @throws {Refusal} as the call, `differentiate` and `compile`
 */
export function gradcheckOp(
  op: Op,
  { registry, inputs, attributes, wrt }: OpGradcheckOptions,
): GradcheckReport {
  const loaded = registry.with(weightedSum(registry));
  const builder = new Builder({ registry: loaded, dtype: "float64", name: op.name });
  const feeds = Object.fromEntries(
    inputNames(op).flatMap((name) => (inputs[name] ? [[name, tensorInFloat64(inputs[name])]] : [])),
  );
  const operands = Object.entries(feeds).map(([name, { shape, dtype }]) =>
    builder.source("input", name, shape, dtype),
  );
  const result = builder.name(builder.call(op, operands, attributes), resultName);
  const weights = Array.from(
    { length: elementCount(result.shape as StaticShape) },
    (_, i) => 1 + (i % 7) / 8,
  );
  const operand = builder.source("input", weightsName, result.shape, "float64");
  builder.name(builder.call(loaded.get("ops", weightedSumName), [result, operand]), totalName);
  const graph = builder.finish({ outputs: { [totalName]: totalName } });
  const given = { ...feeds, [weightsName]: tensorOf(weights, result.shape as StaticShape) };
  const floats = Object.keys(feeds).filter((name) => isFloat(feeds[name]!.dtype));
  const both = withGradients(graph, totalName, wrt ?? floats, loaded);
  const varying = floats.filter((name) => Object.hasOwn(both.outputs, gradientName(name)));
  return gradcheck(both, { registry: loaded, of: totalName, feeds: given, wrt: wrt ?? varying });
}

/** Float inputs and trainable parameters. */
function usualTargets(graph: Graph): string[] {
  const inputs = dataInputs(graph).filter(({ dtype }) => isFloat(dtype));
  return [...inputs.map(({ id }) => id), ...trainable(graph)];
}

function unreachable(of: string): Refusal {
  return new Refusal({
    code: "unreachable",
    at: of,
    got: `no float input or trainable parameter with which ${of} varies`,
    need: "at least one",
  });
}

function inFloat64(graph: Graph): Graph {
  const nodes = graph.nodes.map((node): GraphNode =>
    isFloat(node.dtype) ? { ...node, dtype: "float64" } : node,
  );
  return { ...graph, dtype: "float64", nodes };
}

function tensorInFloat64({ data, shape, dtype }: Tensor): Tensor {
  return isFloat(dtype) ? tensorOf(data, shape) : { data, shape, dtype };
}

/** What a state holds becomes feeds, so that all that can be differentiated by is nudged in one way. */
function withSourcesAsInputs(graph: Graph): Graph {
  const isHeld = ({ op }: GraphNode): boolean => isSource(op) && op !== "constant";
  const nodes = graph.nodes.map((node): GraphNode =>
    isHeld(node) ? { ...node, op: "input", attributes: {} } : node,
  );
  return { ...graph, nodes, updates: {} };
}

function stateFeeds(state: State): Feeds {
  const unset = new Set(state.unset());
  const ids = state.ids().filter((id) => !unset.has(id));
  return Object.fromEntries(ids.map((id) => [id, tensorInFloat64(state.read(id))]));
}

/** Where the difference is largest, measured by its bound. */
function worstOf(input: string, compared: Iterable<Comparison>): CheckedInput {
  const farness = ({ numeric, claimed, bound, agrees }: Comparison): number =>
    agrees ? Math.abs(numeric - claimed) / bound || 0 : Infinity;
  const entries = new Set<number>();
  let worst: Comparison | undefined;
  for (const comparison of compared) {
    entries.add(comparison.entry);
    if (worst === undefined || farness(comparison) > farness(worst)) worst = comparison;
  }
  return { input, entries: entries.size, worst };
}
