import {
  allocate,
  type Dataset,
  draws,
  elementCount,
  type Path,
  Refusal,
  type SplitName,
  splitNames,
  type Splits,
  type Tensor,
} from "@chainrule/core";
import type { SplitSpec } from "./section.js";

/** Rows that are divided together: those of one class, or all of them. */
export interface Stratum {
  /** Its class, for messages; undefined where there is but one stratum. */
  readonly name: string | undefined;
  /** Ascending. */
  readonly rows: readonly number[];
}

const path: Path = ["data", "split"];

/**
 * Divides the rows of each stratum among the splits. A row's place depends on (seed, row) and on the sizes only:
 * test takes the rows whose draws are lowest, validation those whose draws are highest, so adding one of them
 * moves no row of the other. Within a split, rows keep their order.
 * @throws {Refusal} bad-fractions | class-too-small | empty-split
 */
export function splitRows(
  strata: readonly Stratum[],
  spec: SplitSpec,
  seed: number,
): Map<SplitName, number[]> {
  const names = splitNames.filter((name) => spec[name] !== undefined);
  const fractions = names.map((name) => spec[name]!);
  refuseBadFractions(names, fractions);
  const { uniform } = draws(seed, "data", "split");
  const parts = new Map<SplitName, number[]>(names.map((name) => [name, []]));
  for (const { name, rows } of strata) {
    const sizes = apportion(rows.length, fractions);
    if (sizes.includes(0))
      throw tooFewRows(name, rows.length, names[sizes.indexOf(0)]!, fractions[sizes.indexOf(0)]!);
    const keyed = rows
      .map((row) => ({ row, key: uniform(0, row) }))
      .sort((a, b) => a.key - b.key || a.row - b.row);
    const sizeOf = (split: SplitName): number => sizes[names.indexOf(split)] ?? 0;
    keyed.forEach(({ row }, rank) => {
      const split =
        rank < sizeOf("test") ? "test" : rank < rows.length - sizeOf("validation") ? "train" : "validation";
      parts.get(split)!.push(row);
    });
  }
  for (const rows of parts.values()) rows.sort((a, b) => a - b);
  return parts;
}

/**
 * Divides a count in given shares: each gets the whole part of count × share, and what is left goes to the
 * largest remainders, the earlier one on a tie.
 * @param shares sum to 1
 * @see Hamilton's method of apportionment
 */
export function apportion(count: number, shares: readonly number[]): number[] {
  const sizes = shares.map((share) => Math.floor(count * share));
  const remainders = shares.map((share, i) => Math.round((count * share - sizes[i]!) * 1e9));
  const order = shares.map((_, i) => i).sort((a, b) => remainders[b]! - remainders[a]! || a - b);
  const left = count - sizes.reduce((sum, size) => sum + size, 0);
  for (const i of order.slice(0, left)) sizes[i]!++;
  return sizes;
}

/** The rows of a dataset at the given positions, copied. */
export function takeRows(dataset: Dataset, rows: readonly number[]): Dataset {
  const columns = Object.entries(dataset.columns).map(
    ([id, column]) => [id, takeFrom(column, rows)] as const,
  );
  return { rows: rows.length, columns: Object.fromEntries(columns) };
}

/** The datasets of each split. */
export function splitDataset(dataset: Dataset, parts: ReadonlyMap<SplitName, readonly number[]>): Splits {
  const { train = [], ...others } = Object.fromEntries(parts);
  const taken = Object.entries(others).map(([name, rows]) => [name, takeRows(dataset, rows)] as const);
  return { train: takeRows(dataset, train), ...Object.fromEntries(taken) };
}

function takeFrom({ dtype, shape, data }: Tensor, rows: readonly number[]): Tensor {
  const taken = [rows.length, ...shape.slice(1)];
  const size = elementCount(shape.slice(1));
  const result = allocate(dtype, elementCount(taken));
  rows.forEach((row, i) => result.set(data.subarray(row * size, (row + 1) * size), i * size));
  return { dtype, shape: taken, data: result };
}

function refuseBadFractions(names: readonly SplitName[], fractions: readonly number[]): void {
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  if (Math.abs(sum - 1) <= 1e-9) return;
  const got = `${names.map((name, i) => `${name} ${fractions[i]}`).join(", ")}: ${Number(sum.toPrecision(12))} in all`;
  const rest = Number((1 - sum + fractions[0]!).toPrecision(12));
  const suggestion = rest > 0 && rest <= 1 && { try: `"train": ${rest}` };
  throw new Refusal({ code: "bad-fractions", path, got, need: "fractions that sum to 1", ...suggestion });
}

function tooFewRows(stratum: string | undefined, rows: number, split: SplitName, fraction: number): Refusal {
  const got = `${split} would get ${fraction} of ${rows} ${rows === 1 ? "row" : "rows"}, rounded to none`;
  // A share of at least 1 / rows is at least one row, whatever the others are.
  const enough = Math.ceil(100 / rows) / 100;
  const larger = rows > 1 ? `more rows, or "${split}": ${enough}` : "more rows";
  if (stratum === undefined) {
    const need = "at least one row in each split";
    return new Refusal({ code: "empty-split", path: [...path, split], got, need, try: larger });
  }
  return new Refusal({
    code: "class-too-small",
    path: [...path, "stratify"],
    at: `class ${stratum}`,
    got,
    need: "at least one row of each class in each split",
    try: `${larger}, or no "stratify"`,
  });
}
