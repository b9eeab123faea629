import { Builder } from "../builder.js";
import { differentiate } from "../differentiate.js";
import { float64Algebra } from "../formula/float64.js";
import type { Plan } from "../engine.js";
import { type Graph, graphHash, graphToJson } from "../graph.js";
import { graphFromJson } from "../graphDocument.js";
import { inputNames, type Op } from "../op.js";
import { spreadIndices } from "../reference/lower.js";
import { Registry } from "../registry.js";
import type { Tensor } from "../tensor.js";
import type { Value } from "../value.js";
import { type Case, casesOf } from "./cases.js";
import { weightedSum } from "./weightedSum.js";
import { caseFeeds, caseGradients, caseGraph, casePlan, gradientName, hasPath, resultName, resultShape, totalName } from "./caseGraph.js";
import { disagreement, type Disagreement } from "./differences.js";

/** One thing that must hold of one op. */
export interface Law {
  readonly op: string;
  readonly name: string;
  /** @throws {Error} naming the case, the input, the entry, both values and the bound */
  check(): void;
}

export interface LawOptions {
  /** Draws the cases; a failure prints it. Default 1. */
  readonly seed?: number;
  /** Only these ops; default: all that are registered. */
  readonly ops?: readonly string[];
}

const rules: Readonly<Record<string, (item: Case, registry: Registry) => void>> = {
  "its value is that of its formula or decomposition": valueLaw,
  "a second run gives the same bits": repeatLaw,
  "its gradient agrees with differences": gradientLaw,
  "its handwritten vjp agrees with the gradient through its meaning": ruleLaw,
  "its second derivative agrees with differences of the vjp": secondOrderLaw,
  "its graphs survive JSON": jsonLaw,
  "float32 agrees with float64": float32Law,
};

/**
 * The laws that every op must keep, over the samples of each op: one test file runs them all, and a plugin's
 * author runs the same on a registry of theirs.
 */
