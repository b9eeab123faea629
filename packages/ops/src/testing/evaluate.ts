import {
  Builder,
  compile,
  type DType,
  differentiate,
  evaluator,
  isFloat,
  type Nested,
  reference,
  Refusal,
  Registry,
  type Shape,
  State,
  tensor,
  type Tensor,
  toNested,
  type Typed,
  type Value,
} from "@chainrule/core";
import { builtin } from "../builtin.js";

/** What the built-in plugin brings, and nothing else. */
export const registry = new Registry([builtin]);

/** Computes a graph function of float64 numbers. */
export const evaluate = evaluator(registry);

/** Marks numbers as int32. */
export function ints(values: Nested): Typed {
  return { dtype: "int32", values };
}

/** The derivative of the sum of a graph function's entries, by each of its float64 inputs. */
export function gradients<I extends readonly (Nested | Typed)[]>(
  call: (...inputs: { [K in keyof I]: Value }) => Value,
  ...inputs: I
): Nested[] {
  const builder = new Builder({ registry, dtype: "float64" });
  const tensors = inputs.map(toTensor);
  const sources = tensors.map(({ shape, dtype }, i) => builder.source("input", `x${i}`, shape, dtype));
  const total = builder.call(registry.get("ops", "sum"), [call(...(sources as { [K in keyof I]: Value }))]);
  builder.name(total, "total");
  const graph = builder.finish({ outputs: { total: "total" } });
  const wrt = sources.filter(({ dtype }) => isFloat(dtype)).map(({ id }) => id!);
  const both = differentiate(graph, { of: "total", wrt, registry });
  const plan = compile(both, { registry, engine: reference(), state: new State([]) });
  plan.feed(Object.fromEntries(tensors.map((value, i) => [`x${i}`, value])));
  plan.forward();
  plan.backward();
  return wrt.map((id) => toNested(plan.read(`grad/total/${id}`)));
}

function toTensor(input: Nested | Typed): Tensor {
  return typeof input === "object" && "dtype" in input ? tensor(input.values, input.dtype) : tensor(input);
}

/** An input of which only the shape is known, and the dtype where it is not float64; dims may be names. */
type Declared = Shape | readonly [shape: Shape, dtype: DType];

/** Calls a graph function on inputs without numbers. */
export function withShapes<I extends readonly Declared[]>(
  call: (...inputs: { [K in keyof I]: Value }) => Value,
  ...inputs: I
): Value {
  const builder = new Builder({ registry, dtype: "float64" });
  const values = inputs.map((input, i) => {
    const [shape, dtype] = isTyped(input) ? input : [input, "float64" as const];
    return builder.source("input", `x${i}`, shape, dtype);
  });
  return call(...(values as { [K in keyof I]: Value }));
}

function isTyped(input: Declared): input is readonly [Shape, DType] {
  return Array.isArray(input[0]);
}

/** The refusal that the work ends in: its code and what it needs. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${error.problems[0]!.need}`;
    throw error;
  }
  return "not refused";
}

/** The numbers of nested lists, in order. */
export function flat(values: Nested): number[] {
  return typeof values === "number" ? [values] : values.flatMap(flat);
}
