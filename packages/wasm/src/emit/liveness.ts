import type { Instruction, Loop, Register, Statement } from "../ir/program.js";
import { readBy, setBy } from "../ir/registers.js";

/** From when on the registers of a nest are no longer needed. */
export interface Liveness {
  /** Registers that nobody reads or sets after this statement; after the whole of it, where it is a loop. */
  readonly endingAt: ReadonlyMap<Statement, readonly Register[]>;
  /** How often each register is set, as written, by id. */
  readonly sets: ReadonlyMap<number, number>;
  /** How often each register is read, as written, by id. */
  readonly reads: ReadonlyMap<number, number>;
}

interface Life {
  readonly register: Register;
  /** The loops around the place where it is first set, outermost first. */
  readonly born: readonly Loop[];
  last: Statement;
}

/**
 * Finds how long each register lives. One that was set outside of a loop and is used inside lives until the loop
 * ends, since the next time around may read it.
 */
export function livenessOf(body: readonly Statement[]): Liveness {
  const lives = new Map<number, Life>();
  const sets = new Map<number, number>();
  const reads = new Map<number, number>();
  const meet = (register: Register, at: Instruction, loops: readonly Loop[]): void => {
    const life = lives.get(register.id);
    if (life === undefined) {
      lives.set(register.id, { register, born: loops, last: at });
      return;
    }
    // The outermost loop around this place that is not around its first.
    const depth = loops.findIndex((loop, i) => life.born[i] !== loop);
    life.last = depth === -1 ? at : loops[depth]!;
  };
  const walk = (statements: readonly Statement[], loops: readonly Loop[]): void => {
    for (const statement of statements) {
      if (statement.kind === "loop") walk(statement.body, [...loops, statement]);
      if (statement.kind === "loop" || statement.kind === "kernel" || statement.kind === "tape") continue;
      for (const register of readBy(statement)) {
        meet(register, statement, loops);
        reads.set(register.id, (reads.get(register.id) ?? 0) + 1);
      }
      const to = setBy(statement);
      if (to === undefined) continue;
      meet(to, statement, loops);
      sets.set(to.id, (sets.get(to.id) ?? 0) + 1);
    }
  };
  walk(body, []);
  const endingAt = new Map<Statement, Register[]>();
  for (const { register, last } of lives.values()) {
    const ending = endingAt.get(last);
    if (ending === undefined) endingAt.set(last, [register]);
    else ending.push(register);
  }
  return { endingAt, sets, reads };
}
