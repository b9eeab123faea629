import { type Dataset, Refusal, suggest } from "@chainrule/core";
import type { Field } from "./field.js";
import type { Labels } from "./labels.js";
import type { SplitSpec } from "./section.js";
import type { Stratum } from "./split.js";

/**
 * Groups the rows of a dataset by the class of the input that `split.stratify` names, in the order of the class
 * numbers; one group of all rows where it names none. Classes without rows make no group.
 * @throws {Refusal} unknown-input | not-a-category
 */
export function strataOf(
  dataset: Dataset,
  fields: readonly Field[],
  spec: SplitSpec,
  labels: Labels,
): Stratum[] {
  if (spec.stratify === undefined)
    return [{ name: undefined, rows: Array.from({ length: dataset.rows }, (_, i) => i) }];
  const field = categoryNamed(spec.stratify, fields);
  const { data } = dataset.columns[field.id]!;
  const groups: number[][] = Array.from({ length: field.classes! }, () => []);
  for (let row = 0; row < dataset.rows; row++) {
    const classNumber = field.oneHot
      ? data.subarray(row * field.classes!, (row + 1) * field.classes!).indexOf(1)
      : data[row]!;
    groups[classNumber]!.push(row);
  }
  return groups
    .map((rows, i) => ({ name: labels[field.id]?.[i] ?? String(i), rows }))
    .filter(({ rows }) => rows.length > 0);
}

function categoryNamed(id: string, fields: readonly Field[]): Field {
  const path = ["data", "split", "stratify"];
  const field = fields.find((candidate) => candidate.id === id);
  if (field === undefined) {
    const ids = fields.map((candidate) => candidate.id);
    const need = `an input of the model: ${ids.join(", ")}`;
    throw new Refusal({ code: "unknown-input", path, got: JSON.stringify(id), need, ...suggest(id, ids) });
  }
  if (field.classes !== undefined && field.width === 1) return field;
  throw new Refusal({
    code: "not-a-category",
    path,
    got: `${id}, an input of ${field.dtype} numbers`,
    need: "an input that takes one category a row: int32 with classes, or encoded as oneHot",
  });
}
