import type { FunctionName } from "@chainrule/core";
import {
  type Element,
  fullLanes,
  type Index,
  type Nest,
  type Register,
  type Statement,
} from "../ir/program.js";
import type { MachineName } from "../math/machine.js";
import type { Line } from "./item.js";

/** Writes one nest, instruction by instruction. */
export class NestWriter {
  readonly #title: string;
  #body: Statement[] = [];
  #registers = 0;
  #indices = 0;

  constructor(title: string) {
    this.#title = title;
  }

  finish(): Nest {
    return { kind: "nest", title: this.#title, body: this.#body };
  }

  register(element: Element, lanes: number, truth = false): Register {
    return { id: this.#registers++, element, lanes, truth };
  }

  push(statement: Statement): void {
    this.#body.push(statement);
  }

  /** Writes a loop; nothing where it would not run. */
  loop(name: string, count: number, body: (index: Index) => void): void {
    if (count === 0) return;
    const index = { id: this.#indices++, name };
    const outer = this.#body;
    this.#body = [];
    body(index);
    outer.push({ kind: "loop", index, count, body: this.#body });
    this.#body = outer;
  }

  constant(element: Element, lanes: number, value: number): Register {
    const to = this.register(element, lanes);
    this.push({ kind: "constant", to, value });
    return to;
  }

  copy(to: Register, from: Register): void {
    this.push({ kind: "copy", to, from });
  }

  call(name: MachineName | FunctionName, ...given: Register[]): Register {
    const [first] = given;
    const isTruth = name === "less" || name === "equal" || (name === "select" && given[1]!.truth);
    const to = this.register(first!.element, first!.lanes, isTruth);
    this.push({ kind: "call", to, name, arguments: given });
    return to;
  }

  /** Sets an accumulator to a combination of itself with another. */
  combine(name: MachineName, accumulator: Register, other: Register): void {
    this.push({ kind: "call", to: accumulator, name, arguments: [accumulator, other] });
  }

  spread(from: Register, lanes: number): Register {
    if (lanes === 1) return from;
    const to = this.register(from.element, lanes, from.truth);
    this.push({ kind: "spread", to, from });
    return to;
  }

  lane(from: Register, lane: number): Register {
    if (from.lanes === 1) return from;
    const to = this.register(from.element, 1, from.truth);
    this.push({ kind: "lane", to, from, lane });
    return to;
  }

  /** The sum of a register's lanes, in the order that `laneSums` states. */
  laneSum(from: Register): Register {
    if (from.lanes === 1) return from;
    const sums = this.laneSums(Array.from({ length: from.lanes }, () => from));
    return this.lane(sums, 0);
  }

  /** The sums of as many registers' lanes as there are lanes. */
  laneSums(given: readonly Register[]): Register {
    const to = this.register(given[0]!.element, given[0]!.lanes);
    this.push({ kind: "laneSums", to, arguments: given });
    return to;
  }

  /** The result of a line, given its inputs. */
  line(
    { inputs, constants, steps, result }: Line,
    given: readonly Register[],
    element: Element,
    lanes: number,
  ): Register {
    const registers = given.slice(0, inputs);
    for (const value of constants) registers.push(this.constant(element, lanes, value));
    for (const step of steps) {
      registers.push(this.call(step.name, ...step.arguments.map((register) => registers[register]!)));
    }
    return registers[result]!;
  }
}

/** How many lanes a vector of the element has. */
export function lanesOf(element: Element): number {
  return fullLanes[element];
}
