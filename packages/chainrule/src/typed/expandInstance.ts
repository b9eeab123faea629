import {
  build,
  type Builder,
  isSource,
  type Json,
  type NodeSpec,
  ownInputNames,
  type Value,
} from "@chainrule/core";

/** What an instance takes from the model around it. */
export interface Given {
  readonly inputs: Readonly<Record<string, Value | number>>;
  /** In the place of the block's own parameters. */
  readonly params: Readonly<Record<string, Value>>;
}

/** What an instance came to. */
export interface Expanded {
  readonly output: Value;
  /** By buffer: the value among those given that it is fitted to. */
  readonly fitted: ReadonlyMap<string, Value>;
}

/**
 * Appends the nodes of one instance of a block, as a spec with nothing else in it would have them.
 * @param node `block` and its arguments
 * @throws {Refusal} as `build`
 */
export function expandInstance(
  builder: Builder,
  id: string,
  node: Readonly<Record<string, Json>>,
  { inputs, params }: Given,
): Expanded {
  const values = new Map<string, Value>();
  const take = (given: Value | number): string | number => {
    if (typeof given === "number") return given;
    const name = `${id}_${values.size}`;
    values.set(name, given);
    return name;
  };
  const taken = Object.entries(inputs).map(([name, given]) => [name, take(given)]);
  const bound = Object.entries(params).map(([name, given]) => [name, take(given)]);
  const written = {
    ...node,
    in: Object.fromEntries(taken),
    ...(bound.length > 0 && { params: Object.fromEntries(bound) }),
  } as NodeSpec;
  const { registry, dtype, limits } = builder;
  const declared = [...values].map(([name, { shape, dtype }]) => [name, { shape, dtype }]);
  const model = { inputs: Object.fromEntries(declared), nodes: { [id]: written }, outputs: { output: id } };
  const graph = build({ dtype, model }, { registry, limits });
  const fitted = new Map<string, Value>();
  for (const { id: path, op, in: operands, attributes, shape, dtype } of graph.nodes) {
    if (op === "input") continue;
    const { of } = attributes;
    if (typeof of === "string" && values.has(of)) fitted.set(path, values.get(of)!);
    if (isSource(op)) {
      values.set(path, builder.source(op, path, shape, dtype, attributes));
      continue;
    }
    const definition = registry.get("ops", op);
    // The builder supplies the others itself.
    const own = operands.slice(0, ownInputNames(definition).length).map((operand) => values.get(operand)!);
    values.set(path, builder.name(builder.call(definition, own, attributes), path));
  }
  return { output: values.get(graph.outputs["output"]!)!, fitted };
}
