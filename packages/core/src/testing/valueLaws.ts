import { float64Algebra } from "../formula/float64.js";
import { type Attributes, type Graph, graphHash, graphToJson, indexOf } from "../graph.js";
import { graphFromJson } from "../graphDocument.js";
import { inputNames } from "../op.js";
import { draws } from "../random.js";
import { spreadIndices } from "../reference/spread.js";
import type { Registry } from "../registry.js";
import { formatShape, sameShape, type StaticShape } from "../shape.js";
import { scalarTensors } from "../scalar/scalarIds.js";
import { closedOutputs, toScalars } from "../scalar/toScalars.js";
import { type Nested, tensor, type Tensor, tensorOf } from "../tensor.js";
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

/** @param least what the largest entry counts as at least, see {@link compare} */
export function valueLaw(item: Case, registry: Registry, least = 0): void {
  const { op } = item;
  const graph = caseGraph(item, registry);
  const made = resultOf(graph, item, registry);
  compareShapes(resultShape(graph, item), made.shape);
  if (op.formula) {
    const values = formulaValues(item, resultShape(graph, item));
    compare(made.data, made.dtype === "float32" ? values.map(Math.fround) : values, 0);
  }
  if (op.decompose) {
    const { kernel: _, formula: __, ...meaning } = op;
    const plain = replaced(registry, meaning);
    const meant = resultOf(caseGraph({ ...item, op: meaning }, plain), item, plain);
    compareShapes(made.shape, meant.shape);
    compare(made.data, meant.data, 1e-12, least);
  }
}

function compareShapes(made: StaticShape, expected: StaticShape): void {
  if (!sameShape(made, expected))
    throw new Error(`the shape is ${formatShape(made)}, expected ${formatShape(expected)}`);
}

/** Numbers at which formulas have kinks and guards, and what is no number; of a composite, those that are probabilities. */
const specialNumbers = {
  formula: [0, 0, 1, 1, -1, 0.5, -0.5, 2, 7, -7, Infinity, -Infinity, NaN],
  composite: [0, 1, 0.5],
} as const;

/** A case with special numbers in place of those that were drawn; fixed inputs stay, where not all are. */
export function specialCase(item: Case): Case {
  const isFormula = item.op.formula !== undefined && item.op.decompose === undefined;
  const numbers = specialNumbers[isFormula ? "formula" : "composite"];
  const source = draws(2, "noise", item.label);
  const values = Object.entries(item.values).map(([name, value], k) => {
    const isTouched = item.free.length > 0 ? item.free.includes(name) : value.dtype === "float64";
    if (!isTouched) return [name, value] as const;
    const pick = (i: number): number => numbers[Math.floor(source.uniform(k, i) * numbers.length)]!;
    return [
      name,
      tensorOf(
        Array.from(value.data, (_, i) => pick(i)),
        value.shape,
      ),
    ] as const;
  });
  return { ...item, values: Object.fromEntries(values) };
}

/** Where numbers are equal, 0 or 1, the drawn cases tell nothing: ties, kinks and guards. */
export function specialLaw(item: Case, registry: Registry): void {
  // Numbers near 1 that cancel leave their rounding.
  valueLaw(specialCase(item), registry, 1e-3);
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
  return entriesOf(item, shape).map((inputs) =>
    Number(item.op.formula!(float64Algebra, inputs as Record<string, number>, item.attributes)),
  );
}

/** For each element of an elementwise op's result, what it is made of. */
function entriesOf(item: Case, shape: readonly number[]): Readonly<Record<string, number | boolean>>[] {
  const names = inputNames(item.op);
  const spread = names.map((name) => {
    const { data, shape: own, dtype } = valueOf(item, name);
    return Array.from(spreadIndices(own, shape), (i) => (dtype === "bool" ? data[i] !== 0 : data[i]!));
  });
  return (spread[0] ?? []).map((_, entry) =>
    Object.fromEntries(names.map((name, i) => [name, spread[i]![entry]!])),
  );
}

/**
 * An op as a textbook writes it down, naive and independent: of plain numbers where it is elementwise (undefined where it
 * says nothing), else of tensors.
 */
export type Definition =
  | {
      element(inputs: Readonly<Record<string, number>>, attributes: Attributes): number | boolean | undefined;
    }
  | { whole(inputs: Readonly<Record<string, Tensor>>, attributes: Attributes): Nested };

/** Values as drawn, and at special numbers, are those of a definition, but for the digits that a naive one loses. */
export function definitionLaw(definition: Definition): (item: Case, registry: Registry) => void {
  return (item, registry) => {
    for (const given of [item, specialCase(item)]) {
      const graph = caseGraph(given, registry);
      const made = resultOf(graph, given, registry);
      const expected = definedValues(definition, given, resultShape(graph, given));
      expected.forEach((wanted, i) => {
        const near =
          Math.abs(made.data[i]! - Number(wanted)) <= 1e-10 * Math.max(1, Math.abs(Number(wanted)));
        if (wanted !== undefined && !near && !Object.is(made.data[i], Number(wanted)))
          throw new Error(`entry ${i} is ${made.data[i]}, by its definition ${wanted}`);
      });
    }
  };
}

function definedValues(
  definition: Definition,
  item: Case,
  shape: StaticShape,
): readonly (number | boolean | undefined)[] {
  if ("element" in definition)
    return entriesOf(item, shape).map((inputs) =>
      definition.element(inputs as Record<string, number>, item.attributes),
    );
  const names = inputNames(item.op);
  const inputs = Object.fromEntries(names.map((name) => [name, valueOf(item, name)]));
  const nested = definition.whole(inputs, item.attributes);
  // Lists end at the first that is empty: of no numbers, only their count is told.
  const expected = tensor(nested);
  if (expected.data.length > 0 || shape.length === 0) compareShapes(shape, expected.shape);
  return Array.from(expected.data);
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
