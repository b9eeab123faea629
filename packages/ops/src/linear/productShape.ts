import type { Need, Shape } from "@chainrule/core";

/**
 * The shape of a matrix product.
 * @param names what the factors are called, for messages
 */
export function productShape(
  a: Shape,
  b: Shape,
  need: Need,
  names: readonly [string, string] = ["a", "b"],
): Shape {
  const isLow = (shape: Shape): boolean => shape.length === 1 || shape.length === 2;
  need(isLow(a) && isLow(b), `${names[0]} and ${names[1]} of rank 1 or 2`);
  need(a[a.length - 1] === b[0], `${names[0]}[${a.length - 1}] = ${names[1]}[0]`);
  return [...a.slice(0, -1), ...b.slice(1)];
}
