import { type Dataset, Refusal } from "@chainrule/core";
import { type Field, ownValue } from "./field.js";
import type { Labels } from "./labels.js";
import type { DataSpec } from "./section.js";
import type { Stratum } from "./split.js";
import { listed, nearTo, quoted } from "./words.js";

/**
 * Groups the rows of a dataset by the class of the input that `stratify` names, in the order of the class
 * numbers; one group of all rows where it names none. Classes without rows make no group.
 * @throws {Refusal} unknown-input | not-a-category
 */
export function strataOf(
  dataset: Dataset,
  fields: readonly Field[],
  { stratify, columns }: { readonly stratify: string | undefined; readonly columns: DataSpec["columns"] },
  labels: Labels,
): Stratum[] {
  if (stratify === undefined) {
    return [{ name: undefined, rows: Array.from({ length: dataset.rows }, (_, i) => i) }];
  }
  const field = categoryNamed(stratify, fields, columns);
  return [...rowsByClass(dataset, field)]
    .sort(([a], [b]) => a - b)
    .map(([classNumber, rows]) => ({ name: labels[field.id]?.[classNumber] ?? String(classNumber), rows }));
}

/** For each category whose classes have labels, those that no row has: a network cannot learn them. */
export function absentClasses(dataset: Dataset, fields: readonly Field[], labels: Labels): string[] {
  return fields.filter(isCategory).flatMap((field) => {
    const present = rowsByClass(dataset, field);
    const absent = labels[field.id]?.filter((_, classNumber) => !present.has(classNumber)) ?? [];
    return absent.length === 0 ? [] : [`no row has ${listed(absent)} as its ${field.id}`];
  });
}

type CategoryField = Field & { readonly classes: number };

function isCategory(field: Field): field is CategoryField {
  return field.classes !== undefined && field.width === 1;
}

function rowsByClass(dataset: Dataset, { id, classes, oneHot }: CategoryField): Map<number, number[]> {
  const { data } = dataset.columns[id]!;
  const groups = new Map<number, number[]>();
  for (let row = 0; row < dataset.rows; row++) {
    const classNumber = oneHot ? data.subarray(row * classes, (row + 1) * classes).indexOf(1) : data[row]!;
    const group = groups.get(classNumber);
    if (group === undefined) groups.set(classNumber, [row]);
    else group.push(row);
  }
  return groups;
}

function categoryNamed(id: string, fields: readonly Field[], columns: DataSpec["columns"]): CategoryField {
  const path = ["data", "split", "stratify"];
  const field = fields.find((candidate) => candidate.id === id);
  if (field === undefined) {
    const ids = fields.map((candidate) => candidate.id);
    const need = `an input of the model: ${listed(ids)}`;
    // A column's name is easily given for that of the input that takes it.
    const taker = ids.find((input) => [ownValue(columns, input)].flat().includes(id));
    const near = taker === undefined ? nearTo(id, ids) : { try: JSON.stringify(taker) };
    throw new Refusal({ code: "unknown-input", path, got: quoted(id), need, ...near });
  }
  if (isCategory(field)) return field;
  throw new Refusal({
    code: "not-a-category",
    path,
    got: `${id}, an input of ${field.dtype} numbers`,
    need: "an input that takes one category a row: int32 with classes, or encoded as oneHot",
    try: 'leave out "stratify"',
  });
}
