import type { HealthEvent, RunEnd, Training } from "@chainrule/optim";
import { formatNumber } from "@chainrule/viz";
import { runFiles } from "../recordRun.js";
import { jsonText } from "../json.js";
import { columns } from "../terminal/columns.js";
import { counted } from "../terminal/counted.js";
import type { Io, Output } from "../terminal/io.js";
import { visible } from "../terminal/report.js";

/** How a run went. */
export interface Outcome {
  readonly training: Training;
  /** Undefined where it was interrupted. */
  readonly end: RunEnd | undefined;
  /** What was wrong, where something was. */
  readonly health: HealthEvent | undefined;
  /** Path of the run folder, as it is shown. */
  readonly folder: string;
}

/** Tells the result on stdout, or on stderr where events are on stdout. */
export function tellEnd(
  outcome: Outcome,
  options: { readonly events?: "-"; readonly json?: boolean },
  io: Io,
): void {
  const out: Output = options.events === "-" ? io.stderr : io.stdout;
  out.write(options.json ? `${jsonText(resultOf(outcome), 2)}\n` : resultText(outcome));
}

function resultOf({ training, end, health, folder }: Outcome): object {
  const { epoch } = training.stepper.batch;
  return {
    run: folder,
    rule: end?.rule ?? "interrupted",
    ...(health && { node: health.node }),
    step: training.stepper.done,
    epoch,
    values: end?.values ?? {},
    files: Object.keys(runFiles),
  };
}

function resultText(outcome: Outcome): string {
  const { training, end, folder } = outcome;
  const files = columns(Object.entries(runFiles).map(([file, meaning]) => [`  ${file}`, meaning]));
  const table = end === undefined ? "" : `${columns(resultRows(end), [1, 2, 3])}\n`;
  const { done, batch } = training.stepper;
  const length = `${counted(done, "step")}, ${counted(batch.epoch, "epoch")}`;
  return `${table}${endedBy(outcome)} after ${length}\n\n${visible(folder)}/\n${files}`;
}

function endedBy({ end, health }: Outcome): string {
  if (end === undefined) return "interrupted";
  if (end.rule === "non-finite")
    return `failed, because ${health?.node ?? "the loss"} became no finite number,`;
  return `ended by ${Object.entries(end.rule)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(", ")}`;
}

/** Metrics down, splits across; where no split was measured, the last batch's. */
function resultRows({ values }: RunEnd): string[][] {
  const names = Object.keys(values);
  const metrics = [...new Set(names.map((name) => name.split("/").at(-1)!))];
  const splits = [...new Set(names.filter((name) => name.includes("/")).map((name) => name.split("/")[0]!))];
  const cell = (name: string): string => (values[name] === undefined ? "" : formatNumber(values[name]));
  if (splits.length === 0) return metrics.map((metric) => [metric, cell(metric)]);
  return [
    ["", ...splits],
    ...metrics.map((metric) => [metric, ...splits.map((split) => cell(`${split}/${metric}`))]),
  ];
}
