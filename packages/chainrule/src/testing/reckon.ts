/** Numbers as they lie on the page. */
export type Page = readonly (readonly number[])[];

const tokens = /\\odot|\\,|\^\{\\top\}|[-+()]|[a-zA-Z]|\\delta|\s+/g;

/**
 * Works out LaTeX of matrix products, ⊙, ᵀ, sums and differences, knowing nothing of how it was made. A vector may be
 * added to every row or column; a one by one matrix multiplies anything.
 */
export function reckon(latex: string, values: Readonly<Record<string, Page>>): Page {
  const rest = (latex.match(tokens) ?? []).filter((token) => token.trim() !== "" && token !== "\\,");
  const take = (token: string): boolean => rest[0] === token && rest.shift() !== undefined;
  function sum(): Page {
    let left = hadamard();
    for (;;) {
      if (take("+")) left = each(left, hadamard(), (a, b) => a + b);
      else if (take("-")) left = each(left, hadamard(), (a, b) => a - b);
      else return left;
    }
  }
  function hadamard(): Page {
    let left = product();
    while (take("\\odot")) left = each(left, product(), (a, b) => a * b);
    return left;
  }
  function product(): Page {
    let left = factor();
    while (rest.length > 0 && !["+", "-", ")", "\\odot"].includes(rest[0]!)) left = times(left, factor());
    return left;
  }
  function factor(): Page {
    let base: Page;
    if (take("(")) {
      base = sum();
      take(")");
    } else base = values[rest.shift()!]!;
    return take("^{\\top}") ? turn(base) : base;
  }
  const result = sum();
  if (rest.length > 0) throw new Error(`${latex}: cannot read ${rest.join(" ")}`);
  return result;
}

export function turn(page: Page): Page {
  return page[0]!.map((_, j) => page.map((row) => row[j]!));
}

function times(a: Page, b: Page): Page {
  const isNumber = (page: Page): boolean => page.length === 1 && page[0]!.length === 1;
  if (isNumber(a)) return b.map((row) => row.map((x) => a[0]![0]! * x));
  if (isNumber(b)) return times(b, a);
  if (a[0]!.length !== b.length)
    throw new Error(`${a.length}×${a[0]!.length} times ${b.length}×${b[0]!.length}`);
  return a.map((row) => b[0]!.map((_, j) => row.reduce((total, x, k) => total + x * b[k]![j]!, 0)));
}

function each(a: Page, b: Page, combine: (x: number, y: number) => number): Page {
  const at = (page: Page, i: number, j: number): number =>
    page[page.length === 1 ? 0 : i]![page[0]!.length === 1 ? 0 : j]!;
  const isVector = b.length === 1 || b[0]!.length === 1;
  // A bias has no ᵀ: it goes along whichever side is as long.
  const fits = b.length === 1 ? b[0]!.length === a[0]!.length : b.length === a.length;
  const other = isVector && !fits ? turn(b) : b;
  return a.map((row, i) => row.map((x, j) => combine(x, at(other, i, j))));
}
