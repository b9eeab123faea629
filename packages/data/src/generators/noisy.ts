import type { Draws } from "@chainrule/core";

/**
 * A point with gaussian noise on each coordinate.
 * @param noise its standard deviation
 * @param first the number of the first coordinate's draw; those before it are used for something else
 */
export function noisy(
  point: readonly number[],
  noise: number,
  draws: Draws,
  { row, first = 0 }: { readonly row: number; readonly first?: number },
): number[] {
  return point.map((coordinate, i) => coordinate + noise * draws.normal(row, first + i));
}
