import { type Dim, isStatic, elementCount, type Shape, type Value } from "@chainrule/core";
import { multiply } from "../../elementwise/multiply.js";
import { matmul, matmulGradient } from "../matmul.js";
import { diagonal } from "./diagonal.js";
import { readEquation } from "./equation.js";
import { lengthOf, ordered, type Part, shaped, summed } from "./part.js";

/** What a named dim counts as where it is asked which product is the smaller one. */
const supposedLength = 64;

/** An equation as products of matrices, and what brings its operands into their form. */
export function contract(text: string, operands: readonly Value[]): Value {
  const { terms, output } = readEquation(text);
  let parts = operands.map((value, i) => diagonal(value, terms[i]!));
  while (parts.length > 1) {
    const [i, j] = cheapestPair(parts, output);
    const rest = parts.filter((_, k) => k !== i && k !== j);
    const wanted = (letter: string): boolean =>
      output.includes(letter) || rest.some(({ letters }) => letters.includes(letter));
    const order = [...output].filter((letter) => has(parts[i]!, letter) || has(parts[j]!, letter)).join("");
    parts = [product(parts[i]!, parts[j]!, wanted, order), ...rest];
  }
  return ordered(
    summed(parts[0]!, (letter) => output.includes(letter)),
    output,
  );
}

function has({ letters }: Part, letter: string): boolean {
  return letters.includes(letter);
}

/** Of three parts the two whose product, and then that with the third, take the fewest multiplications; the first such. */
function cheapestPair(parts: readonly Part[], output: string): readonly [number, number] {
  if (parts.length === 2) return [0, 1];
  const pairs = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 2, 0],
  ] as const;
  const size = (letters: ReadonlySet<string>): number =>
    [...letters].reduce((count, letter) => {
      const length = lengthOf(
        parts.find((part) => has(part, letter))!,
        letter,
      );
      return count * (typeof length === "number" ? length : supposedLength);
    }, 1);
  const costs = pairs.map(([i, j, k]) => {
    const [both, third] = [new Set(parts[i]!.letters + parts[j]!.letters), parts[k]!.letters];
    const kept = [...both].filter((letter) => output.includes(letter) || third.includes(letter));
    return size(both) + size(new Set([...kept, ...third]));
  });
  const [i, j] = pairs[costs.indexOf(Math.min(...costs))]!;
  return [i, j];
}

/**
 * The product of two parts, summed over the letters that nobody wants afterwards.
 * @param order the letters of the result, as far as it is known what order they are wanted in
 */
function product(a: Part, b: Part, isWanted: (letter: string) => boolean, order: string): Part {
  const left = summed(a, (letter) => isWanted(letter) || has(b, letter));
  const right = summed(b, (letter) => isWanted(letter) || has(a, letter));
  const isShared = (letter: string): boolean => has(left, letter) && has(right, letter);
  const inner = [...left.letters].filter((letter) => isShared(letter) && !isWanted(letter)).join("");
  const kept = [...new Set(order + left.letters + right.letters)].filter((letter) => !inner.includes(letter));
  const result = kept.filter((letter) => has(left, letter) || has(right, letter));
  if (inner === "") return elementwise(left, right, result.join(""));
  const ends = result.filter((letter) => !isShared(letter));
  const batch = result.filter(isShared).join("");
  // The factor whose letters come first in the result stands on the left, so that the result need not be transposed.
  const [first, second] = ends.length > 0 && has(right, ends[0]!) ? [right, left] : [left, right];
  return matrices({
    left: first,
    right: second,
    batch,
    rows: ends.filter((letter) => has(first, letter)).join(""),
    columns: ends.filter((letter) => has(second, letter)).join(""),
    inner,
  });
}

