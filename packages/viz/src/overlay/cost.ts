import {
  type Attributes,
  bindShape,
  Builder,
  byInput,
  callsByName,
  type Graph,
  type GraphNode,
  indexOf,
  inputNames,
  isSource,
  type Op,
  type Registry,
  type Shape,
} from "@chainrule/core";
import { type Amount, bytesOf, product, sumOf } from "./amount.js";

/** What it takes to compute a node, and to keep its value. */
export interface Cost {
  /** Undefined where the op does not say. An operation of a formula, such as exp, counts as one. */
  readonly multiplyAdds: Amount | undefined;
  readonly bytes: Amount;
}

/**
 * What each node of a graph costs. An op says how many multiply-adds it takes (`multiplyAdds`), or it is a formula, whose
 * operations are counted for each element, or it is what it decomposes into.
 * @param dims sizes of open dims; those that are not given stay names: `4 N`
 */
export function costsOf(
  graph: Graph,
  registry: Registry,
  dims: Readonly<Record<string, number>> = {},
): ReadonlyMap<string, Cost> {
  const known = new Map<string, Amount | undefined>();
  const index = indexOf(graph);
  return new Map(
    graph.nodes.map((node) => {
      const shape = bindShape(node.shape, dims);
      const bytes = bytesOf({ ...node, shape });
      if (isSource(node.op)) return [node.id, { multiplyAdds: product([0]), bytes }];
      const inputs = node.in.map((id) => graph.nodes[index.get(id)!]!);
      const shapes = inputs.map((input) => bindShape(input.shape, dims));
      const key = JSON.stringify([node.op, node.attributes, shapes, inputs.map(({ dtype }) => dtype)]);
      if (!known.has(key)) known.set(key, multiplyAddsOf(node, inputs, shapes, shape, graph, registry));
      return [node.id, { multiplyAdds: known.get(key), bytes }];
    }),
  );
}

function multiplyAddsOf(
  { op: name, attributes }: GraphNode,
  inputs: readonly GraphNode[],
  shapes: readonly Shape[],
  shape: Shape,
  graph: Graph,
  registry: Registry,
): Amount | undefined {
  const op = registry.get("ops", name);
  if (op.multiplyAdds !== undefined || op.formula !== undefined || op.decompose === undefined)
    return ownCost(op, shapes, shape, attributes);
  const builder = new Builder({
    ...graph,
    registry,
    mode: "train",
    unfold: ({ decompose }) => decompose !== undefined,
  });
  const operands = inputs.map(({ dtype }, i) => builder.source("input", `${i}`, shapes[i]!, dtype));
  builder.call(op, operands, attributes);
  const costs = builder.values
    .filter((value) => !isSource(value.op))
    .map((value) =>
      ownCost(
        registry.get("ops", value.op),
        value.inputs.map((input) => input.shape),
        value.shape,
        value.attributes,
      ),
    );
  return costs.includes(undefined) ? undefined : sumOf(costs as Amount[]);
}

/** By the op's own word or formula. */
function ownCost(op: Op, inputs: readonly Shape[], shape: Shape, attributes: Attributes): Amount | undefined {
  if (op.multiplyAdds !== undefined) return product(op.multiplyAdds(byInput(op, inputs), shape, attributes));
  return op.formula === undefined ? undefined : product(shape, operationsOf(op, attributes));
}

/** How many operations an op's formula has. */
function operationsOf(op: Op, attributes: Attributes): number {
  let count = 0;
  const term = {};
  const call = (): (() => object) => () => {
    count++;
    return term;
  };
  const algebra = { ...callsByName<object>(call), number: () => term };
  op.formula!<object, object>(
    algebra,
    byInput(
      op,
      inputNames(op).map(() => term),
    ),
    attributes,
  );
  return count;
}
