import { type Path, type Problem, Refusal } from "@chainrule/core";
import { type Field, ownValue } from "./field.js";
import type { DataSpec } from "./section.js";
import { listed } from "./words.js";

/** Labels of category inputs, in the order of their class numbers, by input id. */
export type Labels = Readonly<Record<string, readonly string[]>>;

/**
 * The classes of a category in order: numerically where every label is a number (so that "10" follows "9"), else
 * by UTF-16 code unit.
 */
export function sortLabels(labels: Iterable<string>): string[] {
  const distinct = [...new Set(labels)].sort();
  if (!distinct.every((label) => label !== "" && Number.isFinite(Number(label)))) return distinct;
  return distinct.sort((a, b) => Number(a) - Number(b));
}

/**
 * The labels that are listed for an input: those saved with a model, else those of the spec.
 * @returns undefined where none are
 * @throws {Refusal} not-a-category | duplicate-label | label-count
 */
export function givenLabels(
  field: Field,
  spec: DataSpec,
  saved: Labels | undefined,
): readonly string[] | undefined {
  const labels = ownValue(saved, field.id) ?? ownValue(spec.labels, field.id);
  if (labels === undefined) return undefined;
  const path: Path = ["data", "labels", field.id];
  if (field.classes === undefined) {
    throw new Refusal({
      code: "not-a-category",
      path,
      got: `labels for ${field.id}, an input of ${field.dtype} numbers`,
      need: "an int32 input with classes, or a float input encoded as oneHot",
      try: `"encode": { ${JSON.stringify(field.id)}: "oneHot" }`,
    });
  }
  const seen = new Set<string>();
  const repeated = labels.find((label) => seen.size === seen.add(label).size);
  if (repeated !== undefined) {
    throw new Refusal({
      code: "duplicate-label",
      path,
      got: `${JSON.stringify(repeated)} twice`,
      need: "each label once",
      try: `leave out the second ${JSON.stringify(repeated)}`,
    });
  }
  if (labels.length !== field.classes)
    throw new Refusal({ code: "label-count", path, ...countMismatch(field, labels) });
  return labels;
}

/**
 * The labels of a category that lists none: those that occur, sorted.
 * @param place where the column is, for messages
 * @throws {Refusal} label-count, where there are more or fewer than classes
 */
export function findLabels(
  field: Field,
  texts: Iterable<string>,
  place: Pick<Problem, "file" | "path" | "at">,
): string[] {
  const labels = sortLabels(texts);
  if (labels.length === field.classes) return labels;
  const mismatch = countMismatch(field, labels);
  const absent = labels.length < (field.classes ?? 0) && {
    try: `${mismatch.try}, or all of them: "labels": { ${JSON.stringify(field.id)}: [${labels.map((l) => JSON.stringify(l)).join(", ")}, "…"] }`,
  };
  throw new Refusal({ code: "label-count", ...place, ...mismatch, ...absent });
}

function countMismatch(field: Field, labels: readonly string[]): { got: string; need: string; try: string } {
  const key = field.oneHot ? `"shape": ["N", ${labels.length}]` : `"classes": ${labels.length}`;
  return {
    got: `${labels.length} ${labels.length === 1 ? "label" : "labels"}: ${listed(labels)}`,
    need: `${field.classes}, as ${field.oneHot ? "the shape" : "classes"} of input ${field.id} says`,
    try: key,
  };
}
