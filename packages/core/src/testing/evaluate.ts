import { Builder } from "../builder.js";
import { compile } from "../compile.js";
import type { DType, FloatDType } from "../dtype.js";
import { reference } from "../reference/engine.js";
import type { Registry } from "../registry.js";
import { State } from "../state.js";
import { type Nested, tensor, toNested } from "../tensor.js";
import type { Value } from "../value.js";

/** A number or nested lists of a dtype other than the evaluator's. */
export interface Typed {
  readonly dtype: DType;
  readonly values: Nested;
}

/** Computes a graph function of numbers at once, for tests and play. */
export type Evaluate = <I extends readonly (Nested | Typed)[]>(
  call: (...inputs: { [K in keyof I]: Value }) => Value,
  ...inputs: I
) => Nested;

/** An {@link Evaluate} on the reference engine. */
export function evaluator(registry: Registry, dtype: FloatDType = "float64"): Evaluate {
  return <I extends readonly (Nested | Typed)[]>(
    call: (...inputs: { [K in keyof I]: Value }) => Value,
    ...inputs: I
  ) => {
    const builder = new Builder({ registry, dtype });
    const tensors = inputs.map((input) =>
      typeof input === "object" && "dtype" in input
        ? tensor(input.values, input.dtype)
        : tensor(input, dtype),
    );
    const sources = tensors.map((value, i) => builder.source("input", `input${i}`, value.shape, value.dtype));
    const result = builder.name(call(...(sources as { [K in keyof I]: Value })), "result");
    const graph = builder.finish({ outputs: { result: result.id! } });
    const plan = compile(graph, { registry, engine: reference(), state: new State([]) });
    plan.feed(Object.fromEntries(tensors.map((value, i) => [`input${i}`, value])));
    plan.forward();
    plan.backward();
    return toNested(plan.read("result"));
  };
}
