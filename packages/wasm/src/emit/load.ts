import type { Opcode } from "../assemble/opcodes.js";
import { type Element, type Instruction, type Stored, storedBytes } from "../ir/program.js";
import { typeName } from "./arithmetic.js";
import type { Scope } from "./scope.js";

type Load = Extract<Instruction, { kind: "load" }>;

/** Exponents of the bytes of a number: what an address is known to be a multiple of. */
export const alignmentOf: Readonly<Record<Stored, number>> = { f32: 2, f64: 3, i32: 2, u8: 0 };

const scalarLoads: Readonly<Record<Stored, Opcode>> = {
  f32: "f32.load",
  f64: "f64.load",
  i32: "i32.load",
  u8: "i32.load8_u",
};

/** Pushes what a load gives. */
export function writeLoad(scope: Scope, load: Load): void {
  const { to, stored } = load;
  if (to.lanes === 1) return to.truth ? pushTruth(scope, load, 0) : pushNumber(scope, load, 0);
  if (!to.truth) return pushVector(scope, load);
  // A small double may become 0 in single precision, and is true nevertheless.
  if (stored === "f64" && to.element === "f32") return pushMask(scope, load);
  pushVector(scope, load);
  scope.number(to.element, to.lanes, 0);
  scope.code.op(to.element === "f32" ? "f32x4.ne" : "f64x2.ne");
}

function pushNumber(scope: Scope, { to, at, stored, step }: Load, lane: number): void {
  const { code } = scope;
  const offset = scope.address(at) + lane * step;
  code.memory(scalarLoads[stored], alignmentOf[stored], offset);
  if (stored === "f32" || stored === "f64") {
    if (stored !== to.element) code.op(stored === "f64" ? "f32.demote_f64" : "f64.promote_f32");
  } else code.op(to.element === "f32" ? "f32.convert_i32_s" : "f64.convert_i32_s");
}

/** Pushes 1 or 0. */
function pushTruth(scope: Scope, { at, stored, step }: Load, lane: number): void {
  const { code } = scope;
  const offset = scope.address(at) + lane * step;
  code.memory(scalarLoads[stored], alignmentOf[stored], offset);
  if (stored === "f32") code.f32(0).op("f32.ne");
  else if (stored === "f64") code.f64(0).op("f64.ne");
  else code.i32(0).op("i32.ne");
}

function pushMask(scope: Scope, load: Load): void {
  for (let lane = 0; lane < load.to.lanes; lane++) {
    scope.code.i32(0);
    pushTruth(scope, load, lane);
    scope.code.op("i32.sub");
    if (lane === 0) scope.code.op("i32x4.splat");
    else scope.code.lane("i32x4.replace_lane", lane);
  }
}

function pushVector(scope: Scope, load: Load): void {
  const { to, at, stored, step } = load;
  const { code } = scope;
  if (stored === to.element && step === 0) {
    code.memory(
      stored === "f32" ? "v128.load32_splat" : "v128.load64_splat",
      alignmentOf[stored],
      scope.address(at),
    );
  } else if (stored === to.element && step === storedBytes[stored]) {
    code.memory("v128.load", alignmentOf[stored], scope.address(at));
  } else if (stored === to.element) {
    gather(scope, load);
  } else if (step === storedBytes[stored] && dense(to.element, stored) !== undefined) {
    const [first, ...rest] = dense(to.element, stored)!;
    code.memory(first, alignmentOf[stored], scope.address(at));
    rest.forEach((name) => code.op(name));
  } else pushLanes(scope, load);
}

/** How neighbours of another kind become a vector in a few instructions. */
function dense(element: Element, stored: Stored): readonly [Opcode, ...Opcode[]] | undefined {
  switch (`${element} ${stored}`) {
    case "f32 i32":
      return ["v128.load", "f32x4.convert_i32x4_s"];
    case "f32 u8":
      return [
        "v128.load32_zero",
        "i16x8.extend_low_i8x16_u",
        "i32x4.extend_low_i16x8_u",
        "f32x4.convert_i32x4_s",
      ];
    case "f64 i32":
      return ["v128.load64_zero", "f64x2.convert_low_i32x4_s"];
    case "f64 f32":
      return ["v128.load64_zero", "f64x2.promote_low_f32x4"];
    default:
      return undefined;
  }
}

/** Lanes from anywhere, without a conversion: the addresses are pushed first, since each load takes a vector after one. */
function gather(scope: Scope, { to, at, stored, step }: Load): void {
  const offset = Array.from({ length: to.lanes }, () => scope.address(at))[0]!;
  const bits = stored === "f32" ? 32 : 64;
  scope.code.memory(`v128.load${bits}_zero`, alignmentOf[stored], offset);
  for (let lane = 1; lane < to.lanes; lane++) {
    scope.code.memoryLane(`v128.load${bits}_lane`, alignmentOf[stored], offset + lane * step, lane);
  }
}

function pushLanes(scope: Scope, load: Load): void {
  const type = typeName(load.to.element, load.to.lanes);
  pushNumber(scope, load, 0);
  scope.code.op(`${type}.splat` as Opcode);
  // Where all lanes are one number, one load is enough.
  for (let lane = 1; lane < load.to.lanes && load.step !== 0; lane++) {
    pushNumber(scope, load, lane);
    scope.code.lane(`${type}.replace_lane` as Opcode, lane);
  }
}
