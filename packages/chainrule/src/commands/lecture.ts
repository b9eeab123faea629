import type { Graph, Notation } from "@chainrule/core";
import type { Lecture } from "@chainrule/viz";
import { modelLecture, stepLecture, type LectureOptions } from "../lecture/lecture.js";
import { firstRows, type Rows } from "../lecture/rows.js";
import { lossOf, noLoss } from "../lossOf.js";
import type { Project } from "../project.js";
import type { Io } from "../terminal/io.js";
import { readFeedsFile } from "./eval.js";
import { type CommonOptions, type ModeOptions, modelIn, namesIn, stateOf } from "./options.js";
import { type Count, readCount } from "./readCount.js";

const rowCount: Count = { option: "--rows", most: 1_000_000, what: "how many rows", try: 1 };
/** How many paths are worked out. */
export const pathLimit: Count = { option: "--limit", most: 10_000, what: "how many paths", try: 16 };

/** Options of the commands that show a model with its numbers. */
export interface LectureCommandOptions extends CommonOptions, ModeOptions {
  readonly of?: string;
  readonly wrt?: string;
  readonly feeds?: string;
  readonly rows?: string;
  readonly weights?: string;
  readonly notation?: string;
}

/** A model with its numbers; with its gradients where it is to be differentiated. */
export function lectureFrom(
  project: Project,
  options: LectureCommandOptions,
  isDifferentiated: boolean,
  io: Io,
): Lecture & { readonly asked: string | undefined } {
  const model = modelIn(project, options);
  const of = isDifferentiated ? (options.of ?? lossOf(project, model)) : undefined;
  if (isDifferentiated && of === undefined) throw noLoss(model, "--of");
  const lecture = modelLecture(project, model, {
    ...settingsOf(project, model, options, io),
    of,
    wrt: namesIn(options.wrt),
  });
  return { ...lecture, asked: of };
}

/** The first training step with its numbers. */
export function stepLectureFrom(project: Project, options: LectureCommandOptions, io: Io): Lecture {
  return stepLecture(project, settingsOf(project, project.graph, options, io));
}

function settingsOf(project: Project, graph: Graph, options: LectureCommandOptions, io: Io): LectureOptions {
  return { ...rowsOf(project, graph, options, io), notation: notationOf(project, options) };
}

function rowsOf(
  project: Project,
  graph: Graph,
  { feeds, rows, weights }: LectureCommandOptions,
  io: Io,
): Rows {
  const state = stateOf(project, weights, io);
  const count = readCount(rows, rowCount);
  return feeds === undefined
    ? firstRows(project, graph, state, count)
    : { feeds: readFeedsFile(feeds, graph, io), state };
}

function notationOf({ registry }: Project, { notation }: LectureCommandOptions): Notation | undefined {
  return notation === undefined ? undefined : registry.get("profiles", notation).notation;
}
