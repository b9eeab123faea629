import { resolveAttributes } from "../attributes.js";
import { Refusal } from "../errors.js";
import { inputNames, type Op } from "../op.js";
import type { Registry } from "../registry.js";
import { bindShape, elementCount, sameShape, type Shape, type StaticShape } from "../shape.js";
import { broadcastForm } from "./broadcastForm.js";
import { caseGraph, casePlan, resultName, resultShape } from "./caseGraph.js";
import { changedForm } from "./changedForm.js";
import { Dice } from "./dice.js";
import { attempts, type Case, type CaseForm, drawCase, labelOf } from "./drawCase.js";

/** Sizes that named dims of a sample take in turn: none, one, a prime, another prime. */
export const caseSizes: readonly number[] = [0, 1, 3, 5];
/** How many cases with numbers in them every op is given, at the least, beside those in the sizes of its samples. */
export const generatedCases = 40;
/** Of an op that takes few shapes, so many tries in a row without a new one are the end of them. */
const vainTries = 60;
/** How often the numbers of a drawn shape are drawn anew: a shape that is hard to fill is passed over. */
const fewAttempts = 50;
/** Numbers in the inputs of a drawn case, unless those of a sample in size 1 are more. */
const mostNumbers = 40;

/** Pairs of shapes that broadcast, to be tried on every elementwise op of several inputs. */
const broadcastPairs: readonly (readonly [Shape, Shape])[] = [
  [[], [2, 3]],
  [[3], [2, 3]],
  [
    [2, 1],
    [1, 3],
  ],
  [
    ["N", 1],
    ["N", 3],
  ],
  [[1], []],
];

/**
 * Every case of an op, drawn from the seed alone: its samples at each size, elementwise ops also broadcasting both
 * ways, with one value handed to two inputs; and then as many drawn shapes, ranks and axes as it takes to have
 * {@link generatedCases} with numbers in them. Of an op that takes fewer shapes, numbers are drawn anew.
 * @throws {Error} a sample of which every draw is near a kink; whatever but a refusal ends the making of a shape
 */
export function casesOf(op: Op, seed: number, registry: Registry): Case[] {
  const own = sampleCases(op, seed);
  return [...own, ...drawnCases(op, seed, registry, own)];
}

function sampleCases(op: Op, seed: number): Case[] {
  const samples = [...op.samples, ...broadcasting(op)];
  return samples.flatMap((sample, i) => {
    const isOpen = Object.keys(dimsOf(sample, 1)).length > 0;
    return (isOpen ? caseSizes : [1]).flatMap((size) => {
      const form: CaseForm = {
        sample,
        attributes: resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {}),
        shapes: sample.inputs,
        dims: dimsOf(sample, size),
        repeated: [],
      };
      const once = drawCase(op, form, `${seed}/${i}`);
      if (once === undefined)
        throw new Error(
          `${op.name}, sample ${i}: ${attempts} draws, and each was nearer to a kink than it allows`,
        );
      const twins = twinInputs(once);
      // Two equal inputs may be a kink by themselves: of maximum, say.
      const twice = twins && drawCase(op, { ...form, repeated: twins }, `${seed}/${i}`);
      return twice === undefined ? [once] : [once, twice];
    });
  });
}

function broadcasting(op: Op): Op["samples"] {
  const names = inputNames(op);
  const model = op.samples[0]!;
  if (!op.formula || names.length < 2) return [];
  return broadcastPairs.flatMap((pair) =>
    names.flatMap((_, i) => [
      { ...model, inputs: Object.fromEntries(names.map((name, j) => [name, pair[i === j ? 0 : 1]])) },
    ]),
  );
}

/** Two free float inputs of one shape, where an op has them. */
function twinInputs({ shapes, free }: Case): string[] | undefined {
  for (const a of free) {
    const b = free.find((name) => name !== a && sameShape(shapes[name]!, shapes[a]!));
    if (b !== undefined) return [a, b];
  }
  return undefined;
}

/** One size for every open name, in the inputs' shapes and in a shape that is an attribute. */
function dimsOf(sample: Op["samples"][number], size: number): Record<string, number> {
  const stated = sample.attributes?.["shape"];
  const shapes = [...Object.values(sample.inputs), ...(Array.isArray(stated) ? [stated as Shape] : [])];
  return Object.fromEntries(shapes.flat().flatMap((dim) => (typeof dim === "string" ? [[dim, size]] : [])));
}

/** Cases in drawn shapes, each of them another; where there are no more, in those that there are. */
function drawnCases(op: Op, seed: number, registry: Registry, own: readonly Case[]): Case[] {
  const dice = new Dice(seed, `cases of ${op.name}`);
  const small = own.filter(({ dims }) => Object.values(dims).every((size) => size === 1)).map(countOf);
  const most = Math.max(mostNumbers, ...small);
  const seen = new Set<string>();
  const drawn: Case[] = [];
  const forms = own.filter((item) => countOf(item) <= most && hasNumbers(item, registry));
  let full = 0;
  for (let turn = 0, vain = 0; full < generatedCases && vain < vainTries; turn++, vain++) {
    const sample = op.samples[turn % op.samples.length]!;
    const round = Math.floor(turn / op.samples.length);
    const form = op.formula ? broadcastForm(op, sample, dice) : changedForm(op, sample, dice, round);
    const label = labelOf(op, form);
    if (countOf(form) > most || seen.has(label)) continue;
    seen.add(label);
    const item = legalCase(op, form, `${seed}/drawn/${turn}`, registry);
    if (item === undefined) continue;
    vain = 0;
    drawn.push({ ...item, label: `${label} (drawn ${drawn.length})` });
    if (!hasNumbers(item, registry)) continue;
    forms.push(item);
    full++;
  }
  for (let turn = 0; full < generatedCases && turn < forms.length * generatedCases; turn++) {
    const item = drawCase(op, forms[turn % forms.length]!, `${seed}/again/${turn}`);
    if (item === undefined) continue;
    drawn.push({ ...item, label: `${item.label} (drawn ${drawn.length})` });
    full++;
  }
  return drawn;
}

/** A case that the op takes, with a finite result; undefined for any other. */
function legalCase(op: Op, form: CaseForm, key: string, registry: Registry): Case | undefined {
  const item = drawnIfSmooth(op, form, key);
  if (item === undefined) return undefined;
  try {
    const plan = casePlan(caseGraph(item, registry), item, registry, [resultName]);
    plan.feed(item.values);
    plan.forward();
    return plan.read(resultName).data.every(Number.isFinite) ? item : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw new Error(`${item.label} (seed ${key}) is neither computed nor refused: ${String(error)}`, {
      cause: error,
    });
  }
}

/** A sample may know of kinks in its own shape only, and then fail at others: these are no cases. */
function drawnIfSmooth(op: Op, form: CaseForm, key: string): Case | undefined {
  try {
    return drawCase(op, form, key, fewAttempts);
  } catch {
    return undefined;
  }
}

/** How many numbers a call is handed. */
function countOf({ shapes, dims }: CaseForm): number {
  return Object.values(shapes).reduce(
    (sum, shape) => sum + elementCount(bindShape(shape, dims) as StaticShape),
    0,
  );
}

/** Whether a case makes numbers of numbers. */
export function hasNumbers(item: Case, registry: Registry): boolean {
  const names = item.free.length > 0 ? item.free : Object.keys(item.values);
  const inputs = names.some((name) => item.values[name]!.data.length > 0);
  return inputs && elementCount(resultShape(caseGraph(item, registry), item)) > 0;
}
