import {
  Builder,
  compile,
  differentiate,
  type DType,
  elementCount,
  type Graph,
  reference,
  type Shape,
  State,
  type StaticShape,
  type Tensor,
  tensorOf,
  type Value,
} from "@chainrule/core";
import { registry } from "./evaluate.js";

/** Makes an input of known numbers that nothing is differentiated by. */
export type Constant = (numbers: readonly number[], shape: StaticShape, dtype: DType) => Value;

/** A function's value, and the gradients of Σ weights · value by its inputs. */
export interface Found {
  readonly value: Tensor;
  readonly gradients: readonly Tensor[];
}

/**
 * Computes a graph function of tensors, which lists cannot hold where they are empty, and its gradients.
 * @param shapes of the inputs; dims may be names, whose sizes the tensors tell
 * @param weights of the value's elements, in order
 */
export function gradientsOf(
  call: (inputs: readonly Value[], constant: Constant) => Value,
  shapes: readonly Shape[],
  operands: readonly Tensor[],
  weights: (count: number) => readonly number[],
): Found {
  const builder = new Builder({ registry, dtype: "float64" });
  const op = (name: string) => registry.get("ops", name);
  const sources = shapes.map((shape, i) => builder.source("input", `x${i}`, shape, "float64"));
  const constants = new Map<string, Tensor>();
  const value = builder.name(call(sources, constantsOf(builder, constants)), "value");
  const by = builder.source("input", "weights", value.shape, "float64");
  builder.name(builder.call(op("sum"), [builder.call(op("multiply"), [value, by])]), "total");
  const graph = builder.finish({ outputs: { value: "value", total: "total" } });
  const wrt = sources.map(({ id }) => id!);
  const both: Graph = differentiate(graph, { of: "total", wrt, registry });
  const dims = new Map(
    shapes.flatMap((shape, i) => shape.map((dim, axis) => [dim, operands[i]!.shape[axis]!] as const)),
  );
  const size = value.shape.map((dim) => (typeof dim === "number" ? dim : dims.get(dim)!));
  const plan = compile(both, {
    registry,
    engine: reference(),
    state: new State([]),
    dims: Object.fromEntries([...dims].filter(([dim]) => typeof dim === "string")),
  });
  plan.feed({
    ...Object.fromEntries(constants),
    ...Object.fromEntries(operands.map((tensor, i) => [`x${i}`, tensor])),
    weights: tensorOf(weights(elementCount(size)), size),
  });
  plan.forward();
  plan.backward();
  return { value: plan.read("value"), gradients: wrt.map((id) => plan.read(`grad/total/${id}`)) };
}

/** Makes the inputs that a function asks for, and keeps what they are to be fed. */
export function constantsOf(builder: Builder, fed: Map<string, Tensor>): Constant {
  return (numbers, shape, dtype) => {
    const id = `c${fed.size}`;
    fed.set(id, tensorOf(numbers, shape, dtype));
    return builder.source("input", id, shape, dtype);
  };
}
