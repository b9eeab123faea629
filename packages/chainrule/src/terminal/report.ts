import { formatProblem, type Problem, Refusal } from "@chainrule/core";
import pc from "picocolors";
import { exitCode, type Io } from "./io.js";
import { quoteLines } from "./quote.js";
import { visible } from "./visible.js";

export { visible } from "./visible.js";

/** Colours for what goes to stderr: none where it is no terminal, or NO_COLOR is set. */
export function colorsOf(io: Io): ReturnType<typeof pc.createColors> {
  return pc.createColors(isTerminal(io) && !io.env["NO_COLOR"]);
}

function isTerminal({ stderr, env }: Io): boolean {
  return stderr.isTTY === true && env["TERM"] !== "dumb";
}

/** Of a terminal that does not say how wide it is. */
const usualWidth = 80;

/**
 * Tells what went wrong: refusals in four lines each on stderr, or as JSON on stdout; never a stack. A terminal that
 * is wide enough is also shown the line of the file that is meant.
 * @returns the exit code
 */
export function report(error: unknown, io: Io, asJson: boolean): number {
  if (error instanceof Refusal) {
    if (asJson) io.stdout.write(`${JSON.stringify({ problems: error.problems.map(fieldsOf) }, null, 2)}\n`);
    else io.stderr.write(error.problems.map((problem) => `${painted(problem, io)}\n`).join(""));
    return exitCode.refused;
  }
  const isDetailed = Boolean(io.env["CHAINRULE_DEBUG"]);
  const detail = error instanceof Error ? (isDetailed ? error.stack : error.message) : String(error);
  io.stderr.write(`internal error: ${detail}\n`);
  if (!isDetailed) io.stderr.write("this is a mistake in chainrule; CHAINRULE_DEBUG=1 shows where\n");
  return exitCode.broken;
}

/** Every field that is known, in a fixed order. */
function fieldsOf({ code, file, line, column, at, path, got, need, try: hint }: Problem): Partial<Problem> {
  return {
    code,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(at !== undefined && { at }),
    ...(path !== undefined && { path }),
    got,
    need,
    ...(hint !== undefined && { try: hint }),
  };
}

function painted(problem: Problem, io: Io): string {
  const { bold, dim, red } = colorsOf(io);
  const [head = "", ...lines] = visible(formatProblem(problem)).split("\n");
  const quoted = isTerminal(io) ? quoteLines(problem, io.stderr.columns ?? usualWidth) : undefined;
  return [
    bold(head),
    ...(quoted === undefined ? [] : [dim(quoted.line), red(quoted.caret)]),
    ...lines.map((line) => line.replace(/^ {2}(\w+)/, (label) => dim(label))),
  ].join("\n");
}
