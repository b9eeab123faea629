import type { Registry } from "../registry.js";
import { hasNumbers } from "./cases.js";
import type { Case } from "./drawCase.js";

/** What an op's laws are checked on, in numbers. */
export interface CaseCounts {
  readonly op: string;
  readonly cases: number;
  /** Cases that make numbers of numbers. */
  readonly withNumbers: number;
  /** Cases in which something has size 0. */
  readonly empty: number;
  /** Cases in which two inputs are handed the same value. */
  readonly repeated: number;
  /** Numbers that the op is differentiated by, over all cases. */
  readonly entries: number;
  /** The ranks that its inputs have, in order. */
  readonly ranks: readonly number[];
}

export function countCases(op: string, cases: readonly Case[], registry: Registry): CaseCounts {
  const count = (holds: (item: Case) => boolean): number => cases.filter(holds).length;
  const ranks = cases.flatMap(({ shapes }) => Object.values(shapes).map(({ length }) => length));
  return {
    op,
    cases: cases.length,
    withNumbers: count((item) => hasNumbers(item, registry)),
    empty: count(({ values }) => Object.values(values).some(({ data }) => data.length === 0)),
    repeated: count(({ repeated }) => repeated.length > 0),
    entries: cases.reduce(
      (sum, { free, values }) => free.reduce((all, name) => all + values[name]!.data.length, sum),
      0,
    ),
    ranks: [...new Set(ranks)].sort((a, b) => a - b),
  };
}
