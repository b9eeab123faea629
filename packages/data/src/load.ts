import { type GraphNode, type Limits, Refusal, Registry, type Splits } from "@chainrule/core";
import { bindGenerated } from "./bindGenerated.js";
import { bindTable } from "./bindTable.js";
import type { Bound } from "./bound.js";
import { parseCsv } from "./csv.js";
import { checkInputNames, checkPath, type Source, sourceOf } from "./checkSpec.js";
import { bindExamples } from "./examples.js";
import { fieldOf } from "./field.js";
import { inlineRows, parseJsonRows } from "./jsonRows.js";
import type { Labels } from "./labels.js";
import { dataPlugin } from "./plugin.js";
import { readGenerator } from "./readGenerator.js";
import type { DataSpec } from "./section.js";
import { splitDataset, splitRows } from "./split.js";
import { absentClasses, strataOf } from "./strata.js";
import type { Table } from "./table.js";

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
  /** Where generators are looked up; default those of this package. */
  readonly registry?: Registry;
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
export function loadData(spec: DataSpec, context: DataContext): LoadedData {
  const { inputs, seed } = context;
  const source = sourceOf(spec);
  for (const key of ["examples", "columns", "labels", "encode"] as const) checkInputNames(key, spec, inputs);
  const { bound, total = bound.dataset.rows } = boundRows(source, spec, context);
  const fields = inputs.map((input) => fieldOf(input, spec));
  const { dataset, labels } = bound;
  const { split, columns } = spec;
  const strata = split && strataOf(dataset, fields, { stratify: split.stratify, columns }, labels);
  const file = spec.csv ?? spec.json;
  return {
    splits: split && strata ? splitDataset(dataset, splitRows(strata, split, seed)) : { train: dataset },
    labels,
    notes: [...bound.notes, ...absentClasses(dataset, fields, labels)],
    source: { ...(file !== undefined && { file }), rows: total, used: dataset.rows },
  };
}

interface BoundRows {
  readonly bound: Bound;
  /** How many rows the source holds, where that may be more than are bound. */
  readonly total?: number;
}

function boundRows(source: Source, spec: DataSpec, context: DataContext): BoundRows {
  const { inputs, readText, seed, limits, registry = new Registry([dataPlugin]) } = context;
  const options = limits === undefined ? {} : { limits };
  const fromTable = <Cell>(table: Table<Cell>): BoundRows => ({
    bound: bindTable(table, spec, inputs, options),
    total: table.rowCount,
  });
  const textOf = (key: "csv" | "json", file: string): string => {
    checkPath(key, file);
    return read(key, file, readText);
  };
  switch (source) {
    case "csv": {
      const file = spec.csv ?? "";
      return fromTable(parseCsv(textOf("csv", file), { file, ...options }));
    }
    case "json": {
      const file = spec.json ?? "";
      return fromTable(parseJsonRows(textOf("json", file), { file, ...options }));
    }
    case "rows":
      return fromTable(inlineRows(spec.rows ?? [], limits));
    case "generator": {
      const name = spec.generator ?? "";
      const generated = readGenerator(name, spec, { registry, seed, ...options });
      return { bound: bindGenerated(name, generated, spec, inputs, options) };
    }
    case "examples":
      return { bound: bindExamples(spec, inputs, options) };
  }
}

function read(key: "csv" | "json", file: string, readText: DataContext["readText"]): string {
  const path = ["data", key];
  try {
    return readText(file);
  } catch (error) {
    if (error instanceof Refusal) {
      // Whoever reads files does not know which key named this one.
      throw new Refusal(error.problems.map((problem) => ({ ...problem, path })));
    }
    throw new Refusal({
      code: "unreadable-file",
      path,
      got: `${JSON.stringify(file)} cannot be read`,
      need: "a text file in the spec's folder",
    });
  }
}
