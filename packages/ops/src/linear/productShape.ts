import type { Dim, Need, Shape } from "@chainrule/core";

/**
 * The shape of a matrix product. A vector on the left is a row, on the right a column, and its axis is none of the
 * result's. Axes before the last two count matrices: they broadcast.
 * @param names what the factors are called, for messages
 */
export function productShape(
  a: Shape,
  b: Shape,
  need: Need,
  names: readonly [string, string] = ["a", "b"],
): Shape {
  const [left, right] = names;
  need(a.length > 0 && b.length > 0, `${left} and ${right} of rank 1 or more`);
  const [inner, first] = [a.length - 1, Math.max(0, b.length - 2)];
  need(a[inner] === b[first], `${left}[${inner}] = ${right}[${first}]`);
  const batch: Dim[] = [];
  for (let i = 3; i <= Math.max(a.length, b.length); i++) {
    const [p, q] = [a[a.length - i] ?? 1, b[b.length - i] ?? 1];
    need(
      p === q || p === 1 || q === 1,
      `${left}[${a.length - i}] = ${right}[${b.length - i}], or one of them 1`,
    );
    batch.unshift(p === 1 ? q : p);
  }
  return [...batch, ...a.slice(-2, -1), ...(b.length > 1 ? b.slice(-1) : [])];
}
