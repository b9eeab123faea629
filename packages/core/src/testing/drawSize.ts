import type { Dice } from "./dice.js";

/** Sizes that drawn dims have: one, and primes, so that none is another's multiple. */
const sizes: readonly number[] = [1, 2, 3, 5, 7];
/** How often a dim has size 0: seldom, because a case without numbers tells little. */
const emptyShare = 0.03;

/** The size of a dim, at most so large. */
export function drawSize(dice: Dice, most = 7): number {
  if (dice.chance(emptyShare)) return 0;
  return dice.pick(sizes.filter((size) => size <= most));
}