export function lawful(loaded: Registry, { seed = 1, ops = loaded.names("ops") }: LawOptions = {}): Law[] {
  const registry = loaded.with(weightedSum(loaded));
  return ops.flatMap((name) =>
    Object.entries(rules).map(([rule, check]) => ({
      op: name,
      name: `${name}: ${rule}`,
      check() {
        for (const item of casesOf(registry.get("ops", name), seed)) {
          try {
            check(item, registry);
          } catch (error) {
            throw new Error(`${item.label} (seed ${seed}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
          }
        }
      },
    })),
  );
}

/** The result of a case on the reference engine. */
function resultOf(graph: Graph, item: Case, registry: Registry): Tensor {
  const plan = casePlan(graph, item, registry, [resultName]);
  plan.feed(item.values);
  plan.forward();
  return plan.read(resultName);
}

function valueLaw(item: Case, registry: Registry): void {
  const { op } = item;
  const graph = caseGraph(item, registry);
  const made = resultOf(graph, item, registry);
  if (op.formula) compare(made.data, formulaValues(item, resultShape(graph, item)), 0);
  if (op.decompose) {
    const { kernel: _, formula: __, ...meaning } = op;
    const plain = replaced(registry, meaning);
    compare(made.data, resultOf(caseGraph(item, plain), item, plain).data, 1e-12);
  }
}

/** What an input is handed. */
function valueOf({ values, repeated }: Case, name: string): Tensor {
  return values[name] ?? values[repeated[0]!]!;
}

/** The formula over plain numbers, entry by entry. */
function formulaValues(item: Case, shape: readonly number[]): number[] {
  const names = inputNames(item.op);
  const spread = names.map((name) => {
    const { data, shape: own, dtype } = valueOf(item, name);
    return Array.from(spreadIndices(own, shape), (i) => (dtype === "bool" ? data[i] !== 0 : data[i]!));
  });
  return (spread[0] ?? []).map((_, entry) => {
    const inputs = Object.fromEntries(names.map((name, i) => [name, spread[i]![entry]!]));
    return Number(item.op.formula!(float64Algebra, inputs as Record<string, number>, item.attributes));
  });
}

function repeatLaw(item: Case, registry: Registry): void {
  const graph = caseGraph(item, registry);
  const plan = casePlan(graph, item, registry, [resultName]);
  plan.feed(item.values);
  plan.forward();
  const first = plan.read(resultName);
  plan.forward();
  compare(plan.read(resultName).data, first.data, 0);
}

/** Inputs without a path (and those that a handwritten `null` declares locally constant) must have differences of 0. */
function gradientLaw(item: Case, registry: Registry): void {
  if (!isDifferentiable(item, registry)) return;
  const graph = caseGradients(item, registry);
  const plan = casePlan(graph, item, registry);
  const feeds = caseFeeds(item, graph);
  plan.feed(feeds);
  plan.forward();
  plan.backward();
  const gradients = item.free.map((input) => [input, gradientOf(plan, graph, input, item)] as const);
  const magnitude = sumOfMagnitudes(plan.read(resultName).data, feeds["weights"]!.data);
  const total = (): number => {
    plan.forward();
    return plan.scalar(totalName);
  };
  for (const [input, gradient] of gradients) report(disagreement(plan, total, feeds, input, gradient, magnitude));
}

function gradientOf(plan: Plan, graph: Graph, input: string, item: Case): ArrayLike<number> {
  const hasPath = Object.hasOwn(graph.outputs, gradientName(input));
  return hasPath ? plan.read(gradientName(input)).data : item.values[input]!.data.map(() => 0);
}

function ruleLaw(item: Case, registry: Registry): void {
  const { vjp, ...meaning } = item.op;
  // The algebra's own operations have no meaning behind them.
  const isPrimitive = Object.hasOwn(float64Algebra, item.op.name);
  if (!vjp || isPrimitive || (!item.op.decompose && !item.op.formula) || !isDifferentiable(item, registry)) return;
  const [claimed, derived] = [registry, replaced(registry, meaning)].map((loaded) => {
    const graph = caseGradients(item, loaded);
    const plan = casePlan(graph, item, loaded);
    plan.feed(caseFeeds(item, graph));
    plan.forward();
    plan.backward();
    return item.free.map((input) => gradientOf(plan, graph, input, item));
  });
  claimed!.forEach((gradient, i) => compare(gradient, derived![i]!, 1e-10));
}

/** Differentiates Σ v·∂total/∂x once more and holds it against differences of the first derivative. */
function secondOrderLaw(item: Case, registry: Registry): void {
  if (!isDifferentiable(item, registry)) return;
  const first = caseGradients(item, registry);
  const inputs = item.free.filter((input) => Object.hasOwn(first.outputs, gradientName(input)));
  if (inputs.length === 0) return;
  const second = withSecondDerivatives(first, inputs, registry);
  const plan = casePlan(second, item, registry);
  const feeds = caseFeeds(item, second);
  const slope = (): number => {
    plan.forward();
    plan.backward();
    return plan.scalar("slope");
  };
  plan.feed(feeds);
  slope();
  // A vjp subtracts numbers that may cancel (softmax: g less its mean), so its own rounding is several times ε.
  const magnitude = 16 * inputs.reduce((sum, input) => {
    const direction = Array.from(item.values[input]!.data, (x) => x + 0.5);
    return sum + sumOfMagnitudes(plan.read(gradientName(input)).data, direction);
  }, 0);
  for (const input of inputs) {
    slope();
    const claimed = Object.hasOwn(second.outputs, gradientName(input, "slope"))
      ? plan.read(gradientName(input, "slope")).data
      : item.values[input]!.data.map(() => 0);
    report(disagreement(plan, slope, feeds, input, claimed, magnitude));
  }
}

/** Appends slope = Σ (x + ½)·∂total/∂x and its gradients, where it has some. */
function withSecondDerivatives(first: Graph, inputs: readonly string[], registry: Registry): Graph {
  const builder = Builder.from(first, registry);
  const call = (name: string, ...operands: (Value | number)[]): Value => builder.call(registry.get("ops", name), operands);
  const terms = inputs.map((input) => {
    const gradient = builder.get(first.outputs[gradientName(input)]!);
    return call("sum", call("multiply", gradient, call("add", builder.get(input), 0.5)));
  });
  builder.name(terms.reduce((sum, term) => call("add", sum, term)), "slope");
  const graph = builder.finish({ outputs: { ...first.outputs, slope: "slope" } });
  const wrt = inputs.filter((input) => hasPath(graph, "slope", input, registry));
  return wrt.length === 0 ? graph : differentiate(graph, { of: "slope", wrt, registry });
}

function sumOfMagnitudes(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! * b[i]!);
  return sum;
}

function jsonLaw(item: Case, registry: Registry): void {
  const graph = isDifferentiable(item, registry) ? caseGradients(item, registry) : caseGraph(item, registry);
  const read = graphFromJson(graphToJson(graph), registry);
  if (graphHash(read) !== graphHash(graph)) throw new Error("the graph that was read back is another");
}

function float32Law(item: Case, registry: Registry): void {
  const rounded: Case = {
    ...item,
    values: Object.fromEntries(
      Object.entries(item.values).map(([name, value]) => [name, value.dtype === "float64" ? { ...value, data: Float64Array.from(value.data, Math.fround) } : value]),
    ),
  };
  const exact = resultOf(caseGraph(rounded, registry), rounded, registry);
  const graph = caseGraph(rounded, registry, "float32");
  const plan = casePlan(graph, rounded, registry, [resultName]);
  plan.feed(caseFeeds(rounded, graph));
  plan.forward();
  // 32 units in the last place of the largest entry: formulas here take at most a dozen roundings.
  compare(plan.read(resultName).data, exact.data, 32 * 2 ** -24);
}

function isDifferentiable(item: Case, registry: Registry): boolean {
  const node = caseGraph(item, registry).nodes.find(({ id }) => id === resultName)!;
  return item.free.length > 0 && node.dtype === "float64";
}

/** The registry with one op put in the place of that of its name. */
export function replaced(registry: Registry, op: Op): Registry {
  return new Registry(
    registry.plugins.map((plugin) => ({ ...plugin, ...(plugin.ops && { ops: plugin.ops.map((old) => (old.name === op.name ? op : old)) }) })),
  );
}

function compare(made: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  const largest = Array.from(expected).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  for (let i = 0; i < expected.length; i++) {
    const same = Object.is(made[i], expected[i]) || Math.abs(made[i]! - expected[i]!) <= tolerance * largest;
    if (!same) throw new Error(`entry ${i} is ${made[i]}, expected ${expected[i]} (tolerance ${tolerance} of ${largest})`);
  }
  if (made.length !== expected.length) throw new Error(`${made.length} entries, expected ${expected.length}`);
}

function report(found: Disagreement | undefined): void {
  if (found === undefined) return;
  const { input, entry, step, numeric, claimed, bound } = found;
  throw new Error(`derivative by ${input}[${entry}] is ${claimed}, differences give ${numeric} (h = ${step}, bound ${bound})`);
}
