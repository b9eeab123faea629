import { Builder } from "../builder.js";
import { compile } from "../compile.js";
import { differentiate } from "../differentiate.js";
import type { FloatDType } from "../dtype.js";
import type { Feeds, Plan } from "../engine.js";
import type { Graph } from "../graph.js";
import { inputNames } from "../op.js";
import { draws } from "../random.js";
import { reference } from "../reference/engine.js";
import type { Registry } from "../registry.js";
import { elementCount, type StaticShape } from "../shape.js";
import { State } from "../state.js";
import { type Tensor, tensorOf } from "../tensor.js";
import type { Value } from "../value.js";
import type { Case } from "./cases.js";

/** Names in the graph of a case: the op's result, and a number made of it. */
export const resultName = "result";
export const totalName = "total";

/** A graph of one op: its result, and the sum of the result times drawn weights, so that no entries cancel. */
export function caseGraph(item: Case, registry: Registry, dtype: FloatDType = "float64"): Graph {
  const builder = new Builder({ registry, dtype, name: item.label });
  const operands: Value[] = inputNames(item.op).map((name) => {
    const original = item.repeated.includes(name) ? item.repeated[0]! : name;
    if (builder.has(original)) return builder.get(original);
    const { dtype: own } = item.values[original]!;
    return builder.source("input", original, item.shapes[original]!, own === "float64" ? dtype : own);
  });
  const result = builder.name(builder.call(registry.get("ops", item.op.name), operands, item.attributes), resultName);
  const outputs: Record<string, string> = { result: resultName };
  if (result.dtype === dtype) {
    const weights = builder.source("input", "weights", result.shape, dtype);
    const product = builder.call(registry.get("ops", "multiply"), [result, weights]);
    builder.name(builder.call(registry.get("ops", "sum"), [product]), totalName);
    outputs[totalName] = totalName;
  }
  return builder.finish({ outputs });
}

/** Inputs that the graph of a case is differentiated by. */
export function freeInputs(item: Case): string[] {
  const isHandwrittenZero = (name: string): boolean => item.op.vjp?.[name] === null;
  return item.free.filter((name) => !isHandwrittenZero(name) && (!item.repeated.includes(name) || name === item.repeated[0]));
}

/** The graph of a case with the gradients by its free inputs. */
export function caseGradients(item: Case, registry: Registry): Graph {
  return differentiate(caseGraph(item, registry), { of: totalName, wrt: freeInputs(item), registry });
}

export function gradientName(input: string, of: string = totalName): string {
  return `grad/${of}/${input}`;
}

/** A plan of a case's graph, on the reference engine. */
export function casePlan(graph: Graph, item: Case, registry: Registry, outputs?: readonly string[]): Plan {
  return compile(graph, { registry, engine: reference(), state: new State([]), dims: item.dims, ...(outputs && { outputs }) });
}

/** A case's inputs, and drawn weights in (0.5, 1.5) for a result of this shape. */
export function caseFeeds(item: Case, shape: StaticShape, dtype: FloatDType = "float64"): Feeds {
  const source = draws(1, "noise", item.label);
  const weights = Array.from({ length: elementCount(shape) }, (_, i) => 0.5 + source.uniform(0, i));
  const convert = (value: Tensor): Tensor => (value.dtype === "float64" ? tensorOf(value.data, value.shape, dtype) : value);
  return {
    ...Object.fromEntries(Object.entries(item.values).map(([name, value]) => [name, convert(value)])),
    weights: tensorOf(weights, shape, dtype),
  };
}

/** The shape of a case's result, once its dims are bound. */
export function resultShape(graph: Graph, { dims }: Case): StaticShape {
  const { shape } = graph.nodes.find(({ id }) => id === resultName)!;
  return shape.map((dim) => (typeof dim === "number" ? dim : dims[dim]!));
}
