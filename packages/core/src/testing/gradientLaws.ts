import { Builder } from "../builder.js";
import type { Plan } from "../engine.js";
import { float64Algebra } from "../formula/float64.js";
import type { Graph } from "../graph.js";
import type { Registry } from "../registry.js";
import type { Value } from "../value.js";
import {
  caseFeeds,
  caseGradients,
  casePlan,
  gradientName,
  isDifferentiable,
  totalName,
  withGradients,
} from "./caseGraph.js";
import type { Case } from "./drawCase.js";
import { compare } from "./compare.js";
import { type Comparison, comparisons, describe, roundingMagnitude } from "./differences.js";
import { replaced } from "./replaced.js";

/** Inputs without a path (and those that a handwritten `null` declares locally constant) must have differences of 0. */
export function gradientLaw(item: Case, registry: Registry): void {
  if (!isDifferentiable(item, registry)) return;
  const graph = caseGradients(item, registry);
  const plan = casePlan(graph, item, registry);
  const feeds = caseFeeds(item, graph);
  plan.feed(feeds);
  plan.forward();
  plan.backward();
  const gradients = item.free.map((input) => [input, gradientOf(plan, graph, input, item)] as const);
  const magnitude = roundingMagnitude(plan, graph, totalName);
  const total = (): number => {
    plan.forward();
    return plan.scalar(totalName);
  };
  // A mean of nothing, say, is no number: of that there is no derivative to be right or wrong.
  if (!Number.isFinite(total())) return;
  for (const [input, gradient] of gradients)
    check(comparisons(plan, total, feeds[input]!, input, gradient, magnitude));
}

function gradientOf(plan: Plan, graph: Graph, input: string, item: Case): ArrayLike<number> {
  const hasPath = Object.hasOwn(graph.outputs, gradientName(input));
  return hasPath ? plan.read(gradientName(input)).data : item.values[input]!.data.map(() => 0);
}

export function ruleLaw(item: Case, registry: Registry): void {
  const { vjp, ...meaning } = item.op;
  // The algebra's own operations have no meaning behind them.
  const isPrimitive = Object.hasOwn(float64Algebra, item.op.name);
  if (!vjp || isPrimitive || (!item.op.decompose && !item.op.formula) || !isDifferentiable(item, registry))
    return;
  const [claimed, derived] = [registry, replaced(registry, meaning)].map((loaded) => {
    const graph = caseGradients(item, loaded);
    const plan = casePlan(graph, item, loaded);
    plan.feed(caseFeeds(item, graph));
    plan.forward();
    plan.backward();
    return item.free.map((input) => gradientOf(plan, graph, input, item));
  });
  // Contributions near 1 that cancel leave their rounding.
  claimed!.forEach((gradient, i) => compare(gradient, derived![i]!, 1e-10, 1e-3));
}

const slopeName = "laws/slope";

/** Differentiates Σ v·∂total/∂x once more and holds it against differences of the first derivative. */
export function secondOrderLaw(item: Case, registry: Registry): void {
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
    return plan.scalar(slopeName);
  };
  plan.feed(feeds);
  slope();
  if (!Number.isFinite(plan.scalar(totalName))) return;
  const magnitude = roundingMagnitude(plan, second, slopeName);
  for (const input of inputs) {
    slope();
    const claimed = Object.hasOwn(second.outputs, gradientName(input, slopeName))
      ? plan.read(gradientName(input, slopeName)).data
      : item.values[input]!.data.map(() => 0);
    check(comparisons(plan, slope, feeds[input]!, input, claimed, magnitude));
  }
}

/** Appends slope = Σ (x + ½)·∂total/∂x and its gradients, where it has some. */
function withSecondDerivatives(first: Graph, inputs: readonly string[], registry: Registry): Graph {
  const builder = Builder.from(first, registry);
  const call = (name: string, ...operands: (Value | number)[]): Value =>
    builder.call(registry.get("ops", name), operands);
  const terms = inputs.map((input) => {
    const gradient = builder.get(first.outputs[gradientName(input)]!);
    return call("sum", call("multiply", gradient, call("add", builder.get(input), 0.5)));
  });
  builder.name(
    terms.reduce((sum, term) => call("add", sum, term)),
    slopeName,
  );
  const graph = builder.finish({ outputs: { ...first.outputs, [slopeName]: slopeName } });
  return withGradients(graph, slopeName, inputs, registry);
}

function check(compared: Iterable<Comparison>): void {
  for (const comparison of compared) if (!comparison.agrees) throw new Error(describe(comparison));
}
