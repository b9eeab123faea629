import { compile } from "../compile.js";
import type { DType } from "../dtype.js";
import type { Engine, Feeds, Plan } from "../engine.js";
import { Refusal } from "../errors.js";
import { findNode, type Graph, isSource } from "../graph.js";
import type { Limits } from "../limits.js";
import { openDims } from "../openDims.js";
import type { Registry } from "../registry.js";
import { elementCount, type StaticShape } from "../shape.js";
import type { State } from "../state.js";
import type { Tensor } from "../tensor.js";
import { ulpsBetween } from "./ulps.js";

export interface CompareEnginesOptions {
  readonly registry: Registry;
  readonly a: Engine;
  readonly b: Engine;
  /** What both begin with; each works on a copy of its own. */
  readonly state: State;
  /** The same at every step, or those of step 1, 2, … */
  readonly feeds: Feeds | ((step: number) => Feeds);
  /** Sizes of open dims; those that the feeds have need not be given. */
  readonly dims?: Readonly<Record<string, number>>;
  /** How many steps are taken: of a graph without updates, each computes the same. Default 1. */
  readonly steps?: number;
  /** How many units in the last place two values may be apart: 0, the default, is bit for bit. */
  readonly bound?: number;
  /**
   * Which values are kept, and compared: "all" nodes, so that the first that differs is found; or outputs and "ends" of
   * updates only, so that the engines may fuse and reuse memory as they do in earnest. Default "all".
   */
  readonly keep?: "all" | "ends";
  readonly limits?: Limits;
}

/** Where two engines are furthest apart in one value. */
export interface ValueDifference {
  /** The node, parameter, buffer or slot. */
  readonly id: string;
  /** The node's op; "state" where a parameter, buffer or slot differs after the step's update. */
  readonly op: string;
  readonly dtype: DType;
  readonly shape: StaticShape;
  /** The step, from 1. */
  readonly step: number;
  /** The element, one index an axis. */
  readonly element: readonly number[];
  readonly a: number;
  readonly b: number;
  /** Representable numbers between them, as `ulpsBetween` counts; Infinity where one is NaN. */
  readonly ulps: number;
}

/** What the comparison of two engines on one graph came to. */
export interface EngineComparison {
  readonly engines: readonly [a: string, b: string];
  /** Whether no value was further apart than the bound. */
  readonly isSame: boolean;
  readonly bound: number;
  /** Steps that were taken by both. */
  readonly steps: number;
  /** How many nodes were compared at each step, sources left out. */
  readonly nodes: number;
  /** How many parameters, buffers and slots were compared after each step. */
  readonly updated: number;
  /** How many numbers were compared, all steps together. */
  readonly numbers: number;
  /** The first value beyond the bound: in the first such step, in topological order. */
  readonly first?: ValueDifference;
  /** Of each value that ever differed, where it was furthest apart; in topological order. */
  readonly largest: readonly ValueDifference[];
  /** What both refused with, where both did. */
  readonly refusal?: Refusal;
  /** What only one of them refused with. */
  readonly refusedAlone?: { readonly engine: string; readonly refusal: Refusal };
}

/**
 * Runs one graph on two engines, from equal states and on equal feeds, and compares every value: NaN equals NaN, and -0
 * is not 0.
 */
export function compareEngines(graph: Graph, options: CompareEnginesOptions): EngineComparison {
  const comparison = new Comparison(graph, options);
  const sides = [options.a, options.b].map((engine) => ({ engine, state: options.state.clone() }));
  // Steps whose feeds have other sizes, such as a short last batch, have plans of their own over the same state.
  const sized = new Map<string, readonly Plan[]>();
  const { steps = 1, feeds } = options;
  for (let step = 1; step <= steps; step++) {
    const fed = typeof feeds === "function" ? feeds(step) : feeds;
    const dims = { ...openDims(graph, fed), ...options.dims };
    const key = JSON.stringify(dims);
    const plans =
      sized.get(key) ?? attempt(comparison, sides, (side) => planOn(side, graph, { ...options, dims }));
    if (plans === undefined) return comparison.result(step - 1);
    sized.set(key, plans);
    if (attempt(comparison, plans, (plan) => plan.step(fed)) === undefined)
      return comparison.result(step - 1);
    const [a, b] = [0, 1].map((i) => ({ plan: plans[i]!, state: sides[i]!.state }));
    if (!comparison.compare(a!, b!, step)) return comparison.result(step);
  }
  return comparison.result(steps);
}

/** What one engine made of a step. */
interface Side {
  readonly plan: Plan;
  readonly state: State;
}

