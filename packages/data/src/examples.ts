import {
  elementCount,
  formatShape,
  type GraphNode,
  type Limits,
  maximumProblems,
  type Path,
  ProblemList,
  Refusal,
  type Tensor,
} from "@chainrule/core";
import type { BindOptions, Bound } from "./bound.js";
import { jsonClasses, jsonNumbers, type Reader } from "./cell.js";
import { type Field, fieldOf, fillTensor, ownValue } from "./field.js";
import { givenLabels } from "./labels.js";
import type { DataSpec } from "./section.js";
import { quoted } from "./words.js";

/**
 * Binds inline examples to a graph's inputs: for each input a list with one value for each row, of the input's
 * shape without N. A category takes class numbers, or texts that `labels` lists.
 * @param inputs the graph's input nodes
 * @throws {Refusal} unbound-input | row-count | no-rows | bad-shape | not-a-number | bad-class | unknown-label |
 *   too-many-elements, with the path of the value; what {@link fieldOf} and {@link givenLabels} throw
 */
export function bindExamples(
  spec: DataSpec,
  inputs: readonly GraphNode[],
  { labels: saved, only, limits }: BindOptions = {},
): Bound {
  const wanted = only === undefined ? inputs : inputs.filter(({ id }) => only.includes(id));
  const rows = rowCount(spec, wanted);
  const problems = new ProblemList();
  const labels: Record<string, readonly string[]> = {};
  const columns: Record<string, Tensor> = {};
  for (const input of wanted) {
    problems.attempt(() => {
      const field = fieldOf(input, spec);
      const listed = givenLabels(field, spec, saved);
      if (listed !== undefined) labels[field.id] = listed;
      const reader =
        field.classes === undefined ? jsonNumbers(field.dtype) : jsonClasses(field.id, field.classes, listed);
      columns[field.id] = readExamples(field, ownValue(spec.examples, field.id)!, reader, limits);
    });
  }
  problems.throwIfAny();
  return {
    dataset: { rows, columns },
    labels,
    notes: [],
    sourceRows: Array.from({ length: rows }, (_, i) => i),
  };
}

function rowCount(spec: DataSpec, inputs: readonly GraphNode[]): number {
  const problems = new ProblemList();
  const counts = inputs.map((input) => {
    const { id, shape } = input;
    const given = ownValue(spec.examples, id);
    if (given === undefined) {
      problems.add({
        code: "unbound-input",
        path: ["data", "examples"],
        at: id,
        got: `no examples for input ${id} of shape ${formatShape(shape)}`,
        need: "examples for every input",
        try: `"examples": { ${JSON.stringify(id)}: [${sampleRow(input, spec)}] }`,
      });
    }
    return given?.length ?? 0;
  });
  problems.throwIfAny();
  const rows = counts[0] ?? 0;
  const path: Path = ["data", "examples"];
  const other = counts.findIndex((count) => count !== rows);
  if (other >= 0) {
    const got = `${rows} rows of ${inputs[0]!.id}, ${counts[other]} of ${inputs[other]!.id}`;
    const shorter = counts[other]! < rows ? inputs[other]! : inputs[0]!;
    const more = `${Math.abs(counts[other]! - rows)} more of ${shorter.id}`;
    throw new Refusal({ code: "row-count", path, got, need: "equally many rows for every input", try: more });
  }
  if (rows === 0) {
    const sample = inputs
      .map((input) => `${JSON.stringify(input.id)}: [${sampleRow(input, spec)}]`)
      .join(", ");
    throw new Refusal({
      code: "no-rows",
      path,
      got: "no rows",
      need: "at least one",
      try: `"examples": { ${sample} }`,
    });
  }
  return rows;
}

/** A row of zeros as JSON, for suggestions. */
function sampleRow(input: GraphNode, spec: DataSpec): string {
  const { rowShape, oneHot } = fieldOf(input, spec);
  if (oneHot) return "0";
  if (elementCount(rowShape) > 12 || rowShape.includes(0)) return "…";
  return rowShape.reduceRight<string>(
    (item, dim) => `[${Array.from({ length: dim }, () => item).join(", ")}]`,
    "0",
  );
}

function readExamples(
  field: Field,
  rows: readonly unknown[],
  reader: Reader<unknown>,
  limits: Limits | undefined,
): Tensor {
  const problems = new ProblemList();
  const numbers = rows.map((row, i) => {
    const found: number[] = [];
    collect(row, 0, ["data", "examples", field.id, i], { field, reader, problems, found });
    return found;
  });
  problems.throwIfAny();
  return fillTensor(field, rows.length, (row, cell) => numbers[row]![cell]!, limits);
}

interface Collector {
  readonly field: Field;
  readonly reader: Reader<unknown>;
  readonly problems: ProblemList;
  readonly found: number[];
}

/** Walks one row no deeper than its field's rank, in row-major order. */
function collect(value: unknown, axis: number, path: Path, into: Collector): void {
  const { field, reader, problems, found } = into;
  if (problems.found.length === maximumProblems) return;
  const shape = field.oneHot ? [] : field.rowShape;
  if (axis < shape.length) {
    if (Array.isArray(value) && value.length === shape[axis]) {
      value.forEach((item, i) => collect(item, axis + 1, [...path, i], into));
    } else {
      const got = Array.isArray(value) ? `a list of ${value.length}` : quoted(value);
      const what = axis === 0 ? `, a row of ${field.id}` : "";
      problems.add({ code: "bad-shape", path, got, need: `a list of ${shape[axis]}${what}` });
    }
    return;
  }
  const number = reader.read(value);
  if (number !== undefined) found.push(number);
  else problems.add({ path, ...reader.fault(value) });
}
