import type { Opcode } from "../assemble/opcodes.js";
import { type Element, type Instruction, type Stored, storedBytes } from "../ir/program.js";
import { writeLane } from "./lanes.js";
import { alignmentOf } from "./load.js";
import type { Scope } from "./scope.js";

type Store = Extract<Instruction, { kind: "store" }>;

const scalarStores: Readonly<Record<Stored, Opcode>> = {
  f32: "f32.store",
  f64: "f64.store",
  i32: "i32.store",
  u8: "i32.store8",
};

/** Writes a store. */
export function writeStore(scope: Scope, store: Store): void {
  const { from, at, stored, step } = store;
  const { code } = scope;
  const isDense = step === storedBytes[stored];
  const dense = from.lanes > 1 && isDense ? denseStore(from.element, stored, from.truth) : undefined;
  if (dense !== undefined) {
    const offset = scope.address(at);
    scope.get(from);
    dense.push(scope);
    if (dense.half) code.memoryLane("v128.store64_lane", alignmentOf[stored], offset, 0);
    else code.memory("v128.store", alignmentOf[stored], offset);
    return;
  }
  for (let lane = 0; lane < from.lanes; lane++) {
    if (from.lanes > 1 && stored === from.element && !from.truth) storeLane(scope, store, lane);
    else storeNumber(scope, store, lane);
  }
}

interface Dense {
  /** Converts the vector on the stack. */
  readonly push: (scope: Scope) => void;
  /** Whether only its lower half is stored. */
  readonly half?: true;
}

/** How a vector is stored in neighbouring places in a few instructions, where it can be. */
function denseStore(element: Element, stored: Stored, truth: boolean): Dense | undefined {
  if (truth) return denseTruth(element, stored);
  if (element === stored) return { push: () => {} };
  switch (`${element} ${stored}`) {
    case "f32 i32":
      return { push: ({ code }) => code.op("i32x4.trunc_sat_f32x4_s") };
    case "f64 i32":
      return { push: ({ code }) => code.op("i32x4.trunc_sat_f64x2_s_zero"), half: true };
    case "f64 f32":
      return { push: ({ code }) => code.op("f32x4.demote_f64x2_zero"), half: true };
    default:
      return undefined;
  }
}

/** A mask leaves of the bits of 1 all or none. */
function denseTruth(element: Element, stored: Stored): Dense | undefined {
  const pushOne = (scope: Scope): void => {
    if (stored === "i32") scope.word("f32", 1n);
    else scope.number(element, element === "f32" ? 4 : 2, 1);
    scope.code.op("v128.and");
  };
  return element === stored || (element === "f32" && stored === "i32") ? { push: pushOne } : undefined;
}

function storeLane(scope: Scope, { from, at, stored, step }: Store, lane: number): void {
  const offset = scope.address(at) + lane * step;
  scope.get(from);
  scope.code.memoryLane(`v128.store${stored === "f32" ? 32 : 64}_lane`, alignmentOf[stored], offset, lane);
}

function storeNumber(scope: Scope, { from, at, stored, step }: Store, lane: number): void {
  const { code } = scope;
  const offset = scope.address(at) + lane * step;
  writeLane(scope, { kind: "lane", to: from, from, lane });
  const isFloat = stored === "f32" || stored === "f64";
  if (from.truth && isFloat) code.op(`${stored}.convert_i32_s`);
  else if (!from.truth && !isFloat) code.op(`i32.trunc_sat_${from.element}_s`);
  else if (!from.truth && stored !== from.element)
    code.op(stored === "f32" ? "f32.demote_f64" : "f64.promote_f32");
  code.memory(scalarStores[stored], alignmentOf[stored], offset);
}
