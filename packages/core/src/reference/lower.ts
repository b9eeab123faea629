import type { Program, StaticNode } from "../engine.js";
import type { AlgebraName } from "../formula/algebra.js";
import { type StraightLine, traceFormula } from "../formula/trace.js";
import { byInput, inputNames, type Op } from "../op.js";
import { elementCount, type StaticShape } from "../shape.js";
import { spreadIndices } from "./spread.js";
import { Layout } from "./layout.js";
import { opcodes, TapeWriter } from "./tape.js";

/** Where a tensor lies in the memory. */
export interface Region {
  readonly offset: number;
  readonly shape: StaticShape;
}

/** A call that is no loop over elements: an op's kernel, or the spreading of an operand that broadcasts. */
export type KernelCall =
  | {
      readonly op: Op;
      readonly inputs: readonly Region[];
      readonly output: Region;
      readonly attributes: StaticNode["node"]["attributes"];
    }
  | { readonly spread: Uint32Array; readonly from: number; readonly to: number };

/** A program as integers. */
export interface Lowered {
  readonly layout: Layout;
  readonly offsets: readonly number[];
  readonly tape: Int32Array;
  /** The tape's length after each node. */
  readonly tapeEnds: readonly number[];
  readonly calls: readonly KernelCall[];
}

/**
 * Lowers a program: elementwise nodes to one loop a step of their formula, the others to kernel calls.
 * @throws {Refusal} too-large
 */
export function lower(program: Program): Lowered {
  const layout = new Layout(program.limits.planBytes);
  const offsets = program.nodes.map(({ shape }) => layout.allocate(elementCount(shape)));
  const writer = new NodeLowering(program, layout, offsets);
  const tapeEnds = program.nodes.map((_, position) => writer.node(position));
  return { layout, offsets, tape: writer.tape.finish(), tapeEnds, calls: writer.calls };
}

/** An operand as an instruction takes it: stride 0 repeats one element. */
interface Operand {
  readonly offset: number;
  readonly stride: 0 | 1;
}

const nothing: Operand = { offset: 0, stride: 0 };

class NodeLowering {
  readonly tape = new TapeWriter();
  readonly calls: KernelCall[] = [];
  readonly #program: Program;
  readonly #layout: Layout;
  readonly #offsets: readonly number[];
  readonly #lines = new Map<Op, Map<string, StraightLine>>();

  constructor(program: Program, layout: Layout, offsets: readonly number[]) {
    this.#program = program;
    this.#layout = layout;
    this.#offsets = offsets;
  }

  /** Appends a node's instructions; gives the tape's length. */
  node(position: number): number {
    const item = this.#program.nodes[position]!;
    if (item.op?.kernel) this.#kernel(item, item.op, position);
    else if (item.op) this.#formula(item, this.#line(item.op, item.node.attributes), position);
    return this.tape.length;
  }

  #kernel(item: StaticNode, op: Op, position: number): void {
    const output = this.#region(position);
    this.#call({
      op,
      inputs: item.inputs.map((input) => this.#region(input)),
      output,
      attributes: item.node.attributes,
    });
    if (item.node.dtype === "float32")
      this.tape.write(opcodes.narrow, output.offset, elementCount(item.shape));
  }

  #formula(item: StaticNode, line: StraightLine, position: number): void {
    const count = elementCount(item.shape);
    const output = this.#offsets[position]!;
    const { dtype } = item.node;
    const types = item.inputs.map((input) => this.#program.nodes[input]!.node.dtype);
    // A truth value of float32 numbers too is that of their rounded sums and products; int32 has more digits.
    const rounds = dtype === "float32" || (dtype !== "int32" && types.includes("float32"));
    let temporaries = 0;
    const temporary = (): number => this.#layout.temporary(temporaries++, count);
    const registers = item.inputs.map((input) => this.#operand(this.#region(input), item.shape, temporary));
    for (const value of line.constants) {
      registers.push({ offset: this.#layout.constant(rounds ? Math.fround(value) : value), stride: 0 });
    }
    for (const step of line.steps) {
      const result = registers.length === line.result ? output : temporary();
      const [a = nothing, b = nothing, c = nothing] = step.arguments.map((register) => registers[register]!);
      this.tape.write(
        opcodes[step.name],
        result,
        count,
        a.offset,
        a.stride,
        b.offset,
        b.stride,
        c.offset,
        c.stride,
      );
      if (rounds && !exact.has(step.name)) this.tape.write(opcodes.narrow, result, count);
      registers.push({ offset: result, stride: 1 });
    }
    if (line.result < line.inputs + line.constants.length) {
      const { offset, stride } = registers[line.result]!;
      this.tape.write(opcodes.copy, output, count, offset, stride);
      if (dtype === "float32" && types.some((type) => type !== "float32"))
        this.tape.write(opcodes.narrow, output, count);
    }
  }

  /** An input as it must be read for a result of this shape; spread into a temporary where strides cannot say it. */
  #operand(region: Region, shape: StaticShape, temporary: () => number): Operand {
    const count = elementCount(region.shape);
    if (count === elementCount(shape)) return { offset: region.offset, stride: 1 };
    if (count === 1) return { offset: region.offset, stride: 0 };
    const to = temporary();
    this.#layout.reserve(count * Uint32Array.BYTES_PER_ELEMENT);
    this.#call({ spread: spreadIndices(region.shape, shape), from: region.offset, to });
    return { offset: to, stride: 1 };
  }

  #call(call: KernelCall): void {
    this.tape.write(opcodes.kernel, 0, 0, this.calls.length);
    this.calls.push(call);
  }

  #region(position: number): Region {
    return { offset: this.#offsets[position]!, shape: this.#program.nodes[position]!.shape };
  }

  /** An op's formula, traced once for each set of attributes. */
  #line(op: Op, attributes: StaticNode["node"]["attributes"]): StraightLine {
    let byAttributes = this.#lines.get(op);
    if (byAttributes === undefined) this.#lines.set(op, (byAttributes = new Map<string, StraightLine>()));
    const key = op.attributes ? JSON.stringify(attributes) : "";
    let line = byAttributes.get(key);
    if (line === undefined) {
      line = traceFormula(inputNames(op).length, (m, terms) =>
        op.formula!(m, byInput(op, terms), attributes),
      );
      byAttributes.set(key, line);
    }
    return line;
  }
}

/** Operations whose result on float32 numbers is a float32 number, or a truth value. */
const exact: ReadonlySet<AlgebraName> = new Set([
  "negate",
  "abs",
  "round",
  "minimum",
  "maximum",
  "less",
  "equal",
  "select",
]);