function planOn(
  { engine, state }: { readonly engine: Engine; readonly state: State },
  graph: Graph,
  { registry, dims = {}, keep = "all", limits }: CompareEnginesOptions,
): Plan {
  const nodes = graph.nodes.map(({ id }) => id);
  return compile(graph, {
    registry,
    engine,
    state,
    dims,
    ...(keep === "all" && { outputs: nodes, keep: nodes }),
    ...(limits && { limits }),
  });
}

/** What both sides make; undefined where one of them, or both, refused, which is noted. */
function attempt<S, T>(comparison: Comparison, sides: readonly S[], work: (side: S) => T): T[] | undefined {
  const made: T[] = [];
  const refused: (Refusal | undefined)[] = sides.map((side) => {
    try {
      made.push(work(side));
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  });
  return comparison.areAccepted(refused) ? made : undefined;
}

class Comparison {
  readonly #graph: Graph;
  readonly #options: CompareEnginesOptions;
  readonly #read: readonly string[];
  readonly #updated: readonly string[];
  readonly #largest = new Map<string, ValueDifference>();
  #numbers = 0;
  #first: ValueDifference | undefined;
  #refusals: Pick<EngineComparison, "refusal" | "refusedAlone"> = {};

  constructor(graph: Graph, options: CompareEnginesOptions) {
    this.#graph = graph;
    this.#options = options;
    const ends = new Set([...Object.values(graph.outputs), ...Object.values(graph.updates)]);
    this.#read = graph.nodes
      .filter(({ id, op }) => !isSource(op) && (options.keep !== "ends" || ends.has(id)))
      .map(({ id }) => id);
    this.#updated = Object.keys(graph.updates);
  }

  /** Whether neither side refused. */
  areAccepted([a, b]: readonly (Refusal | undefined)[]): boolean {
    if (a === undefined && b === undefined) return true;
    if (a?.code === b?.code) {
      this.#refusals = { refusal: a! };
    } else {
      const side = a === undefined ? this.#options.b : this.#options.a;
      this.#refusals = { refusedAlone: { engine: side.name, refusal: (a ?? b)! } };
    }
    return false;
  }

  /** Compares all that the step made; whether nothing is beyond the bound. */
  compare(a: Side, b: Side, step: number): boolean {
    for (const id of this.#read) {
      const { op } = findNode(this.#graph, id)!;
      this.#value({ id, op, step }, a.plan.read(id), b.plan.read(id));
    }
    for (const id of this.#updated)
      this.#value({ id, op: "state", step }, a.state.peek(id), b.state.peek(id));
    return this.#first === undefined;
  }

  #value(of: Pick<ValueDifference, "id" | "op" | "step">, a: Tensor, b: Tensor): void {
    const { data, shape, dtype } = a;
    let [worst, at] = [0, -1];
    this.#numbers += data.length;
    for (let i = 0; i < data.length; i++) {
      if (Object.is(data[i], b.data[i])) continue;
      const ulps = ulpsBetween(data[i]!, b.data[i]!, dtype);
      if (ulps > worst) [worst, at] = [ulps, i];
    }
    if (at < 0) return;
    const found: ValueDifference = {
      ...of,
      dtype,
      shape,
      element: placeOf(at, shape),
      a: data[at]!,
      b: b.data[at]!,
      ulps: worst,
    };
    const key = `${of.op === "state" ? "state " : ""}${of.id}`;
    if (worst > (this.#largest.get(key)?.ulps ?? 0)) this.#largest.set(key, found);
    if (worst > (this.#options.bound ?? 0)) this.#first ??= found;
  }

  result(steps: number): EngineComparison {
    const { a, b, bound = 0 } = this.#options;
    const isSame = this.#first === undefined && this.#refusals.refusedAlone === undefined;
    return {
      engines: [a.name, b.name],
      isSame,
      bound,
      steps,
      nodes: this.#read.length,
      updated: this.#updated.length,
      numbers: this.#numbers,
      ...(this.#first && { first: this.#first }),
      largest: this.#inOrder(),
      ...this.#refusals,
    };
  }

  /** Values in the order in which they are computed, what they update after them. */
  #inOrder(): ValueDifference[] {
    const keys = [...this.#read, ...this.#updated.map((id) => `state ${id}`)];
    return keys.flatMap((key) => this.#largest.get(key) ?? []);
  }
}

/** Row-major position → one index an axis. */
function placeOf(position: number, shape: StaticShape): number[] {
  return shape.map((size, axis) => {
    const inner = elementCount(shape.slice(axis + 1));
    return Math.floor(position / inner) % size;
  });
}
