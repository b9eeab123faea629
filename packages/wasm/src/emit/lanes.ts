import type { Opcode } from "../assemble/opcodes.js";
import type { Instruction, Register } from "../ir/program.js";
import { typeName, writeShuffle } from "./arithmetic.js";
import type { Scope } from "./scope.js";

type Of<K extends Instruction["kind"]> = Extract<Instruction, { kind: K }>;

/** Pushes one lane. */
export function writeLane(scope: Scope, { from, lane }: Of<"lane">): void {
  if (from.truth) return pushTruthLane(scope, from, lane);
  scope.get(from);
  if (from.lanes > 1) scope.code.lane(`${typeName(from.element, from.lanes)}.extract_lane` as Opcode, lane);
}

/** Pushes the truth in one lane as 1 or 0. */
export function pushTruthLane(scope: Scope, from: Register, lane: number): void {
  scope.get(from);
  if (from.lanes === 1) return;
  // Every bit of a lane is the same.
  scope.code.lane("i32x4.extract_lane", (lane * 4) / from.lanes);
  scope.code.i32(1).op("i32.and");
}

/** Pushes a vector with one number in all lanes. */
export function writeSpread(scope: Scope, { to, from }: Of<"spread">): void {
  const { code } = scope;
  if (from.truth) code.i32(0);
  scope.get(from);
  if (from.truth) code.op("i32.sub");
  if (to.lanes > 1)
    code.op(from.truth ? "i32x4.splat" : (`${typeName(to.element, to.lanes)}.splat` as Opcode));
  else if (from.truth) code.i32(1).op("i32.and");
}

/** Pushes the sums of lanes: of four (x₀ + x₂) + (x₁ + x₃), of two x₀ + x₁. */
export function writeLaneSums(scope: Scope, { to, arguments: from }: Of<"laneSums">): void {
  const { code, locals } = scope;
  if (to.lanes === 2) return writePairSums(scope, from as readonly [Register, Register]);
  const [a, b, c, d] = from as readonly [Register, Register, Register, Register];
  const first = locals.take("v128");
  const second = locals.take("v128");
  writeHalfSums(scope, a, b);
  code.local("set", first);
  writeHalfSums(scope, c, d);
  code.local("set", second);
  const pick = (picks: readonly number[]): void => {
    code.local("get", first).local("get", second);
    writeShuffle(scope, picks, 4);
  };
  pick([0, 2, 4, 6]);
  pick([1, 3, 5, 7]);
  code.op("f32x4.add");
  locals.release(first);
  locals.release(second);
}

/** Pushes a₀ + a₂, a₁ + a₃, b₀ + b₂, b₁ + b₃. */
function writeHalfSums(scope: Scope, a: Register, b: Register): void {
  const pick = (picks: readonly number[]): void => {
    scope.get(a);
    scope.get(b);
    writeShuffle(scope, picks, 4);
  };
  pick([0, 1, 4, 5]);
  pick([2, 3, 6, 7]);
  scope.code.op("f32x4.add");
}

function writePairSums(scope: Scope, [a, b]: readonly [Register, Register]): void {
  const pick = (picks: readonly number[]): void => {
    scope.get(a);
    scope.get(b);
    writeShuffle(scope, picks, 8);
  };
  pick([0, 2]);
  pick([1, 3]);
  scope.code.op("f64x2.add");
}

/** Pushes a number of the other element. */
export function writeConvert(scope: Scope, { to, from }: Of<"convert">): void {
  scope.get(from);
  if (to.truth || to.element === from.element) return;
  scope.code.op(to.element === "f32" ? "f32.demote_f64" : "f64.promote_f32");
}
