import type { Builder } from "../builder.js";
import type { Value } from "../value.js";
import { type Algebra, callsByName } from "./algebra.js";

/** The formula algebra over graph nodes: each operation appends the op of the same name. */
export function nodeAlgebra(builder: Builder): Algebra<Value, Value> {
  return {
    ...callsByName<Value>(
      (name) =>
        (...operands) =>
          builder.call(builder.registry.get("ops", name), operands),
    ),
    number: (value) => builder.constant(value),
  };
}
