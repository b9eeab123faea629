import { float64Algebra } from "../formula/float64.js";
import { type Graph, graphHash, graphToJson, indexOf } from "../graph.js";
import { graphFromJson } from "../graphDocument.js";
import { inputNames } from "../op.js";
import { spreadIndices } from "../reference/spread.js";
import type { Registry } from "../registry.js";
import { scalarTensors } from "../scalar/scalarIds.js";
import { closedOutputs, toScalars } from "../scalar/toScalars.js";
import type { Tensor } from "../tensor.js";
import {
  caseFeeds,
  caseGradients,
  caseGraph,
  casePlan,
  isDifferentiable,
  resultName,
  resultShape,
} from "./caseGraph.js";
import type { Case } from "./drawCase.js";
import { compare } from "./compare.js";
import { replaced } from "./replaced.js";

export function valueLaw(item: Case, registry: Registry): void {
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

/** An op that cannot be taken apart into single numbers keeps this law by being refused. */
export function scalarLaw(item: Case, registry: Registry): void {
  const { dims } = item;
  const graph = caseGraph(item, registry);
  const options = { registry, dims, outputs: [resultName] };
  if (closedOutputs(graph, options).has(resultName)) return;
  const scalars = toScalars(graph, options);
  const plan = casePlan(scalars, item, registry);
  const feeds = scalarTensors(item.values);
  plan.feed(Object.fromEntries(Object.entries(feeds).filter(([id]) => indexOf(scalars).has(id))));
  plan.forward();
  const made = Object.keys(scalars.outputs).map((name) => plan.scalar(name));
  compare(made, resultOf(graph, item, registry).data, 1e-12);
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

export function repeatLaw(item: Case, registry: Registry): void {
  const graph = caseGraph(item, registry);
  const plan = casePlan(graph, item, registry, [resultName]);
  plan.feed(item.values);
  plan.forward();
  const first = plan.read(resultName);
  plan.forward();
  compare(plan.read(resultName).data, first.data, 0);
}

export function jsonLaw(item: Case, registry: Registry): void {
  const graph = isDifferentiable(item, registry) ? caseGradients(item, registry) : caseGraph(item, registry);
  const read = graphFromJson(graphToJson(graph), registry);
  if (graphHash(read) !== graphHash(graph)) throw new Error("the graph that was read back is another");
}

export function float32Law(item: Case, registry: Registry): void {
  const rounded: Case = {
    ...item,
    values: Object.fromEntries(
      Object.entries(item.values).map(([name, value]) => [
        name,
        value.dtype === "float64" ? { ...value, data: Float64Array.from(value.data, Math.fround) } : value,
      ]),
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

/** The result of a case on the reference engine. */
function resultOf(graph: Graph, item: Case, registry: Registry): Tensor {
  const plan = casePlan(graph, item, registry, [resultName]);
  plan.feed(item.values);
  plan.forward();
  return plan.read(resultName);
}
