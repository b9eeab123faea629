import type { Registry } from "@chainrule/core";
import {
  cuts,
  fewerEnds,
  innerEnds,
  oneStep,
  plainModel,
  simpleNumbers,
  smallerSizes,
} from "./shrinkings.js";
import type { RandomCase } from "./randomGraph.js";

/** What fails in a case, in words; undefined where nothing does. */
export type Failure = (item: RandomCase) => string | undefined;

/** How many smaller cases are tried. */
const mostAttempts = 600;

/** A case that is no larger and fails as well, and how. */
export interface Shrunk {
  readonly item: RandomCase;
  readonly failure: string;
  readonly attempts: number;
}

/**
 * Makes a failing case smaller for as long as it fails: one step, fewer ends, no backward pass and no updates, values fed
 * in place of nodes, smaller sizes, rounder numbers.
 * @param first what fails in the case as it is
 */
export function shrink(item: RandomCase, first: string, failure: Failure, registry: Registry): Shrunk {
  let shrunk: Shrunk = { item, failure: first, attempts: 0 };
  let attempts = 0;
  const improves = (smaller: RandomCase): boolean => {
    if (attempts >= mostAttempts) return false;
    attempts++;
    const told = attempt(() => failure(smaller));
    if (told === undefined) return false;
    shrunk = { item: smaller, failure: told, attempts };
    return true;
  };
  const kinds = [oneStep, fewerEnds, innerEnds, plainModel, cuts, smallerSizes, simpleNumbers];
  for (let again = true; again && attempts < mostAttempts;) {
    again = false;
    for (const smaller of kinds) {
      // Each that is accepted is begun with anew: what is smaller now is another list.
      while (firstThat(smaller(shrunk.item, registry), improves)) again = true;
    }
  }
  return { ...shrunk, attempts };
}

function firstThat(items: Iterable<RandomCase>, holds: (item: RandomCase) => boolean): boolean {
  for (const item of items) if (holds(item)) return true;
  return false;
}

/** A smaller case may be none: then it does not fail as the larger one does. */
function attempt(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
