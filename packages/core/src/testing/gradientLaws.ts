import { Builder } from "../builder.js";
import { differentiate } from "../differentiate.js";
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
  hasPath,
  isDifferentiable,
  resultName,
  totalName,
} from "./caseGraph.js";
import type { Case } from "./cases.js";
import { compare } from "./compare.js";
import { disagreement, type Disagreement } from "./differences.js";
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
  const magnitude = sumOfMagnitudes(plan.read(resultName).data, feeds["weights"]!.data);
  const total = (): number => {
    plan.forward();
    return plan.scalar(totalName);
  };
  for (const [input, gradient] of gradients)
    report(disagreement(plan, total, feeds, input, gradient, magnitude));
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
  claimed!.forEach((gradient, i) => compare(gradient, derived![i]!, 1e-10));
}

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
    return plan.scalar("slope");
  };
  plan.feed(feeds);
  slope();
  // A vjp subtracts numbers that may cancel (softmax: g less its mean), so its own rounding is several times ε.
  const magnitude =
    16 *
    inputs.reduce((sum, input) => {
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
  const call = (name: string, ...operands: (Value | number)[]): Value =>
    builder.call(registry.get("ops", name), operands);
  const terms = inputs.map((input) => {
    const gradient = builder.get(first.outputs[gradientName(input)]!);
    return call("sum", call("multiply", gradient, call("add", builder.get(input), 0.5)));
  });
  builder.name(
    terms.reduce((sum, term) => call("add", sum, term)),
    "slope",
  );
  const graph = builder.finish({ outputs: { ...first.outputs, slope: "slope" } });
  const wrt = inputs.filter((input) => hasPath(graph, "slope", input, registry));
  return wrt.length === 0 ? graph : differentiate(graph, { of: "slope", wrt, registry });
}

function sumOfMagnitudes(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! * b[i]!);
  return sum;
}

function report(found: Disagreement | undefined): void {
  if (found === undefined) return;
  const { input, entry, step, numeric, claimed, bound } = found;
  throw new Error(
    `derivative by ${input}[${entry}] is ${claimed}, differences give ${numeric} (h = ${step}, bound ${bound})`,
  );
}
