import {
  type Derivation,
  type Factor,
  findNode,
  formatShape,
  type Graph,
  localNames,
  type Registry,
  type Tensor,
} from "@chainrule/core";
import type { Writer } from "../notation/writer.js";
import { cellsOf, formatTensor } from "../number.js";
import { noteOf } from "../view/note.js";
import { ruleText } from "./ruleText.js";

/** A derivation and how it is to be written. */
export interface DerivationOptions {
  /** The graph that it was worked out on. */
  readonly graph: Graph;
  readonly registry: Registry;
  readonly writer: Writer;
  /** What the gradient is of, as the reader knows it: an output's name. */
  readonly of: string;
  /** Significant digits of numbers. Default 6. */
  readonly digits?: number;
}

/** What every format says of a derivation, in plain text: each names things and counts paths alike. */
export class DerivationTexts {
  readonly #graph: Graph;
  readonly #registry: Registry;
  readonly #digits: number;
  readonly writer: Writer;

  constructor({ graph, registry, writer, digits = 6 }: DerivationOptions) {
    this.#graph = graph;
    this.#registry = registry;
    this.#digits = digits;
    this.writer = writer;
  }

  /** `ℓ ← u₄ ← ŷ ← W₁` */
  way(of: string, factors: readonly Factor[]): string {
    return [of, ...factors.map(({ input }) => input)].map((id) => this.writer.name(id)).join(" ← ");
  }

  /** `∂u₄/∂ŷ` */
  factor({ consumer, input }: Factor): string {
    return `∂${this.writer.name(consumer)}/∂${this.writer.name(input)}`;
  }

  /** The vector-Jacobian product that is applied, as calls: `matmul(transpose(x), g)`. */
  rule({ consumer, rule }: Factor): string {
    const names = localNames(findNode(this.#graph, consumer)!, this.#registry);
    return ruleText(rule, (name) => this.writer.name(names.get(name) ?? name));
  }

  /** What the rule turns into what: `[N] → [N, 2]`. */
  shapes({ consumer, input }: Factor): string {
    const [from, to] = [consumer, input].map((id) => formatShape(findNode(this.#graph, id)!.shape));
    return `${from} → ${to}`;
  }

  /** A tensor in a few lines; zero has a sign of its own. */
  numbers(value: Tensor): readonly string[] {
    return isZero(value) ? ["exactly 0"] : formatTensor(value, this.#digits);
  }

  /** The value of a factor: its Jacobian, a row for each element of the consumer; or how large that would be. */
  jacobian({ jacobian, consumer, input }: Factor): readonly string[] {
    if (jacobian !== undefined) {
      const rows = cellsOf(jacobian, this.#digits);
      return jacobian.data.length === 1 ? rows[0]! : rows.flatMap(rowLines);
    }
    const [rows, columns] = [consumer, input].map((id) => formatShape(findNode(this.#graph, id)!.shape));
    return [`${rows} × ${columns}, too large to write`];
  }
}

/** Whether every element is exactly 0, which has a sign of its own. */
export function isZero(value: Tensor): boolean {
  return noteOf(value).state === "zero";
}

/** A row of numbers, in brackets, on more lines where it is long. */
function rowLines(cells: readonly string[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += 6) lines.push(cells.slice(i, i + 6).join(", "));
  return lines.map((line, i) => `${i === 0 ? "(" : " "}${line}${i === lines.length - 1 ? ")" : ","}`);
}

/** `2 paths`, `16 of 4096 paths`. */
export function pathsText({ count, leftOut, paths }: Derivation): string {
  if (count === 0n) return "no path";
  const all = `${count} ${count === 1n ? "path" : "paths"}`;
  return leftOut === 0n ? all : `${paths.length} of ${all}`;
}

/** What the comparison with backpropagation came to, in a sentence. */
export function verdictText(derivation: Derivation): string {
  const { isEqual, leftOut, difference, count } = derivation;
  if (leftOut > 0n) {
    const rest = leftOut === 1n ? "one path was" : `${leftOut} paths were`;
    return `${rest} left out; gradient − sum is what they carry`;
  }
  const largest = Math.max(0, ...Array.from(difference.data, Math.abs));
  const what = count === 1n ? "the path" : "the sum of the paths";
  if (!isEqual) return `${what} is NOT the gradient: they differ by up to ${largest}`;
  return largest === 0
    ? `equal: ${what} is the gradient, to the last bit`
    : `equal: ${what} is the gradient; the largest difference is ${largest.toPrecision(2)}, of rounding`;
}
