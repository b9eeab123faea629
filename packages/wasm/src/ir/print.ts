import {
  type Address,
  fullLanes,
  type Instruction,
  type Nest,
  type Procedure,
  type Register,
  type Statement,
  storedBytes,
} from "./program.js";
import { readBy, setBy } from "./registers.js";

/** What stands in the bytes from `from` up to `to`, for readers. */
export interface Region {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/**
 * A procedure as text: one line for each statement, loops indented.
 * @param regions names for addresses; of several that hold an address the first is taken
 */
export function printProcedure(procedure: Procedure, regions: readonly Region[] = []): string {
  const nests = procedure.nests.map((nest) => printNest(nest, regions));
  return [`procedure ${procedure.name}`, ...nests].join("\n") + "\n";
}

function printNest({ title, body }: Nest, regions: readonly Region[]): string {
  return [`// ${title}`, ...body.flatMap((statement) => linesOf(statement, regions))].join("\n");
}

function linesOf(statement: Statement, regions: readonly Region[]): string[] {
  switch (statement.kind) {
    case "loop": {
      const inner = statement.body.flatMap((one) => linesOf(one, regions));
      return [`for ${statement.index.name} in 0..${statement.count}`, ...inner.map((line) => `  ${line}`)];
    }
    case "kernel":
      return [`kernel ${statement.index} (${statement.name})`];
    case "tape":
      return [`tape ${statement.from}..${statement.to}`];
    default: {
      const to = setBy(statement);
      const text = valueOf(statement, regions);
      return [to === undefined ? text : `${nameOf(to)}:${typeOf(to)} = ${text}`];
    }
  }
}

function valueOf(instruction: Instruction, regions: readonly Region[]): string {
  const [first] = readBy(instruction).map(nameOf);
  switch (instruction.kind) {
    case "constant":
      return Object.is(instruction.value, -0) ? "-0" : String(instruction.value);
    case "copy":
      return `${first}`;
    case "load":
      return `load ${placeOf(instruction, instruction.to, regions)}`;
    case "store":
      return `store ${placeOf(instruction, instruction.from, regions)} = ${first}`;
    case "call":
      return `${instruction.name}(${instruction.arguments.map(nameOf).join(", ")})`;
    case "lane":
      return `${first}[${instruction.lane}]`;
    case "laneSums":
      return `laneSums(${instruction.arguments.map(nameOf).join(", ")})`;
    default:
      return `${instruction.kind}(${first})`;
  }
}

/** Numbers are v1, v2, …, truth values t1, t2, …. */
function nameOf({ id, truth }: Register): string {
  return `${truth ? "t" : "v"}${id}`;
}

function typeOf({ element, lanes }: Register): string {
  return lanes === fullLanes[element] ? `${element}x${lanes}` : element;
}

/** An address, and what is not told by the register: how numbers are stored, and how far apart, where not densely. */
function placeOf(
  { at, stored, step }: Extract<Instruction, { kind: "load" | "store" }>,
  { element, lanes }: Register,
  regions: readonly Region[],
): string {
  const as = stored === element ? "" : ` as ${stored}`;
  const by = lanes === 1 || step === storedBytes[stored] ? "" : ` by ${step}`;
  return `[${addressText(at, regions)}]${as}${by}`;
}

function addressText({ base, terms }: Address, regions: readonly Region[]): string {
  const region = regions.find(({ from, to }) => from <= base && base < to);
  const offset = base - (region?.from ?? 0);
  const start =
    region === undefined ? [String(base)] : offset === 0 ? [region.name] : [region.name, String(offset)];
  return terms.reduce(
    (text, { stride, index }) => `${text} ${stride < 0 ? "-" : "+"} ${Math.abs(stride)}·${index.name}`,
    start.join(" + "),
  );
}
