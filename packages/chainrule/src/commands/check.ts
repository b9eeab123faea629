import { elementCount, formatShape, type Graph, type GraphNode, isSource, isStatic } from "@chainrule/core";
import { checkExpectations, type ExpectationResult, prepareTraining } from "@chainrule/optim";
import type { Project } from "../project.js";
import { jsonText } from "../json.js";
import { columns } from "../terminal/columns.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { type CommonOptions, type EngineOptions, openFrom } from "./options.js";

export interface CheckOptions extends CommonOptions, EngineOptions {
  readonly expect?: boolean;
}

/** `check SPEC`: everything but running it; with `--expect`, running it against what it promises. */
export async function check(spec: string, options: CheckOptions, io: Io): Promise<number> {
  const { project } = await openFrom(spec, options, io);
  if (options.expect) return expectations(project, options, io);
  if (project.spec.train !== undefined) project.placed(() => prepareTraining(project.job));
  const notes = project.spec.data === undefined ? [] : project.data.notes;
  io.stderr.write(notes.map((note) => `${visible(note)}\n`).join(""));
  io.stdout.write(options.json ? `${jsonText(summaryOf(project), 2)}\n` : summaryText(project));
  return exitCode.fine;
}

function summaryText(project: Project): string {
  const { graph } = project;
  const rows = graph.nodes.map((node) => {
    const count = parameterCount(node);
    return [node.id, node.op, formatShape(node.shape), node.dtype, count === undefined ? "" : String(count)];
  });
  const table = columns([["node", "op", "shape", "dtype", "parameters"], ...rows], [4]);
  return visible(`${table}\n${totalsText(project)}`);
}

function totalsText(project: Project): string {
  const { graph, spec } = project;
  const { parameters, trainable } = totalsOf(graph);
  const outputs = Object.entries(graph.outputs).map(([name, id]) => (name === id ? name : `${name} = ${id}`));
  const frozen = trainable === parameters ? "" : `, ${trainable} of them trained`;
  const lines = [
    `${graph.nodes.length} nodes, ${parameters} parameters${frozen}`,
    `outputs: ${outputs.join(", ")}`,
  ];
  if (spec.data !== undefined) {
    const splits = Object.entries(project.data.splits).map(([name, { rows }]) => `${rows} ${name}`);
    lines.push(`rows: ${splits.join(", ")}`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function summaryOf(project: Project): object {
  const { graph, spec } = project;
  const nodes = graph.nodes.map(({ id, op, in: inputs, shape, dtype }) => ({
    id,
    op,
    in: inputs,
    shape,
    dtype,
  }));
  const rows = spec.data && Object.entries(project.data.splits).map(([name, split]) => [name, split.rows]);
  return {
    name: graph.name,
    ...totalsOf(graph),
    outputs: graph.outputs,
    ...(rows && { rows: Object.fromEntries(rows) }),
    nodes,
  };
}

function totalsOf({ nodes }: Graph): { readonly parameters: number; readonly trainable: number } {
  const sum = (some: readonly GraphNode[]): number =>
    some.reduce((total, node) => total + (parameterCount(node) ?? 0), 0);
  const free = nodes.filter(({ attributes }) => attributes["trainable"] !== false);
  return { parameters: sum(nodes), trainable: sum(free) };
}

/** How many numbers a parameter holds; undefined for every other node. */
function parameterCount({ op, shape }: GraphNode): number | undefined {
  return isSource(op) && op === "parameter" && isStatic(shape) ? elementCount(shape) : undefined;
}

function expectations(project: Project, { json }: CheckOptions, io: Io): number {
  const { expect = [] } = project.spec;
  const results = expect.length === 0 ? [] : project.placed(() => checkExpectations(project.job, expect));
  const unmet = results.filter(({ isMet }) => !isMet).length;
  if (json) {
    const list = results.map(({ expectation, ...result }) => ({ ...expectation, ...result }));
    io.stdout.write(`${jsonText(list, 2)}\n`);
  } else {
    io.stdout.write(results.map(resultText).join(""));
    io.stdout.write(`${results.length - unmet} of ${results.length} expectations met\n`);
  }
  return unmet === 0 ? exitCode.fine : exitCode.failed;
}

function resultText({ expectation, isMet, got, tolerance }: ExpectationResult): string {
  const { value, gradient, metric, of, at, equals, below, above } = expectation;
  const what = metric ?? value ?? `gradient of ${of ?? "what is minimised"} by ${gradient}`;
  const when = typeof at === "number" ? `after ${at} steps` : `at the ${at}`;
  const need =
    equals !== undefined
      ? `${jsonText(equals)}, to ${tolerance} relative`
      : below !== undefined
        ? `below ${below}`
        : `above ${above}`;
  const head = `${isMet ? "met " : "FAIL"}  ${what} ${when}`;
  return visible(
    `${head}\n        got   ${got === undefined ? "nothing: the run ended before" : jsonText(got)}\n        need  ${need}\n`,
  );
}
