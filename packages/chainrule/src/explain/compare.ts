import { type Json, Refusal, sameJson } from "@chainrule/core";
import { prepareTraining, readMetrics } from "@chainrule/optim";
import type { Project } from "../project.js";
import { explainProject, type Explanation } from "./explain.js";

/** One spec under one profile: what it comes to, or why it cannot be built. */
export interface Side {
  readonly name: string;
  readonly explanation?: Explanation;
  readonly refusal?: Refusal;
  /** Metrics of the first batch, before any step; empty for a spec that says nothing of data or training. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** Something that is not the same on both sides; undefined where a side has no such thing. */
export interface Difference<T> {
  readonly name: string;
  readonly left: T | undefined;
  readonly right: T | undefined;
}

/** Two profiles side by side on one spec. */
export interface Comparison {
  readonly left: Side;
  readonly right: Side;
  readonly conventions: readonly Difference<string>[];
  readonly settings: readonly Difference<Json>[];
  readonly numbers: readonly Difference<number>[];
  /** How many numbers are the same on both. */
  readonly unchanged: number;
}

/**
 * Compares a spec under two profiles.
 * @param open gives the project of one side
 */
export function compareProfiles(
  left: { readonly name: string; readonly open: () => Project },
  right: { readonly name: string; readonly open: () => Project },
): Comparison {
  const [a, b] = [sideOf(left), sideOf(right)];
  const numbers = differences(a.numbers, b.numbers);
  const isWhole = a.refusal === undefined && b.refusal === undefined;
  return {
    left: a,
    right: b,
    conventions: isWhole ? differences(conventionsOf(a), conventionsOf(b)) : [],
    settings: isWhole ? differences(settingsOf(a), settingsOf(b)) : [],
    numbers: isWhole ? numbers : [],
    unchanged: Object.keys({ ...a.numbers, ...b.numbers }).length - numbers.length,
  };
}

function sideOf({ name, open }: { readonly name: string; readonly open: () => Project }): Side {
  try {
    const project = open();
    return { name, explanation: explainProject(project), numbers: firstNumbers(project) };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { name, refusal, numbers: {} };
    throw refusal;
  }
}

/** What the first batch gives: losses and metrics, and the norms of all gradients. */
function firstNumbers(project: Project): Readonly<Record<string, number>> {
  const { spec } = project;
  if (spec.data === undefined || spec.train === undefined) return {};
  return project.placed(() => {
    const { stepper, metrics } = prepareTraining(project.job);
    stepper.sample();
    stepper.forward();
    stepper.backward();
    const names = [...metrics.during.keys()].filter((name) => name !== "lr");
    return readMetrics(metrics.during, names);
  });
}

function conventionsOf({ explanation }: Side): Record<string, string> {
  const conventions = explanation?.conventions;
  if (conventions === undefined) return {};
  return { ...conventions.notation, "gradient by": conventions.gradient };
}

function settingsOf({ explanation }: Side): Record<string, Json> {
  const items = explanation?.items ?? [];
  return Object.fromEntries(
    items.flatMap(({ id, node, settings }) => [
      ...(node === undefined ? [] : [[id, node.op] as const]),
      ...settings
        .filter(({ from }) => !from.startsWith("block"))
        .map(({ key, value }) => [`${id}.${key}`, value] as const),
    ]),
  );
}

function differences<T extends Json>(
  left: Readonly<Record<string, T>>,
  right: Readonly<Record<string, T>>,
): Difference<T>[] {
  const own = (side: Readonly<Record<string, T>>, name: string): T | undefined =>
    Object.hasOwn(side, name) ? side[name] : undefined;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .map((name) => ({ name, left: own(left, name), right: own(right, name) }))
    .filter((pair) => !sameJson(pair.left, pair.right));
}
