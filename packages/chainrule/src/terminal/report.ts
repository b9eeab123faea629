import { formatProblem, type Problem, Refusal } from "@chainrule/core";
import pc from "picocolors";
import { exitCode, type Io } from "./io.js";

/** Colours for what goes to stderr: none where it is no terminal, or NO_COLOR is set. */
export function colorsOf({ stderr, env }: Io): ReturnType<typeof pc.createColors> {
  return pc.createColors(stderr.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb");
}

/**
 * Tells what went wrong: refusals in four lines each on stderr, or as JSON on stdout; never a stack.
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
  const { bold, dim } = colorsOf(io);
  const [head = "", ...lines] = visible(formatProblem(problem)).split("\n");
  return [bold(head), ...lines.map((line) => line.replace(/^ {2}(\w+)/, (label) => dim(label)))].join("\n");
}

/** Control characters that a file's text may hold, spelled out: they must not steer a terminal. */
export function visible(text: string): string {
  return text.replaceAll(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
