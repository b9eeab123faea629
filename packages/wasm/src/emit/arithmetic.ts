import type { Opcode } from "../assemble/opcodes.js";
import type { MachineCall } from "../ir/expandCalls.js";
import type { Element, Register } from "../ir/program.js";
import type { MachineName } from "../math/machine.js";
import { scalarTricks, vectorTricks } from "./bitTricks.js";
import type { Scope } from "./scope.js";

/** Steps that are one instruction in each type. */
const simple: Partial<Record<MachineName, string>> = {
  add: "add",
  subtract: "sub",
  multiply: "mul",
  divide: "div",
  negate: "neg",
  abs: "abs",
  sqrt: "sqrt",
  minimum: "min",
  maximum: "max",
  less: "lt",
  equal: "eq",
  round: "nearest",
};

/** The type that an instruction of this element and so many lanes is named after. */
export function typeName(element: Element, lanes: number): "f32" | "f64" | "f32x4" | "f64x2" {
  if (lanes === 1) return element;
  return element === "f32" ? "f32x4" : "f64x2";
}

/** Pushes the result of one exact step. @param extreme what a select and its comparison are together */
export function writeCall(scope: Scope, call: MachineCall, extreme?: "pmin" | "pmax"): void {
  const { name, to, arguments: from } = call;
  const { code } = scope;
  const type = typeName(to.element, to.lanes);
  if (name === "select") return writeSelect(scope, from, extreme);
  from.forEach((register) => scope.get(register));
  const instruction = simple[name];
  if (instruction !== undefined) code.op(`${type}.${instruction}` as Opcode);
  else if (to.lanes === 1) scalarTricks[to.element][name]!(scope);
  else vectorTricks[to.element][name]!(scope);
}

function writeSelect(scope: Scope, from: readonly Register[], extreme?: "pmin" | "pmax"): void {
  const [condition, yes, no] = from as readonly [Register, Register, Register];
  if (extreme !== undefined) {
    // Of pmin(p, q) and pmax(p, q) it is p that remains where neither is less.
    scope.get(no);
    scope.get(yes);
    scope.code.op(yes.element === "f32" ? `f32x4.${extreme}` : `f64x2.${extreme}`);
    return;
  }
  if (condition.lanes > 1 && (isZero(scope, yes) || isZero(scope, no))) {
    scope.get(isZero(scope, no) ? yes : no);
    scope.get(condition);
    scope.code.op(isZero(scope, no) ? "v128.and" : "v128.andnot");
    return;
  }
  scope.get(yes);
  scope.get(no);
  scope.get(condition);
  scope.code.op(condition.lanes === 1 ? "select" : "v128.bitselect");
}

/** Whether a register is 0 with the sign +: no bit of it is set, and a mask alone can take the place of a choice. */
function isZero(scope: Scope, register: Register): boolean {
  return Object.is(scope.constantOf(register), 0);
}
