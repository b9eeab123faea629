import type { Algebra } from "@chainrule/core";

/** The sum of some terms, from the first on; of none it is 0. */
export function total<T, B>(m: Algebra<T, B>, terms: readonly T[]): T {
  return terms.length === 0 ? m.number(0) : terms.reduce((sum, term) => m.add(sum, term));
}
