import type { Op } from "../../op.js";

/** An op with one mistake planted in its definition. */
export interface Mutant {
  readonly op: string;
  /** The part of the definition that has the mistake: `formula`, `vjp x`, `shape`, … */
  readonly part: string;
  /** What is wrong there: `add 0: subtract`. */
  readonly change: string;
  readonly planted: Op;
}

/** One line by which a mutant is found again. */
export function mutantName({ op, part, change }: Pick<Mutant, "op" | "part" | "change">): string {
  return `${op}, ${part}, ${change}`;
}
