import {
  allocate,
  checkFeed,
  elementCount,
  type Feeds,
  missingFeed,
  type NumericArray,
  type Plan,
  type Program,
  Refusal,
  suggest,
  type Tensor,
  unknownFeed,
} from "@chainrule/core";
import { printProcedure } from "../ir/print.js";
import type { Lowered } from "../lower/lower.js";
import { storedAs, type View } from "../lower/value.js";
import { whole } from "../lower/view.js";
import { layGuards } from "./guards.js";
import type { Home } from "./home.js";
import { bindKernels } from "./kernels.js";
import { readView } from "./readView.js";
import type { Runner } from "./runners.js";

/** An input's own memory. */
interface Input {
  readonly id: string;
  readonly view: View;
  data: NumericArray;
  isFed: boolean;
}

/** Below this many elements a loop copies faster than `set`. */
const fewElements = 32;

export class WasmPlan implements Plan {
  readonly #program: Program;
  readonly #lowered: Lowered;
  readonly #home: Home;
  readonly #forward: () => void;
  readonly #backward: () => void;
  readonly #update: () => void;
  readonly #step: () => void;
  readonly #inputs = new Map<string, Input>();
  readonly #scalars = new Map<string, NumericArray>();
  readonly #bindKernels: () => void;
  /** The memory that the views are of: it is another one when it has grown. */
  #buffer: ArrayBuffer | undefined;
  #unfed: number;

  constructor(program: Program, lowered: Lowered, home: Home, runner: Runner) {
    this.#program = program;
    // The data is in the memory soon, and of a long tape it is large.
    this.#lowered = { ...lowered, data: [] };
    this.#home = home;
    const kernels = bindKernels(lowered.kernels, home);
    this.#bindKernels = kernels.bind;
    const guards = lowered.guards ? layGuards(lowered.guards, lowered.region, home) : [];
    for (const { value, kind, data } of lowered.sources) {
      if (kind === "constant") this.#numbers(whole(value)).set(data!);
      if (kind !== "input") continue;
      const view = whole(value);
      this.#inputs.set(value.name, { id: value.name, view, data: this.#numbers(view), isFed: false });
    }
    for (const { at, numbers, stored } of lowered.data) home.view(at, stored, numbers.length).set(numbers);
    this.#unfed = this.#inputs.size;
    const run = runner(lowered.procedures, home, [...kernels.calls, ...guards]);
    this.#forward = run["forward"]!;
    this.#backward = run["backward"]!;
    this.#update = run["update"]!;
    this.#step = run["step"]!;
    home.freeWith(this, lowered.region);
  }

  feed(feeds: Feeds): void {
    this.#refresh();
    for (const id in feeds) {
      const input = this.#inputs.get(id) ?? this.#spare(id);
      if (input === undefined) continue;
      const value = feeds[id]!;
      checkFeed(id, value, input.view.value.shape, input.view.value.dtype);
      const { data } = input;
      if (data.length > fewElements) data.set(value.data);
      else for (let i = 0; i < data.length; i++) data[i] = value.data[i]!;
      this.#fed(input);
    }
  }

  input(id: string): NumericArray {
    this.#refresh();
    const input = this.#inputs.get(id);
    if (input === undefined) throw unknownFeed(id, this.#program.allInputs);
    this.#fed(input);
    return input.data;
  }

  forward(): void {
    this.#ready();
    this.#forward();
  }

  backward(): void {
    this.#refresh();
    this.#backward();
  }

  update(): void {
    this.#refresh();
    this.#update();
    this.#program.state.touch();
  }

  step(feeds?: Feeds): void {
    if (feeds !== undefined) this.feed(feeds);
    this.#ready();
    this.#step();
    this.#program.state.touch();
  }

  read(name: string): Tensor {
    this.#refresh();
    const view = this.#viewOf(name);
    const data = allocate(view.value.dtype, elementCount(view.shape));
    readView(view, this.#valueNumbers(view), data);
    return { dtype: view.value.dtype, shape: view.shape, data };
  }

  scalar(name: string): number {
    this.#refresh();
    let numbers = this.#scalars.get(name);
    if (numbers === undefined) {
      const view = this.#viewOf(name);
      if (elementCount(view.shape) === 0) return NaN;
      const all = this.#valueNumbers(view);
      numbers = view.value.literal === undefined ? all.subarray(view.offset, view.offset + 1) : all;
      this.#scalars.set(name, numbers);
    }
    return numbers[0]!;
  }

  /** The loops of a phase as text, for readers. */
  print(phase: string): string {
    const { procedures, buffers, sources } = this.#lowered;
    const held = sources.flatMap(({ value }) => (value.buffer ? [value.buffer] : []));
    const regions = [...held, ...buffers].map(({ name, at, bytes }) => ({ name, from: at, to: at + bytes }));
    return printProcedure(
      procedures.find(({ name }) => name === phase)!,
      regions,
    );
  }

  /** @throws {Refusal} missing-feed */
  #ready(): void {
    if (this.#unfed > 0) {
      const missing = [...this.#inputs.values()].flatMap(({ id, isFed }) => (isFed ? [] : [id]));
      throw missingFeed(missing);
    }
    this.#refresh();
  }

  #fed(input: Input): void {
    if (input.isFed) return;
    input.isFed = true;
    this.#unfed--;
  }

  /** An input that this plan does not need is no mistake. */
  #spare(id: string): undefined {
    if (!this.#program.allInputs.has(id)) throw unknownFeed(id, this.#program.allInputs);
    return undefined;
  }

  /** Views of a memory that has grown are of no use. */
  #refresh(): void {
    const { buffer } = this.#home.memory;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    for (const input of this.#inputs.values()) input.data = this.#numbers(input.view);
    this.#scalars.clear();
    this.#bindKernels();
  }

  #numbers({ value }: View): NumericArray {
    return this.#home.view(value.buffer!.at, storedAs(value.dtype), elementCount(value.shape));
  }

  /** All numbers of a view's value; of a literal the one. */
  #valueNumbers({ value }: View): NumericArray {
    if (value.literal === undefined) return this.#numbers(whole(value));
    const data = allocate(value.dtype, 1);
    data[0] = value.literal;
    return data;
  }

  #viewOf(name: string): View {
    const { graph, positions } = this.#program;
    const id = Object.hasOwn(graph.outputs, name) ? graph.outputs[name]! : name;
    const position = positions.get(id);
    const view = position === undefined ? undefined : this.#lowered.views[position];
    const isKept = view && (view.value.literal !== undefined || view.value.buffer !== undefined);
    if (isKept && (this.#program.kept.has(id) || view.value.group < 0)) return view;
    const kept = [...positions.keys()].filter((known) => this.#program.kept.has(known));
    throw new Refusal({
      code: "unknown-node",
      got: view ? `${JSON.stringify(name)}, whose value was not kept` : JSON.stringify(name),
      need: "an output, an input or parameter, or a node that was to be kept",
      ...(view ? { try: `keep: [${JSON.stringify(name)}]` } : suggest(name, kept)),
    });
  }
}
