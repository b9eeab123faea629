import { resolve } from "node:path";
import { Refusal } from "@chainrule/core";
import { type HealthEvent, ndjson, prepareTraining, type TrainEvent, type Training } from "@chainrule/optim";
import { RunFolder } from "../files/runFolder.js";
import type { Project } from "../project.js";
import { recordRun, refuseTakenPaths } from "../recordRun.js";
import { type Dashboard, serveDashboard } from "../serve/server.js";
import { exitCode, type Io } from "../terminal/io.js";
import { Progress } from "../terminal/progress.js";
import { colorsOf, visible } from "../terminal/report.js";
import { type CommonOptions, type EngineOptions, openFrom, readEdit, shown, stateOf } from "./options.js";
import { tellEnd } from "./trainReport.js";

export interface TrainOptions extends CommonOptions, EngineOptions {
  readonly out?: string;
  readonly set: readonly string[];
  readonly events?: "-";
  /** A port, or true for the usual one. */
  readonly serve?: string | true;
  readonly weights?: string;
}

/** The port that `--serve` alone means. */
const usualPort = 4321;

/** `train SPEC`: trains, leaves a run folder, and tells how it went. */
export async function train(spec: string, options: TrainOptions, io: Io): Promise<number> {
  const { project, text } = await openFrom(spec, options, io, options.set.map(readEdit));
  const state = options.weights === undefined ? undefined : stateOf(project, options.weights, io);
  project.placed(() => refuseTakenPaths(project.used));
  const training = project.placed(() => prepareTraining({ ...project.job, state }));
  const dashboard = options.serve === undefined ? undefined : await serveDashboard(portOf(options.serve));
  try {
    return await run({ project, training, text, dashboard }, options, io);
  } finally {
    await dashboard?.close();
  }
}

interface Run {
  readonly project: Project;
  readonly training: Training;
  /** Of the spec. */
  readonly text: string;
  readonly dashboard: Dashboard | undefined;
}

async function run(
  { project, training, text, dashboard }: Run,
  options: TrainOptions,
  io: Io,
): Promise<number> {
  const folder = makeFolder(training, options, io);
  tellStart(project, training, dashboard, io);
  const progress = new Progress(io.stderr, training);
  const toStdout = options.events === "-" ? ndjson() : undefined;
  let health: HealthEvent | undefined;
  const onEvent = (event: TrainEvent): void => {
    if (event.type === "health") health = event;
    progress.hear(event);
    dashboard?.send(event);
    if (toStdout) io.stdout.write(toStdout(event));
  };
  const recording = {
    training,
    folder,
    specText: text,
    used: project.used,
    labels: project.data.labels,
    onEvent,
    interrupted: io.interrupted,
  };
  const end = await project.placedLater(recordRun(recording)).finally(() => progress.end());
  tellEnd({ training, end, health, folder: shown(folder.path, io) }, options, io);
  if (dashboard && end) await untilInterrupted(dashboard, io);
  if (end === undefined) return exitCode.interrupted;
  return end.rule === "non-finite" ? exitCode.failed : exitCode.fine;
}

function portOf(serve: string | true): number {
  if (serve === true) return usualPort;
  const port = Number(serve);
  if (/^\d+$/.test(serve) && port < 65536) return port;
  throw new Refusal({
    code: "bad-port",
    at: "--serve",
    got: JSON.stringify(serve),
    need: "a port from 0 to 65535",
    try: "the spec before --serve, or --serve=4321",
  });
}

function makeFolder({ graph }: Training, { out }: TrainOptions, io: Io): RunFolder {
  if (out === undefined) return RunFolder.next(resolve(io.cwd, "runs"), graph.name);
  return RunFolder.at(resolve(io.cwd, out), out);
}

function tellStart(
  { data }: Project,
  { graph, job }: Training,
  dashboard: Dashboard | undefined,
  io: Io,
): void {
  const { bold } = colorsOf(io);
  const rows = Object.entries(job.data).map(([split, { rows: count }]) => `${count} ${split}`);
  const isOne = Object.values(job.data).every(({ rows: count }) => count === 1) && rows.length === 1;
  const lines = [
    ...data.notes.map(visible),
    `${bold(visible(graph.name))}: ${rows.join(", ")} ${isOne ? "row" : "rows"}`,
  ];
  if (dashboard) lines.push(`watch it at ${dashboard.url}`);
  io.stderr.write(lines.map((line) => `${line}\n`).join(""));
}

function untilInterrupted({ url }: Dashboard, { stderr, interrupted }: Io): Promise<void> {
  if (interrupted.aborted) return Promise.resolve();
  stderr.write(`still serving ${url}; Ctrl-C ends it\n`);
  return new Promise((resolve) => interrupted.addEventListener("abort", () => resolve(), { once: true }));
}
