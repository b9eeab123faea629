import type { Builder } from "../builder.js";
import type { Value } from "../value.js";
import type { Algebra, AlgebraName, Operand } from "./algebra.js";

/** The formula algebra over graph nodes: each operation appends the op of the same name. */
export function nodeAlgebra(builder: Builder): Algebra<Value, Value> {
  const call =
    (name: AlgebraName) =>
    (...operands: Operand<Value>[]): Value =>
      builder.call(builder.registry.get("ops", name), operands);
  return {
    number: (value) => builder.constant(value),
    add: call("add"),
    subtract: call("subtract"),
    multiply: call("multiply"),
    divide: call("divide"),
    negate: call("negate"),
    abs: call("abs"),
    sqrt: call("sqrt"),
    minimum: call("minimum"),
    maximum: call("maximum"),
    less: call("less"),
    equal: call("equal"),
    select: call("select"),
    exp: call("exp"),
    expm1: call("expm1"),
    log: call("log"),
    log1p: call("log1p"),
    tanh: call("tanh"),
    sigmoid: call("sigmoid"),
  };
}
