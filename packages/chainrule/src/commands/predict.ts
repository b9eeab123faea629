import { join, resolve } from "node:path";
import { checkForm, type GraphNode, parseDocument, Refusal } from "@chainrule/core";
import {
  bindExamples,
  bindTable,
  type Bound,
  type Labels,
  parseCsv,
  parseJsonRows,
  writeCsv,
} from "@chainrule/data";
import { z } from "zod";
import { inputsOf } from "../evaluate.js";
import { readText } from "../files/readFile.js";
import { inFile } from "../inFile.js";
import { jsonText } from "../json.js";
import { predict } from "../predict.js";
import type { Project } from "../project.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { loadWeights } from "../weights.js";
import { type CommonOptions, openFrom, readWeights } from "./options.js";

/** The output that a spec's predictions are. */
const output = "prediction";

/** `predict RUN_DIR DATA`: what a trained model makes of a table, as CSV on stdout. */
export async function predictRun(
  runFolder: string,
  file: string,
  options: CommonOptions,
  io: Io,
): Promise<number> {
  const { project } = await openFrom(join(runFolder, "spec.json"), options, io);
  const { evalGraph, registry, engine, spec } = project;
  const { file: weights, saved } = readWeights(runFolder, io);
  const state = project.initialState();
  loadWeights(evalGraph, state, saved, weights);
  const labels = labelsOf(saved.metadata, weights);
  const bound = bind(project, file, labels, io);
  bound.notes.forEach((note) => io.stderr.write(`${visible(note)}\n`));
  const { dataset } = bound;
  const { columns, rows } = predict(evalGraph, output, {
    registry,
    engine,
    state,
    dataset,
    labels,
    data: spec.data,
  });
  const numbered = rows.map((row, i) => [bound.sourceRows[i]! + 1, ...row]);
  if (options.json) {
    const objects = numbered.map((row) =>
      Object.fromEntries(["row", ...columns].map((name, i) => [name, row[i]])),
    );
    io.stdout.write(`${jsonText(objects, 2)}\n`);
  } else {
    io.stdout.write(writeCsv(["row", ...columns], numbered));
  }
  return exitCode.fine;
}

/** The rows of a CSV file, or of a JSON file of rows or of examples, for the inputs that a prediction needs. */
function bind({ evalGraph, spec, limits }: Project, file: string, labels: Labels, io: Io): Bound {
  const inputs = evalGraph.nodes.filter(({ op }) => op === "input");
  const only = neededInputs(inputs, evalGraph);
  const text = readText(resolve(io.cwd, file), file, limits.dataBytes);
  return inFile(file, () => {
    const options = { labels, only, limits };
    if (!/\.jsonc?$/.test(file))
      return bindTable(parseCsv(text, { file, limits }), spec.data ?? {}, inputs, options);
    const { value } = parseDocument(text, file, limits);
    if (Array.isArray(value))
      return bindTable(parseJsonRows(text, { file, limits }), spec.data ?? {}, inputs, options);
    const examples = checkForm(z.record(z.string(), z.array(z.unknown())), value, []);
    return bindExamples({ examples }, inputs, options);
  });
}

function neededInputs(inputs: readonly GraphNode[], graph: Project["evalGraph"]): string[] {
  const end = graph.outputs[output];
  if (end === undefined) {
    const need = `an output "${output}"`;
    throw new Refusal({
      code: "no-prediction",
      path: ["model", "outputs"],
      got: `outputs ${Object.keys(graph.outputs).join(", ")}`,
      need,
      try: `"outputs": { "${output}": "…" }`,
    });
  }
  const needed = inputsOf(graph, end);
  return inputs.map(({ id }) => id).filter((id) => needed.includes(id));
}

function labelsOf(metadata: Readonly<Record<string, string>>, file: string): Labels {
  const text = metadata["labels"] ?? "{}";
  return inFile(file, () =>
    checkForm(z.record(z.string(), z.array(z.string())), parseDocument(text, file).value, ["labels"]),
  );
}
