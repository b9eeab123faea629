import type { Operand } from "../../formula/algebra.js";
import type { Json } from "../../graph.js";
import type { Op } from "../../op.js";
import type { Builder } from "../../builder.js";
import { Value } from "../../value.js";

/** One op applied while a rule or a decomposition is written out. */
export interface CallOfOp {
  readonly op: Op;
  readonly operands: readonly Operand<Value>[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

export type CallChange = (call: CallOfOp, builder: Builder) => CallOfOp | Operand<Value>;

/** What can be mistaken for what. */
const exchanged: Readonly<Record<string, string>> = {
  add: "subtract",
  subtract: "add",
  multiply: "divide",
  divide: "multiply",
  less: "equal",
  equal: "less",
  greater: "less",
  minimum: "maximum",
  maximum: "minimum",
  max: "min",
  min: "max",
  sum: "mean",
  mean: "sum",
};
const commutative: ReadonlySet<string> = new Set(["add", "multiply", "equal", "minimum", "maximum"]);

/** The mistakes that can be made in the application of an op. */
export function changesOfCall(
  { op, operands, attributes }: CallOfOp,
  builder: Builder,
): Record<string, CallChange> {
  const changes: Record<string, CallChange> = {};
  const values = operands.filter((x) => x instanceof Value);
  const other = exchanged[op.name];
  if (other !== undefined && builder.registry.find("ops", other))
    changes[other] = (call, { registry }) => ({ ...call, op: registry.get("ops", other) });
  if (operands.length >= 2 && !commutative.has(op.name) && mayMeet(operands[0]!, operands[1]!))
    changes["first two swapped"] = (call) => {
      const [a, b, ...rest] = call.operands;
      return { ...call, operands: [b!, a!, ...rest] };
    };
  if (values.length > 0 && values.length === operands.length)
    changes["only the first operand"] = (call) => call.operands[0]!;
  if (operands.length === 2 && operands[1] instanceof Value)
    changes["only the second operand"] = (call) => call.operands[1]!;
  operands.forEach((operand, i) => {
    // What is compared for being equal lies apart from all that is drawn.
    if (typeof operand === "number" && op.name !== "equal")
      changes[`constant ${i} is off`] = (call) => ({
        ...call,
        operands: call.operands.with(i, operand * (1 + 1e-6) || 1e-6),
      });
  });
  for (const [name, value] of Object.entries(attributes)) {
    const wrong = wrongSetting(op, name, value, operands);
    if (wrong !== undefined)
      changes[`another ${name}`] = (call) => ({
        ...call,
        attributes: { ...call.attributes, [name]: wrong },
      });
  }
  return changes;
}

/** Whether one operand can be taken for another. */
function mayMeet(a: Operand<Value>, b: Operand<Value>): boolean {
  return a !== b && (typeof a === "number" || typeof b === "number" || a.dtype === b.dtype);
}

/** Another setting of an attribute: the next axis, a factor that is a little off, the next word. */
function wrongSetting(
  op: Op,
  name: string,
  value: unknown,
  operands: readonly Operand<Value>[],
): Json | undefined {
  const rank = Math.max(0, ...operands.map((x) => (x instanceof Value ? x.shape.length : 0)));
  const next = (axis: number): number => (axis < 0 ? ((axis + rank + 1) % rank) - rank : (axis + 1) % rank);
  if (name === "axis" && typeof value === "number") return rank > 1 ? next(value) : undefined;
  if (name === "axes" && Array.isArray(value))
    return rank > value.length && value.length > 0 ? value.map((axis) => next(Number(axis))) : undefined;
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return Number.isInteger(value) ? value + 1 : value * (1 + 1e-6);
  const words = op.attributes?.[name]?.schema().enum;
  if (!words || words.length < 2) return undefined;
  return words[(words.indexOf(value as Json) + 1) % words.length] as Json;
}

/**
 * Runs `work`, which applies ops to a builder's values, and lets `change` put others in their place.
 * @param change undefined to leave a call as it is; `k` counts them
 */
export function withChangedCalls(
  builder: Builder,
  work: () => Value,
  change: (call: CallOfOp, k: number) => CallChange | undefined,
): Value {
  const original = builder.call;
  let count = 0;
  let isInside = false;
  builder.call = (op, operands, attributes = {}) => {
    // What an op that is unfolded applies is its own.
    if (isInside) return original.call(builder, op, operands, attributes);
    const asked: CallOfOp = { op, operands, attributes };
    const made = change(asked, count++)?.(asked, builder) ?? asked;
    if (typeof made === "number") return builder.constant(made);
    if (made instanceof Value) return made;
    isInside = true;
    try {
      return original.call(builder, made.op, made.operands, made.attributes);
    } finally {
      isInside = false;
    }
  };
  try {
    return work();
  } finally {
    builder.call = original;
  }
}
