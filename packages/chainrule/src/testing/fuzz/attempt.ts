import { defaultLimits, formatProblem, type Limits, type Problem, Refusal } from "@chainrule/core";
import { prepareTraining } from "@chainrule/optim";
import { applyTry } from "../../applyTry.js";
import { openSpec } from "../../project.js";
import { defaultRegistry } from "../../registry.js";
import { quoteLines } from "../../terminal/quote.js";
import { files } from "./seeds.js";

/** Small enough that whatever passes them is done at once. */
const limits: Limits = {
  ...defaultLimits,
  documentBytes: 2 ** 17,
  nodes: 2000,
  instances: 400,
  depth: 8,
  elements: 2 ** 14,
  planBytes: 2 ** 20,
  dataBytes: 2 ** 16,
  rows: 500,
};
const registry = defaultRegistry();

/** What became of a text: nothing wrong, a refusal in order, or, in words, something that must not be. */
export interface Outcome {
  readonly kind: "fine" | "refused" | "broken";
  /** The refusal's codes, or what is broken. */
  readonly what: string;
}

/** Opens a text as a spec, loads its data, and makes its training ready as far as the first forward pass. */
export function attempt(text: string): Outcome {
  const before = sharedState();
  const outcome = outcomeOf(text);
  return sharedState() === before
    ? outcome
    : { kind: "broken", what: "a prototype or shared value has changed" };
}

function outcomeOf(text: string): Outcome {
  try {
    run(text);
    return { kind: "fine", what: "" };
  } catch (error) {
    if (!(error instanceof Refusal)) return { kind: "broken", what: inWords(error) };
    return refusalOutcome(error, text);
  }
}

function run(text: string): void {
  const project = openSpec(text, "spec.json", { registry, limits, readText: readFile });
  const { data, train } = project.spec;
  if (data !== undefined) void project.data;
  if (data === undefined || train === undefined) {
    project.initialState();
    return;
  }
  const { stepper } = project.placed(() => prepareTraining(project.job));
  project.placed(() => {
    stepper.sample();
    stepper.forward();
  });
}

function readFile(name: string): string {
  if (Object.hasOwn(files, name)) return files[name]!;
  throw new Refusal({
    code: "unreadable-file",
    got: `${name}: no such file`,
    need: "a file that can be read",
  });
}

function refusalOutcome({ problems }: Refusal, text: string): Outcome {
  if (problems.length === 0) return { kind: "broken", what: "a refusal without a problem" };
  for (const problem of problems) {
    const fault = faultOf(problem, text);
    if (fault !== undefined) return { kind: "broken", what: `${fault}: ${problem.code}, got ${problem.got}` };
  }
  return { kind: "refused", what: problems.map(({ code }) => code).join(" ") };
}

/** What is wrong with how a refusal is told. */
function faultOf(problem: Problem, text: string): string | undefined {
  const { code, got, need } = problem;
  if (!/^[a-z]+[0-9]*(-[a-z0-9]+)*$/.test(code)) return "no code";
  if (typeof got !== "string" || typeof need !== "string" || got === "" || need === "")
    return "no got or need";
  if (/undefined|\[object|NaN for/.test(`${got} ${need}`) && !text.includes("undefined"))
    return "a message with a hole";
  if (formatProblem(problem).length > 5000) return "a long message";
  try {
    quoteLines(problem, 80);
    applyTry(text, problem);
  } catch (error) {
    return `what to try cannot be tried, ${inWords(error)}`;
  }
  return undefined;
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /\n {4}at (.*)/.exec(error.stack ?? "")?.[1] ?? "";
  return `${error.name}: ${error.message.slice(0, 200)} (${place})`;
}

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];

/** What every spec has in common and none may change. */
function sharedState(): string {
  const keys = prototypes.map((prototype) => Reflect.ownKeys(prototype).length);
  const profiles = registry.all("profiles").map(({ fills, notation }) => [fills, notation]);
  return JSON.stringify([keys, profiles, defaultLimits, Object.keys({}).length]);
}
