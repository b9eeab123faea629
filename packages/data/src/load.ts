import { type GraphNode, type Limits, Refusal, type Splits } from "@chainrule/core";
import { bindTable } from "./bindTable.js";
import type { Bound } from "./bound.js";
import { parseCsv } from "./csv.js";
import { checkInputNames, checkPath, checkSource } from "./checkSpec.js";
import { bindExamples } from "./examples.js";
import { fieldOf } from "./field.js";
import type { Labels } from "./labels.js";
import type { DataSpec } from "./section.js";

import { splitDataset, splitRows } from "./split.js";
import { absentClasses, strataOf } from "./strata.js";

/** What loading data needs beside the spec. */
export interface DataContext {
  /** The graph's input nodes. */
  readonly inputs: readonly GraphNode[];
  /** The spec's seed. */
  readonly seed: number;
  /**
   * The text of a file of the spec's folder. Its path has been checked as text; following links out of the
   * folder is for this function to refuse.
   */
  readonly readText: (relativePath: string) => string;
  readonly limits?: Limits;
}

/** Rows ready for training. */
export interface LoadedData {
  readonly splits: Splits;
  /** Labels of the categories, to be saved with the model. */
  readonly labels: Labels;
  /** What a person should hear: rows that were dropped, classes that never occur. */
  readonly notes: readonly string[];
  readonly source: {
    /** The file, where there is one. */
    readonly file?: string;
    /** Rows that it holds, and how many of them are used. */
    readonly rows: number;
    readonly used: number;
  };
}

/**
 * Loads the rows of a spec, binds them to the inputs and divides them. Nothing is fitted here: statistics are
 * taken from `splits.train` by who needs them.
 * @throws {Refusal} with file, line and column for what is in a file, with a path for what is in the spec
 */
export function loadData(spec: DataSpec, { inputs, seed, readText, limits }: DataContext): LoadedData {
  checkSource(spec);
  for (const key of ["examples", "columns", "labels", "encode"] as const) checkInputNames(key, spec, inputs);
  const options = limits === undefined ? {} : { limits };
  let bound: Bound;
  let total: number;
  if (spec.csv !== undefined) {
    checkPath(spec.csv);
    const table = parseCsv(read(spec.csv, readText), { file: spec.csv, ...options });
    bound = bindTable(table, spec, inputs, options);
    total = table.rows.length;
  } else {
    bound = bindExamples(spec, inputs, options);
    total = bound.dataset.rows;
  }
  const fields = inputs.map((input) => fieldOf(input, spec));
  const { dataset, labels } = bound;
  const { split, columns } = spec;
  const strata = split && strataOf(dataset, fields, { stratify: split.stratify, columns }, labels);
  return {
    splits: split && strata ? splitDataset(dataset, splitRows(strata, split, seed)) : { train: dataset },
    labels,
    notes: [...bound.notes, ...absentClasses(dataset, fields, labels)],
    source: { ...(spec.csv !== undefined && { file: spec.csv }), rows: total, used: dataset.rows },
  };
}

function read(file: string, readText: DataContext["readText"]): string {
  try {
    return readText(file);
  } catch (error) {
    if (error instanceof Refusal)
      throw new Refusal(error.problems.map((problem) => ({ path: ["data", "csv"], ...problem })));
    throw new Refusal({
      code: "unreadable-file",
      path: ["data", "csv"],
      got: `${JSON.stringify(file)} cannot be read`,
      need: "a text file in the spec's folder",
    });
  }
}