/** Nothing is summed: each element is the product of two. */
function elementwise(a: Part, b: Part, letters: string): Part {
  const spread = (part: Part): Value => {
    const own = [...letters].filter((letter) => has(part, letter)).join("");
    const first = own === "" ? letters.length : letters.indexOf(own[0]!);
    const shape = [...letters].slice(first).map((letter) => (has(part, letter) ? lengthOf(part, letter) : 1));
    return shaped(ordered(part, own), shape);
  };
  return { value: multiply(spread(a), spread(b)), letters };
}

/** Two factors, and what their letters are in a product of matrices. */
interface Roles {
  readonly left: Part;
  readonly right: Part;
  /** In both factors and the result. */
  readonly batch: string;
  /** In the left factor and the result. */
  readonly rows: string;
  /** In the right factor and the result. */
  readonly columns: string;
  /** In both factors; summed over. */
  readonly inner: string;
}

/**
 * Each role's letters become one axis: [batch, rows, inner] times [batch, inner, columns]. Where that would merge an axis
 * whose length is a name, all but one of the letters count matrices; nobody wants those of `inner`, so the next step sums them.
 */
function matrices(roles: Roles): Part {
  const { left, right, batch, inner } = roles;
  const [rows, columns] = [split(left, roles.rows), split(right, roles.columns)];
  const depth = split(left, inner);
  const isShared = batch === "" && rows.lead === "" && columns.lead === "";
  if (depth.lead !== "" && isShared) return overRows(roles);
  const shared = batch + depth.lead;
  const one = (letters: string): Dim[] => [...letters].map(() => 1);
  const lengths = (part: Part, letters: string): Dim[] =>
    [...letters].map((letter) => lengthOf(part, letter));
  const countsLeft = shared + rows.lead !== "";
  const countsRight = shared + columns.lead !== "";
  const a = shaped(ordered(left, shared + rows.lead + rows.last + depth.last), [
    ...(countsLeft ? [...lengths(left, shared + rows.lead), ...one(columns.lead)] : []),
    ...(countsLeft || rows.last !== "" ? [merged(left, rows.last)] : []),
    merged(left, depth.last),
  ]);
  const b = shaped(ordered(right, shared + columns.lead + depth.last + columns.last), [
    ...(countsRight ? [...lengths(right, shared), ...one(rows.lead), ...lengths(right, columns.lead)] : []),
    merged(right, depth.last),
    ...(countsRight || columns.last !== "" ? [merged(right, columns.last)] : []),
  ]);
  const letters = shared + rows.lead + columns.lead + rows.last + columns.last;
  const shape = [...letters].map((letter) => lengthOf(has(left, letter) ? left : right, letter));
  return { value: shaped(matmul(a, b), shape), letters };
}

/** Rows that all meet one another, however many axes count them: [inner…, rows] and [inner…, columns] give [rows, columns]. */
function overRows({ left, right, rows, columns, inner }: Roles): Part {
  const asRows = (part: Part, letters: string): Value =>
    shaped(ordered(part, inner + letters), [
      ...[...inner].map((letter) => lengthOf(part, letter)),
      merged(part, letters),
    ]);
  const value = matmulGradient(asRows(left, rows), asRows(right, columns));
  const shape = [...rows].map((letter) => lengthOf(left, letter));
  for (const letter of columns) shape.push(lengthOf(right, letter));
  return { value: shaped(value, shape), letters: rows + columns };
}

/** The letters that become one axis, and before them those that cannot. */
function split(part: Part, letters: string): { readonly lead: string; readonly last: string } {
  const canMerge = letters.length < 2 || isStatic([...letters].map((letter) => lengthOf(part, letter)));
  return canMerge ? { lead: "", last: letters } : { lead: letters.slice(0, -1), last: letters.slice(-1) };
}

/** The length of the axis that the letters become. */
function merged(part: Part, letters: string): Dim {
  const shape: Shape = [...letters].map((letter) => lengthOf(part, letter));
  return shape.length === 1 ? shape[0]! : elementCount(shape.map(Number));
}
