import type { DType, Shape } from "@chainrule/core";

/** A number that may depend on open dims, such as 200,704 N + 10: factors by the names that they stand before. */
export type Amount = ReadonlyMap<string, number>;

/** Names of one product, as a key. */
const keyOf = (names: readonly string[]): string => JSON.stringify(names.toSorted());

/** The product of dims, `factor` times: how many elements a shape has, or multiples of them. */
export function product(dims: Shape, factor = 1): Amount {
  const names = dims.filter((dim): dim is string => typeof dim === "string");
  const count = dims.reduce<number>((all, dim) => (typeof dim === "number" ? all * dim : all), factor);
  return new Map(count === 0 ? [] : [[keyOf(names), count]]);
}

/** Size of one element. */
const elementBytes: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, bool: 1 };

/** The memory that a value takes. */
export function bytesOf({ shape, dtype }: { readonly shape: Shape; readonly dtype: DType }): Amount {
  return product(shape, elementBytes[dtype]);
}

export function sumOf(amounts: Iterable<Amount>): Amount {
  const total = new Map<string, number>();
  for (const amount of amounts)
    for (const [key, count] of amount) total.set(key, (total.get(key) ?? 0) + count);
  return total;
}

/** `200,704 N + 10`; products with more names first. */
export function formatAmount(amount: Amount): string {
  const terms = [...amount].map(([key, count]) => [JSON.parse(key) as string[], count] as const);
  if (terms.length === 0) return "0";
  return terms
    .toSorted(([a], [b]) => b.length - a.length || (a.join() < b.join() ? -1 : 1))
    .map(([names, count]) =>
      [...(count === 1 && names.length > 0 ? [] : [count.toLocaleString("en-US")]), ...powers(names)].join(
        " ",
      ),
    )
    .join(" + ");
}

const raised = ["", "", "²", "³", "⁴"];

/** `N²` for N and N. */
function powers(names: readonly string[]): string[] {
  return [...new Set(names)].map((name) => {
    const times = names.filter((other) => other === name).length;
    return name + (raised[times] ?? `^${times}`);
  });
}
