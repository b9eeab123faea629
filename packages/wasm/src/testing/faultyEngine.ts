import type { Engine, Program } from "@chainrule/core";
import { homeOf } from "../engine/home.js";
import { WasmPlan } from "../engine/plan.js";
import { emitted } from "../engine/runners.js";
import { unfolds } from "../engine/unfolds.js";
import type { Address, Instruction, Loop, Nest, Statement } from "../ir/program.js";
import { lower, type Lowered } from "../lower/lower.js";

/** What is done to a plan's loops before they run; gives undefined where there is nothing of the kind. */
export type Damage = (lowered: Lowered) => Lowered | undefined;

/** The wasm engine with a fault in its lowering; `planted` counts the plans that have it. */
export function faultyEngine(damage: Damage): {
  readonly engine: Engine;
  readonly counts: { planted: number };
} {
  const counts = { planted: 0 };
  const engine: Engine = {
    name: "faulty",
    unfolds,
    compile(program: Program) {
      const home = homeOf(program.state);
      const whole = lower(program, home, { poison: 64 });
      const damaged = damage(whole);
      if (damaged !== undefined) counts.planted++;
      return new WasmPlan(program, damaged ?? whole, home, emitted);
    },
  };
  return { engine, counts };
}

/** Changes the first statement that a rule changes; the rule gives undefined for those that it leaves. */
export function firstChanged(
  lowered: Lowered,
  change: (statement: Statement, among: readonly Statement[]) => readonly Statement[] | undefined,
): Lowered | undefined {
  let isDone = false;
  const inBody = (body: readonly Statement[]): readonly Statement[] =>
    body.flatMap((statement) => {
      if (isDone) return [statement];
      const changed = change(statement, body);
      if (changed !== undefined) {
        isDone = true;
        return changed;
      }
      return statement.kind === "loop"
        ? [{ ...statement, body: inBody(statement.body) } satisfies Loop]
        : [statement];
    });
  const procedures = lowered.procedures.map((procedure) => ({
    ...procedure,
    nests: procedure.nests.map((nest): Nest => ({ ...nest, body: inBody(nest.body) })),
  }));
  return isDone ? { ...lowered, procedures } : undefined;
}

/** Changes every address. */
export function allAddresses(lowered: Lowered, change: (at: Address) => Address): Lowered {
  const inStatement = (statement: Statement): Statement => {
    if (statement.kind === "loop") return { ...statement, body: statement.body.map(inStatement) };
    if (statement.kind !== "load" && statement.kind !== "store") return statement;
    return { ...statement, at: change(statement.at) } satisfies Instruction;
  };
  const procedures = lowered.procedures.map((procedure) => ({
    ...procedure,
    nests: procedure.nests.map((nest): Nest => ({ ...nest, body: nest.body.map(inStatement) })),
  }));
  return { ...lowered, procedures };
}
