import {
  ambientFeeds,
  type Feeds,
  graphToJson,
  type Graph,
  Refusal,
  type RewriteStep,
  type State,
} from "@chainrule/core";
import { jsonText } from "../json.js";
import type { Project } from "../project.js";
import { countsOf, type RewriteReport, reportRewrite } from "../rewrite/report.js";
import { derivationsOf } from "../rewrite/derivation.js";
import { reportLatex, reportMarkdown, reportText } from "../rewrite/reportText.js";
import { latexStyle, textStyle } from "../rewrite/style.js";
import { columns } from "../terminal/columns.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import { readFeedsFile } from "./eval.js";
import { type CommonOptions, type ModeOptions, modelIn, openFrom, stateOf } from "./options.js";
import { writeOutput } from "./writeOutput.js";

export interface RewriteCommandOptions extends CommonOptions, ModeOptions {
  readonly format: "text" | "markdown" | "latex";
  readonly feeds?: string;
  readonly weights?: string;
  readonly output?: string;
}

const formats = { text: reportText, markdown: reportMarkdown, latex: reportLatex };

/** `rewrite SPEC NAME`: the model in another form, step by step; without a name, which rewrites there are. */
export async function rewriteSpec(
  spec: string,
  name: string | undefined,
  options: RewriteCommandOptions,
  io: Io,
): Promise<number> {
  const { project } = await openFrom(spec, options, io);
  const { registry, viewEngine: engine } = project;
  if (name === undefined) return list(project, options, io);
  const rule = registry.get("rewrites", name);
  const graph = modelIn(project, options);
  const state = stateOf(project, options.weights, io);
  const feeds = feedsOf(graph, project, state, options, io);
  const report = project.placed(() => reportRewrite(graph, rule, { registry, engine, state, feeds }));
  if (options.output !== undefined) writeOutput(options.output, graphToJson(report.graph), io);
  io.stdout.write(
    options.json ? `${jsonText(inJson(report), 2)}\n` : visible(formats[options.format](report)),
  );
  return report.isEqual ? exitCode.fine : exitCode.failed;
}

function list({ registry }: Project, { json, output }: RewriteCommandOptions, io: Io): number {
  if (output !== undefined) {
    throw new Refusal({
      code: "missing-name",
      at: "-o",
      got: "no name of a rewrite",
      need: "one, to have a graph to write",
      try: "rewrite SPEC collapse-affine -o graph.json",
    });
  }
  const rewrites = registry.all("rewrites").map(({ name, doc }) => ({ name, ...doc }));
  io.stdout.write(
    json
      ? `${jsonText({ rewrites }, 2)}\n`
      : visible(columns(rewrites.map(({ name, summary }) => [name, summary]))),
  );
  return exitCode.fine;
}

/** The inputs that a file gives; else the rows that stand in the spec itself, if any do and the model needs no fitting. */
function feedsOf(
  graph: Graph,
  project: Project,
  state: State,
  { feeds }: RewriteCommandOptions,
  io: Io,
): Feeds {
  if (feeds !== undefined) return readFeedsFile(feeds, graph, io);
  if (project.spec.data?.examples === undefined || state.unset().length > 0) return {};
  return { ...project.data.splits.train.columns, ...ambientFeeds(graph, 1) };
}

function inJson(report: RewriteReport): object {
  const { rule, before, graph, steps, outputs, isEqual } = report;
  return {
    rewrite: rule.name,
    summary: rule.doc.summary,
    nodes: { before: countsOf(before), after: countsOf(graph) },
    steps: steps.map(stepInJson),
    derivations: derivationsOf(before, steps, textStyle).map(({ node, lines }) => ({
      node,
      lines: lines.map(({ algebra, by }) => ({ algebra, ...by })),
    })),
    latex: derivationsOf(before, steps, latexStyle).map(({ node, lines }) => ({
      node,
      lines: lines.map(({ algebra }) => algebra),
    })),
    ...(outputs.length > 0 && { isEqual, outputs }),
  };
}

/** A step without its graphs. */
function stepInJson(step: RewriteStep): object {
  const { before: _, after, ...told } = step;
  return { ...told, nodes: after.nodes.length };
}
