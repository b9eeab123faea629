import {
  allocate,
  type Dataset,
  type Graph,
  indexOf,
  type Plan,
  type State,
  stepInput,
  type Tensor,
} from "@chainrule/core";
import type { BatchIndices, BatchOrder } from "./batches.js";
import type { StepPhase } from "./events.js";
import { type RowMemory, rowMemory } from "./rows.js";
import type { LearningRate } from "./schedule.js";
import { learningRateInput } from "./updateContext.js";

/** Compiles a plan for `rows` examples over the run's one state. */
export type CompileFor = (graph: Graph, rows: number, outputs?: readonly string[]) => Plan;

export interface StepperOptions {
  /** A graph of `trainingStep`. */
  readonly graph: Graph;
  readonly dataset: Dataset;
  readonly order: BatchOrder;
  readonly learningRate: LearningRate;
  readonly state: State;
  readonly compileFor: CompileFor;
}

/** A plan for one size of batch, and the memory that its rows are copied to. */
interface Sized {
  readonly plan: Plan;
  readonly memory: RowMemory;
}

/** Takes the steps of a run, a phase at a time. A full batch and a short last one have a plan each. */
export class Stepper implements Readonly<Record<StepPhase, () => void>> {
  readonly #options: StepperOptions;
  readonly #sized = new Map<number, Sized>();
  readonly #scalars: Record<string, Tensor>;
  #current: Sized | undefined;
  #batch: BatchIndices | undefined;
  #done = 0;

  constructor(options: StepperOptions) {
    this.#options = options;
    const { graph } = options;
    const scalars = [learningRateInput, stepInput].filter((id) => indexOf(graph).has(id));
    this.#scalars = Object.fromEntries(
      scalars.map((id) => [id, { dtype: graph.dtype, shape: [], data: allocate(graph.dtype, 1) }]),
    );
  }

  /** Steps that are finished. */
  get done(): number {
    return this.#done;
  }

  /** The batch of the step that was begun last; before the first, that of the first. */
  get batch(): BatchIndices {
    return this.#batch ?? this.#options.order.at(1);
  }

  /** The learning rate of that step. */
  get rate(): number {
    return this.#options.learningRate(this.batch.step - 1);
  }

  /** Chooses the next rows and copies them to the plan. */
  sample(): void {
    this.#batch = this.#options.order.at(this.#done + 1);
    const { indices, step } = this.#batch;
    const { plan, memory } = (this.#current = this.#sizedFor(indices.length));
    memory.fill(indices);
    plan.feed(memory.feeds);
    this.#set(learningRateInput, this.rate);
    this.#set(stepInput, step);
    plan.feed(this.#scalars);
  }

  forward(): void {
    this.#plan.forward();
  }

  backward(): void {
    this.#plan.backward();
  }

  update(): void {
    this.#plan.update();
    this.#done++;
  }

  /** A scalar of the current batch, by output or node. */
  scalar(name: string): number {
    return this.#plan.scalar(name);
  }

  /** A value of the current batch, by output or node. */
  read(name: string): Tensor {
    return this.#plan.read(name);
  }

  get #plan(): Plan {
    if (this.#current === undefined) throw new TypeError("sample() comes first");
    return this.#current.plan;
  }

  #sizedFor(rows: number): Sized {
    let found = this.#sized.get(rows);
    if (found === undefined) {
      const { graph, dataset, compileFor } = this.#options;
      found = { plan: compileFor(graph, rows), memory: rowMemory(graph, dataset, rows) };
      this.#sized.set(rows, found);
    }
    return found;
  }

  #set(id: string, value: number): void {
    const scalar = this.#scalars[id];
    if (scalar !== undefined) scalar.data[0] = value;
  }
}
