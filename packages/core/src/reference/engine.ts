import { allocate, type NumericArray } from "../dtype.js";
import type { Engine, Feeds, Phase, Plan, Program } from "../engine.js";
import { Refusal } from "../errors.js";
import { byInput, type TensorView } from "../op.js";
import { checkFeed, missingFeed, unknownFeed } from "../feedRefusals.js";
import { elementCount } from "../shape.js";
import { suggest } from "../suggest.js";
import { type Nested, tensor, type Tensor } from "../tensor.js";
import { type KernelCall, lower, type Lowered, type Region } from "./lower.js";
import { execute } from "./tape.js";

/**
 * The oracle of meaning: plain loops and `Math.*`, every value kept. float32 graphs are computed with a
 * rounding after each operation, kernels with one at their end.
 */
export function reference(): Engine {
  return { name: "reference", compile: (program) => new ReferencePlan(program, lower(program)) };
}

class ReferencePlan implements Plan {
  readonly #program: Program;
  readonly #offsets: readonly number[];
  readonly #tape: Int32Array;
  readonly #memory: Float64Array;
  readonly #kernels: readonly (() => void)[];
  /** First and last instruction of each phase. */
  readonly #ranges: Readonly<Record<Phase, readonly [number, number]>>;
  readonly #unfed: Set<string>;
  readonly #inputs: ReadonlyMap<string, number>;
  readonly #kept: readonly (readonly [id: string, position: number])[];
  readonly #updates: readonly { readonly target: string; readonly data: NumericArray }[];
  #stateVersion = -1;

  constructor(program: Program, { layout, offsets, tape, tapeEnds, calls }: Lowered) {
    this.#program = program;
    this.#offsets = offsets;
    this.#tape = tape;
    this.#memory = layout.create();
    this.#kernels = calls.map((call) => bindCall(call, this.#memory));
    const end = (phase: Phase): number => tapeEnds[program.phaseEnds[phase] - 1] ?? 0;
    this.#ranges = {
      forward: [0, end("forward")],
      backward: [end("forward"), end("backward")],
      update: [end("backward"), end("update")],
    };
    const positionsOf = (...ops: string[]): (readonly [string, number])[] =>
      program.nodes.flatMap(({ node }, position) =>
        ops.includes(node.op) ? [[node.id, position] as const] : [],
      );
    this.#inputs = new Map(positionsOf("input"));
    this.#unfed = new Set(this.#inputs.keys());
    this.#kept = program.nodes.flatMap(({ node }, position) =>
      isState(node.op) ? [[node.id, position] as const] : [],
    );
    this.#updates = program.updates.map(({ target, position }) => ({ target, data: this.#view(position) }));
    for (const [, position] of positionsOf("constant")) {
      const { node, shape } = program.nodes[position]!;
      this.#memory.set(tensor(node.attributes["value"] as Nested, node.dtype, shape).data, offsets[position]);
    }
  }

  feed(feeds: Feeds): void {
    for (const [id, value] of Object.entries(feeds)) {
      const position = this.#inputs.get(id);
      if (position === undefined) {
        // An input that this plan does not need is no mistake.
        if (this.#program.allInputs.has(id)) continue;
        throw unknownFeed(id, this.#program.allInputs);
      }
      const { node, shape } = this.#program.nodes[position]!;
      checkFeed(id, value, shape, node.dtype);
      this.#memory.set(value.data, this.#offsets[position]!);
      this.#unfed.delete(id);
    }
  }

  forward(): void {
    if (this.#unfed.size > 0) throw missingFeed(this.#unfed);
    const { state } = this.#program;
    if (state.version !== this.#stateVersion) {
      for (const [id, position] of this.#kept)
        this.#memory.set(state.peek(id).data, this.#offsets[position]!);
      this.#stateVersion = state.version;
    }
    this.#execute("forward");
  }

  backward(): void {
    this.#execute("backward");
  }

  update(): void {
    this.#execute("update");
    for (const { target, data } of this.#updates) this.#program.state.write(target, data);
  }

  step(feeds?: Feeds): void {
    if (feeds) this.feed(feeds);
    this.forward();
    this.backward();
    this.update();
  }

  read(name: string): Tensor {
    const position = this.#position(name);
    const { node, shape } = this.#program.nodes[position]!;
    if (isState(node.op)) return this.#program.state.read(node.id);
    const data = allocate(node.dtype, elementCount(shape));
    data.set(this.#view(position));
    return { dtype: node.dtype, shape, data };
  }

  scalar(name: string): number {
    const position = this.#position(name);
    return elementCount(this.#program.nodes[position]!.shape) > 0
      ? this.#memory[this.#offsets[position]!]!
      : NaN;
  }

  #position(name: string): number {
    const { graph, positions } = this.#program;
    const id = Object.hasOwn(graph.outputs, name) ? graph.outputs[name]! : name;
    const position = positions.get(id);
    if (position !== undefined) return position;
    throw new Refusal({
      code: "unknown-node",
      got: JSON.stringify(name),
      need: "an output or node of this plan",
      ...suggest(name, positions.keys()),
    });
  }

  #view(position: number): NumericArray {
    const offset = this.#offsets[position]!;
    return this.#memory.subarray(offset, offset + elementCount(this.#program.nodes[position]!.shape));
  }

  #execute(phase: Phase): void {
    const [from, to] = this.#ranges[phase];
    execute(this.#tape, from, to, this.#memory, this.#kernels);
  }
}

/** Whether a source's value is the state's. */
function isState(op: string): boolean {
  return op === "parameter" || op === "buffer" || op === "slot";
}

/** A kernel call with its views made once, so that running it allocates nothing. */
function bindCall(call: KernelCall, memory: Float64Array): () => void {
  if ("spread" in call) {
    const { spread, from, to } = call;
    return () => {
      for (let i = 0; i < spread.length; i++) memory[to + i] = memory[from + spread[i]!]!;
    };
  }
  const { op, attributes } = call;
  const view = ({ offset, shape }: Region): TensorView => ({
    data: memory.subarray(offset, offset + elementCount(shape)),
    shape,
  });
  const inputs = byInput(op, call.inputs.map(view));
  const output = view(call.output);
  return () => op.kernel!(inputs, output, attributes);
}
