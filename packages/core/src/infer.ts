import { accepts, type DType, isFloat } from "./dtype.js";
import { Refusal } from "./errors.js";
import type { Attributes } from "./graph.js";
import { byInput, inputKind, inputNames, type Op, ownInputNames } from "./op.js";
import { broadcastShapes, formatShape, type Shape, scalarShape } from "./shape.js";
import { shapeHint } from "./shapeHint.js";
import type { Value } from "./value.js";

/**
 * Whether ambient inputs are there or not, all others must be.
 * @throws {Refusal} wrong-inputs: too many, too few or a missing one
 */
export function checkCount(op: Op, inputs: readonly (Value | undefined)[]): void {
  const names = ownInputNames(op);
  const isWhole = inputs.length === names.length || inputs.length === inputNames(op).length;
  if (isWhole && !inputs.includes(undefined)) return;
  throw wrongInputs(inputs.filter((x) => x !== undefined).length, names, `op ${op.name}`);
}

/**
 * A refusal of so many inputs for an op or block that takes others.
 * @param hint a list that would do; empty where there is none
 */
export function wrongInputs(count: number, names: readonly string[], noun: string, hint = ""): Refusal {
  const got = `${count} input${count === 1 ? "" : "s"}`;
  const need = `${names.length} for ${noun}: ${names.join(", ")}`;
  return new Refusal({ code: "wrong-inputs", got, need, ...(hint !== "" && { try: hint }) });
}

/**
 * Holds an op's attributes against one another.
 * @throws {Refusal} bad-attribute
 */
export function checkTogether(op: Op, attributes: Attributes): void {
  op.check?.(attributes, (holds, need) => {
    if (holds) return;
    const got = Object.entries(attributes).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
    throw new Refusal({ code: "bad-attribute", got: got.join(", "), need });
  });
}

/**
 * Holds each input against the kind that the op takes; all float inputs must be of one dtype.
 * @throws {Refusal} dtype-mismatch
 */
export function checkTypes(op: Op, inputs: readonly Value[], attributes: Attributes): void {
  const names = inputNames(op);
  let floatType: DType | undefined;
  for (let i = 0; i < inputs.length; i++) {
    const { dtype } = inputs[i]!;
    const kind = inputKind(op, names[i]!, attributes);
    const mixed = isFloat(dtype) && floatType !== undefined && dtype !== floatType;
    if (!accepts(kind, dtype) || mixed) {
      throw new Refusal({
        code: "dtype-mismatch",
        got: `${names[i]} ${dtype} from ${describe(inputs[i]!)}`,
        need: mixed ? `${floatType}, as the other inputs` : `${kind} for ${names[i]} of op ${op.name}`,
        ...(kind === "int" && declaredAs(inputs[i]!, "int32")),
        ...((mixed || kind === "float") && floatType && declaredAs(inputs[i]!, floatType)),
      });
    }
    if (isFloat(dtype)) floatType = dtype;
  }
}

/**
 * The shape that an op makes of its inputs: by its own rule, or, elementwise, what they broadcast to.
 * @throws {Refusal} shape-mismatch
 */
export function inferShape(op: Op, inputs: readonly Value[], attributes: Attributes): Shape {
  const need = (holds: boolean, what: string): void => {
    if (!holds) throw mismatch(op, inputs, what);
  };
  if (op.shape) {
    return op.shape(
      byInput(
        op,
        inputs.map(({ shape }) => shape),
      ),
      attributes,
      need,
    );
  }
  let shape = inputs[0]?.shape ?? scalarShape;
  for (let i = 1; i < inputs.length; i++) {
    const common = broadcastShapes(shape, inputs[i]!.shape);
    if (common === undefined) throw mismatch(op, inputs, "equal dims from the last axis on, or 1");
    shape = common;
  }
  return shape;
}

function mismatch(op: Op, inputs: readonly Value[], need: string): Refusal {
  const names = inputNames(op);
  return new Refusal({
    code: "shape-mismatch",
    got: inputs.map((x, i) => `${names[i]} ${formatShape(x.shape)} from ${describe(x)}`).join(", "),
    need,
    ...shapeHint(need, names, inputs),
  });
}

/** The line of the spec that gives one of the model's own inputs another dtype. */
function declaredAs({ op, id }: Value, dtype: DType): { try?: string } {
  return op === "input" && id !== undefined ? { try: `"inputs.${id}.dtype": "${dtype}"` } : {};
}

function describe(value: Value): string {
  const isNumber = value.op === "constant" && value.shape.length === 0;
  return isNumber ? `the number ${String(value.attributes["value"])}` : (value.id ?? value.op);
}
