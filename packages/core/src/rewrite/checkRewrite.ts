import { compile } from "../compile.js";
import type { Engine, Feeds } from "../engine.js";
import type { Graph } from "../graph.js";
import type { Registry } from "../registry.js";
import type { State } from "../state.js";
import type { Tensor } from "../tensor.js";

/** How far two graphs are apart in one output. */
export interface OutputDifference {
  readonly output: string;
  /** The largest |after - before| over its elements: 0 where both are the same, Infinity where only one is a number. */
  readonly largest: number;
  /** The same, per the largest |before|: in parts of the output's own size. */
  readonly relative: number;
}

export interface CheckRewriteOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  /** The parameters of both. */
  readonly state: State;
  readonly feeds: Feeds;
  /** Sizes of the names that are still open: `{ N: 4 }`. */
  readonly dims?: Readonly<Record<string, number>>;
  /** Outputs that both have. Default: all. */
  readonly outputs?: readonly string[];
}

/**
 * Computes outputs before and after a rewrite, for the same parameters and feeds.
 * @returns how far apart each is
 * @throws {Refusal} as `compile` and `Plan.feed`
 */
export function checkRewrite(
  before: Graph,
  after: Graph,
  { outputs = Object.keys(before.outputs), ...options }: CheckRewriteOptions,
): OutputDifference[] {
  const [old, now] = [before, after].map((graph) => valuesOf(graph, outputs, options));
  return outputs.map((output, i) => ({ output, ...differenceOf(old![i]!, now![i]!) }));
}

function valuesOf(
  graph: Graph,
  outputs: readonly string[],
  { feeds, ...options }: Omit<CheckRewriteOptions, "outputs">,
): Tensor[] {
  const plan = compile(graph, { ...options, outputs });
  plan.feed(feeds);
  plan.forward();
  plan.backward();
  return outputs.map((output) => plan.read(output));
}

function differenceOf({ data: old }: Tensor, { data: now }: Tensor): Omit<OutputDifference, "output"> {
  let largest = 0;
  let size = 0;
  for (let i = 0; i < old.length; i++) {
    const apart = Object.is(old[i], now[i]) || old[i] === now[i] ? 0 : Math.abs(now[i]! - old[i]!);
    largest = Math.max(largest, Number.isNaN(apart) ? Infinity : apart);
    size = Math.max(size, Number.isFinite(old[i]) ? Math.abs(old[i]!) : 0);
  }
  return { largest, relative: largest === 0 ? 0 : largest / size };
}
