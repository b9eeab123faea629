import {
  compareEngines,
  type Engine,
  type EngineComparison,
  type Feeds,
  type Plan,
  Refusal,
  reference,
  type Registry,
  type ValueDifference,
} from "@chainrule/core";
import type { OpClass } from "./opClass.js";
import { type LocalErrors, localErrors } from "./localErrors.js";
import { feedsAt, type RandomCase, stateOf } from "./randomGraph.js";

/** What holds of two engines that are to give the same bits. */
export interface SamenessOptions {
  readonly registry: Registry;
  readonly a: Engine;
  readonly b: Engine;
}

/** What was compared, all cases together. */
export class SamenessCounts {
  cases = 0;
  /** Numbers that two engines agree on, bit for bit. */
  numbers = 0;
  /** Cases that both refused, with the same code. */
  refused = 0;
  /** Numbers held against float64, and those out of range. */
  bounded = 0;
  skipped = 0;
  /** The largest error over what is allowed, by class of ops. */
  readonly shares = new Map<OpClass, number>();

  addComparison({ numbers }: EngineComparison): void {
    this.numbers += numbers;
  }

  addErrors({ compared, skipped, shares }: LocalErrors): void {
    this.bounded += compared;
    this.skipped += skipped;
    for (const [name, share] of shares) this.shares.set(name, Math.max(share, this.shares.get(name) ?? 0));
  }

  text(): string {
    const shares = [...this.shares].map(([name, share]) => `${name} ${share.toFixed(2)}`).join(", ");
    return [
      `${this.cases} graphs, ${this.refused} refused by both; ${this.numbers} numbers the same bit for bit`,
      `${this.bounded} numbers within their bounds of float64, ${this.skipped} out of range`,
      `largest error over its bound: ${shares}`,
    ].join("\n");
  }
}

/**
 * What is wrong with two engines on a case, in words; undefined where nothing is. They must give the same bits in every
 * node, in what they give when nothing between is kept, in both ways alike, in one step as phase by
 * phase; and every node must be within its bound of
 * the float64 reference.
 */
export function samenessFailure(
  item: RandomCase,
  options: SamenessOptions,
  counts = new SamenessCounts(),
): string | undefined {
  counts.cases++;
  try {
    return differenceIn(item, options, counts) ?? errorIn(item, options, counts);
  } catch (error) {
    // An engine that breaks has failed, unless the graph itself is broken.
    compareOn(item, options.registry, { a: reference(), b: reference(), keep: "all" });
    if (error instanceof Error) return `an engine breaks: ${error.message}`;
    throw error;
  }
}

function differenceIn(
  item: RandomCase,
  { registry, a, b }: SamenessOptions,
  counts: SamenessCounts,
): string | undefined {
  const ways = [
    { a, b, keep: "all", what: "with every value kept" },
    { a, b, keep: "ends", what: "with nothing kept between" },
    { a, b: keepingAll(a), keep: "ends", what: "kept or not" },
    { a: b, b: keepingAll(b), keep: "ends", what: "kept or not" },
    { a, b: phaseByPhase(a), keep: "ends", what: "in one step or phase by phase" },
  ] as const;
  for (const { what, ...way } of ways) {
    const told = compareOn(item, registry, way);
    if (told.refusal) {
      counts.refused++;
      return undefined;
    }
    if (told.refusedAlone)
      return `${what}, only ${told.refusedAlone.engine} refuses: ${told.refusedAlone.refusal.message}`;
    if (told.first) return `${what}, ${told.engines.join(" and ")} differ: ${differenceText(told.first)}`;
    counts.addComparison(told);
  }
  return undefined;
}

function errorIn(
  item: RandomCase,
  { registry, a }: SamenessOptions,
  counts: SamenessCounts,
): string | undefined {
  try {
    const told = localErrors(item, a, registry);
    counts.addErrors(told);
    const [first] = told.errors;
    if (first === undefined) return undefined;
    const { node, op, element, got, exact, allowed } = first;
    const off = Math.abs(got - exact);
    return `${a.name}: ${node} (${op}), element ${element}, is ${got}; ${exact} in float64 on the same inputs: off by ${off}, allowed ${allowed}`;
  } catch (error) {
    // What both engines refuse is no error of one of them.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function compareOn(
  item: RandomCase,
  registry: Registry,
  way: { readonly a: Engine; readonly b: Engine; readonly keep: "all" | "ends" },
): EngineComparison {
  const { graph, dims, steps } = item;
  const feeds = (step: number): ReturnType<typeof feedsAt> => feedsAt(item, step);
  return compareEngines(graph, { ...way, registry, dims, steps, state: stateOf(item, registry), feeds });
}

/** The engine, made to keep every value of every program: so it can fuse nothing away. */
export function keepingAll(engine: Engine): Engine {
  return {
    ...engine,
    name: `${engine.name} keeping all`,
    compile: (program) => engine.compile({ ...program, kept: new Set(program.positions.keys()) }),
  };
}

/** The engine, a phase at a time, and given only those feeds that are not what they were. */
export function phaseByPhase(engine: Engine): Engine {
  return {
    ...engine,
    name: `${engine.name} phase by phase`,
    compile(program) {
      const plan = engine.compile(program);
      let last: Feeds = {};
      return {
        ...proxyOf(plan),
        step(feeds = {}) {
          plan.feed(Object.fromEntries(Object.entries(feeds).filter(([id, value]) => last[id] !== value)));
          last = feeds;
          plan.forward();
          plan.backward();
          plan.update();
        },
        read(name) {
          const tensor = plan.read(name);
          const first = tensor.data.length === 0 ? NaN : tensor.data[0];
          if (!Object.is(plan.scalar(name), first))
            throw new Error(`${name}: scalar is ${plan.scalar(name)}, and the first element read ${first}`);
          return tensor;
        },
      };
    },
  };
}

/** A plan's methods, to be put into another: they are its prototype's, and take it as `this`. */
export function proxyOf(plan: Plan): Plan {
  return {
    feed: (feeds) => plan.feed(feeds),
    forward: () => plan.forward(),
    backward: () => plan.backward(),
    update: () => plan.update(),
    step: (feeds) => plan.step(feeds),
    read: (name) => plan.read(name),
    scalar: (name) => plan.scalar(name),
  };
}

function differenceText({ id, op, dtype, step, element, a, b, ulps }: ValueDifference): string {
  const values = [a, b].map((x) => (Object.is(x, -0) ? "-0" : String(x))).join(" and ");
  return `${id} (${op}, ${dtype}), step ${step}, element [${element.join(", ")}]: ${values}, ${ulps} ulp`;
}
