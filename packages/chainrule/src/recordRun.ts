import { posix } from "node:path";
import { graphHash, graphToJson, Refusal, type UsedFiles } from "@chainrule/core";
import type { Labels } from "@chainrule/data";
import {
  allFinite,
  csv,
  ndjson,
  type RunEnd,
  runTraining,
  type TrainEvent,
  type Training,
} from "@chainrule/optim";
import type { RunFolder } from "./files/runFolder.js";
import { History } from "./history.js";
import { picturesOf } from "./pictures.js";
import { encodeSafetensors } from "./safetensors/encode.js";
import { tensorsOf } from "./weights.js";

/** What a run folder holds, in the order in which a person wants it. */
export const runFiles = {
  "events.ndjson": "everything that the run told, a line each",
  "metrics.csv": "the metrics, a row each",
  "loss.svg": "the loss as a chart",
  "forward.svg": "the model as a picture",
  "backward.svg": "its backward pass as a picture",
  "graph.json": "a training step as one graph",
  "weights.safetensors": "parameters, buffers and the optimiser's memory",
  "spec.json": "the spec",
} as const;

export interface RecordOptions {
  readonly training: Training;
  readonly folder: RunFolder;
  /** Text of the spec, to be kept with the run. */
  readonly specText: string;
  /** The files that the spec takes blocks from, to be kept beside it under the same paths. */
  readonly used: UsedFiles;
  readonly labels: Labels;
  /** Also hears every event. */
  readonly onEvent: (event: TrainEvent) => void;
  /** Ends the run within a step; what is written stays valid. */
  readonly interrupted: AbortSignal;
}

/**
 * Trains, and writes a run folder while it goes on. The weights are written at every checkpoint, before its event
 * is; after an interruption, as the run left them, and so too where no checkpoint was told. What is not finite
 * never takes the place of a checkpoint.
 * @returns how the run ended; undefined where it was interrupted
 * @throws {Refusal} what only running can find, such as a class number out of range
 */
export async function recordRun(options: RecordOptions): Promise<RunEnd | undefined> {
  const { training, folder, specText } = options;
  const history = new History();
  const sinks = { "events.ndjson": ndjson(), "metrics.csv": csv() };
  folder.write("spec.json", specText);
  for (const file of Object.values(options.used)) {
    if (file !== undefined) folder.write(posix.normalize(file.file), file.text);
  }
  folder.write("graph.json", graphToJson(training.graph));
  let isSaved = false;
  const save = (): void => {
    folder.write("weights.safetensors", encodeSafetensors(tensorsOf(training.state), metadataOf(options)));
    isSaved = true;
  };
  const end = await follow(training, options.interrupted, (event) => {
    if (event.type === "checkpoint") save();
    for (const [file, sink] of Object.entries(sinks)) folder.append(file, sink(event));
    history.add(event);
    options.onEvent(event);
  });
  folder.close();
  if (!isSaved || (end === undefined && allFinite(training.state))) save();
  for (const [file, picture] of Object.entries(await picturesOf(training, history)))
    folder.write(file, picture);
  return end;
}

/**
 * Refuses files of blocks whose path in a run folder is taken.
 * @throws {Refusal} path-taken
 */
export function refuseTakenPaths(used: UsedFiles): void {
  for (const [name, from] of Object.entries(used)) {
    if (from === undefined || !Object.hasOwn(runFiles, posix.normalize(from.file))) continue;
    const got = `${JSON.stringify(from.file)}, which a run folder holds itself`;
    throw new Refusal({ code: "path-taken", path: ["use", name], got, need: "another name for the file" });
  }
}

function follow(
  training: Training,
  interrupted: AbortSignal,
  onEvent: (event: TrainEvent) => void,
): Promise<RunEnd | undefined> {
  return new Promise((resolve, reject) => {
    let end: RunEnd | undefined;
    const run = runTraining(training).subscribe({
      next(event) {
        try {
          onEvent(event);
        } catch (error) {
          run.unsubscribe();
          reject(error);
        }
        if (event.type === "run.end") end = event;
      },
      error: reject,
      complete: () => resolve(end),
    });
    const stop = (): void => {
      run.unsubscribe();
      resolve(end);
    };
    if (interrupted.aborted) stop();
    else interrupted.addEventListener("abort", stop, { once: true });
  });
}

function metadataOf({ training, labels }: RecordOptions): Record<string, string> {
  const { graph, stepper } = training;
  return {
    format: "chainrule 1",
    name: graph.name,
    graph: graphHash(graph),
    step: String(stepper.done),
    labels: JSON.stringify(labels),
  };
}
