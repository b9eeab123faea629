import type { MachineCall } from "../ir/expandCalls.js";
import { isMachineCall } from "../ir/expandCalls.js";
import type { Instruction, Register, Statement } from "../ir/program.js";
import { eachInstruction } from "../ir/registers.js";
import type { Liveness } from "./liveness.js";

/** Registers that are set once only, by a constant. */
export type ConstantRegisters = ReadonlyMap<number, number>;

export function constantsOf(body: readonly Statement[], { sets }: Liveness): ConstantRegisters {
  const constants = new Map<number, number>();
  eachInstruction(body, (instruction) => {
    if (instruction.kind === "constant" && sets.get(instruction.to.id) === 1) {
      constants.set(instruction.to.id, instruction.value);
    }
  });
  return constants;
}

export interface Fused {
  /** Selects that are one instruction together with the comparison that decides. */
  readonly extremes: ReadonlyMap<Instruction, "pmin" | "pmax">;
  /** Comparisons that nothing else needs. */
  readonly unneeded: ReadonlySet<Instruction>;
}

/**
 * Finds where `select(less(a, b), …)` on vectors takes the lesser or the greater of a and b: pmin(p, q) is q < p ? q : p,
 * pmax(p, q) is p < q ? q : p, to the bit.
 */
export function fuseExtremes(
  body: readonly Statement[],
  live: Liveness,
  constants: ConstantRegisters,
): Fused {
  const comparisons = new Map<number, MachineCall>();
  const extremes = new Map<Instruction, "pmin" | "pmax">();
  const left = new Map(live.reads);
  const once = ({ id }: Register): boolean => live.sets.get(id) === 1;
  const same = (a: Register, b: Register): boolean =>
    a.id === b.id || (constants.has(a.id) && Object.is(constants.get(a.id), constants.get(b.id)));
  eachInstruction(body, (call) => {
    if (call.kind !== "call" || !isMachineCall(call) || call.to.lanes === 1) return;
    if (call.name === "less" && [call.to, ...call.arguments].every(once)) comparisons.set(call.to.id, call);
    if (call.name !== "select") return;
    const [condition, yes, no] = call.arguments as readonly [Register, Register, Register];
    const [a, b] = comparisons.get(condition.id)?.arguments ?? [];
    if (a === undefined || b === undefined) return;
    const kind = same(a, no) && same(b, yes) ? "pmax" : same(a, yes) && same(b, no) ? "pmin" : undefined;
    if (kind === undefined) return;
    extremes.set(call, kind);
    left.set(condition.id, left.get(condition.id)! - 1);
  });
  const unneeded = [...comparisons.values()].filter(({ to }) => left.get(to.id) === 0);
  return { extremes, unneeded: new Set(unneeded) };
}
