import type { Opcode } from "../assemble/opcodes.js";
import type { MachineCall } from "../ir/expandCalls.js";
import type { Element, Register } from "../ir/program.js";
import type { MachineName } from "../math/machine.js";
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
  nearest: "nearest",
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
  scope.get(yes);
  scope.get(no);
  scope.get(condition);
  scope.code.op(condition.lanes === 1 ? "select" : "v128.bitselect");
}

type Tricks = Readonly<Record<Element, Partial<Record<MachineName, (scope: Scope) => void>>>>;

/** Adding it to an integer leaves that integer in the lowest bits. */
const magic = { f32: 12582912, f64: 6755399441055744 } as const;
const fractionBits = { f32: 0x007fffffn, f64: 0x000fffffffffffffn } as const;
const oneBits = { f32: 0x3f800000n, f64: 0x3ff0000000000000n } as const;

/** What the interpreter does to the bits of a number, on the one value on the stack. */
const scalarTricks: Tricks = {
  f32: {
    powerOfTwo: ({ code }) =>
      code.f32(magic.f32).op("f32.add").op("i32.reinterpret_f32").i32(127).op("i32.add").i32(23).op("i32.shl").op("f32.reinterpret_i32"), // prettier-ignore
    exponent: ({ code }) =>
      code.op("i32.reinterpret_f32").i32(23).op("i32.shr_s").i32(127).op("i32.sub").op("f32.convert_i32_s"),
    mantissa: ({ code }) =>
      code.op("i32.reinterpret_f32").i32(Number(fractionBits.f32)).op("i32.and").i32(Number(oneBits.f32)).op("i32.or").op("f32.reinterpret_i32"), // prettier-ignore
  },
  f64: {
    powerOfTwo: ({ code }) =>
      code.f64(magic.f64).op("f64.add").op("i64.reinterpret_f64").i64(1023n).op("i64.add").i64(52n).op("i64.shl").op("f64.reinterpret_i64"), // prettier-ignore
    exponent: ({ code }) =>
      code
        .op("i64.reinterpret_f64")
        .i64(52n)
        .op("i64.shr_s")
        .i64(1023n)
        .op("i64.sub")
        .op("f64.convert_i64_s"),
    mantissa: ({ code }) =>
      code.op("i64.reinterpret_f64").i64(fractionBits.f64).op("i64.and").i64(oneBits.f64).op("i64.or").op("f64.reinterpret_i64"), // prettier-ignore
  },
};

const vectorTricks: Tricks = {
  f32: {
    powerOfTwo(scope) {
      scope.number("f32", 4, magic.f32);
      scope.code.op("f32x4.add");
      scope.word("f32", 127n);
      scope.code.op("i32x4.add").i32(23).op("i32x4.shl");
    },
    exponent(scope) {
      scope.code.i32(23).op("i32x4.shr_s");
      scope.word("f32", 127n);
      scope.code.op("i32x4.sub").op("f32x4.convert_i32x4_s");
    },
    mantissa: (scope) => writeMantissa(scope, "f32"),
  },
  f64: {
    powerOfTwo(scope) {
      scope.number("f64", 2, magic.f64);
      scope.code.op("f64x2.add");
      scope.word("f64", 1023n);
      scope.code.op("i64x2.add").i32(52).op("i64x2.shl");
    },
    exponent(scope) {
      // Only the lower two of four int32 become doubles: the upper halves of both lanes are moved there.
      scope.code.i32(20).op("i32x4.shr_s");
      writeShuffle(scope, [1, 3, 1, 3], 4, "same");
      scope.word("f32", 1023n);
      scope.code.op("i32x4.sub").op("f64x2.convert_low_i32x4_s");
    },
    mantissa: (scope) => writeMantissa(scope, "f64"),
  },
};

function writeMantissa(scope: Scope, element: Element): void {
  scope.word(element, fractionBits[element]);
  scope.code.op("v128.and");
  scope.word(element, oneBits[element]);
  scope.code.op("v128.or");
}

/**
 * Picks lanes of `size` bytes out of the two vectors on the stack, numbered through.
 * @param second "same" where there is only one vector on the stack
 */
export function writeShuffle(
  { code, locals }: Scope,
  picks: readonly number[],
  size: number,
  second: "same" | "pushed" = "pushed",
): void {
  if (second === "same") {
    const local = locals.take("v128");
    code.local("tee", local).local("get", local);
    locals.release(local);
  }
  code.shuffle(picks.flatMap((lane) => Array.from({ length: size }, (_, i) => lane * size + i)));
}
