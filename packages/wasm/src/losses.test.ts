import { Builder, compile, differentiate, type Engine, Registry, State, tensorOf } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { expect, test } from "vitest";
import { wasm } from "./engine/wasm.js";

const registry = new Registry([builtin]);
const greatest = 2 ** 127 * (2 - 2 ** -23);
/** Logits from 0 to the largest that float32 has, of both signs. */
const logits = [0, 1e-30, 0.5, 1, 20, 88, 104, 1e4, 1e20, 3e38, greatest].flatMap((x) => [x, -x]);

interface Case {
  readonly op: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly score: readonly number[];
  readonly shape: readonly number[];
  readonly target: readonly number[];
  readonly targetShape: readonly number[];
  readonly isIndex: boolean;
}

/** A loss and its gradient by the scores, in float32 or in float64. */
function lossOf(
  engine: Engine,
  dtype: "float32" | "float64",
  given: Case,
): { loss: number[]; gradient: number[] } {
  const builder = new Builder({ registry, dtype });
  const z = builder.source("parameter", "z", given.shape, dtype, { trainable: true, value: 0 });
  const y = builder.source("input", "y", given.targetShape, given.isIndex ? "int32" : dtype);
  builder.name(
    builder.call(registry.get("ops", given.op), [z, y], { ...given.attributes, reduction: "sum" }),
    "loss",
  );
  const graph = differentiate(builder.finish({ outputs: { loss: "loss" } }), {
    of: "loss",
    wrt: ["z"],
    registry,
  });
  const state = new State([["z", tensorOf(given.score, given.shape, dtype)]]);
  const plan = compile(graph, { registry, engine, state });
  plan.step({ y: tensorOf(given.target, given.targetShape, given.isIndex ? "int32" : dtype) });
  return { loss: [...plan.read("loss").data], gradient: [...plan.read("grad/loss/z").data] };
}

/** The loss in float64, what is large taken off before anything is added that it would swallow. */
function trueLoss({ op, score, target, isIndex }: Case): number {
  if (op === "binaryCrossEntropyWithLogits") {
    const [z, y] = [score[0]!, target[0]!];
    return (z > 0 ? z * (1 - y) : -z * y) + Math.log1p(Math.exp(-Math.abs(z)));
  }
  const top = Math.max(...score);
  const spread = Math.log(score.reduce((sum, z) => sum + Math.exp(z - top), 0));
  return spread + (top - score[isIndex ? target[0]! : target.indexOf(1)]!);
}

/** Its derivative by each score. */
function trueSlopes({ op, score, target, isIndex }: Case): number[] {
  if (op === "binaryCrossEntropyWithLogits") {
    const e = Math.exp(-Math.abs(score[0]!));
    return [(score[0]! < 0 ? e / (1 + e) : 1 / (1 + e)) - target[0]!];
  }
  const top = Math.max(...score);
  const total = score.reduce((sum, z) => sum + Math.exp(z - top), 0);
  const chosen = isIndex ? target[0]! : target.indexOf(1);
  return score.map((z, i) => Math.exp(z - top) / total - (i === chosen ? 1 : 0));
}

/** Every pair and triple of logits that a loss over classes may get, and every logit with either target. */
function* cases(): Generator<Case> {
  for (const a of logits) {
    for (const y of [0, 1, 0.25]) {
      const one = { score: [a], shape: [1], target: [y], targetShape: [1], isIndex: false };
      yield { op: "binaryCrossEntropyWithLogits", attributes: {}, ...one };
    }
    for (const b of logits) {
      const score = [a, b, 0.5];
      const over = { score, shape: [1, 3], op: "softmaxCrossEntropy" };
      for (let index = 0; index < 3; index++) {
        const classes = { target: [index], targetShape: [1], isIndex: true };
        yield { ...over, ...classes, attributes: { target: "index" } };
      }
      const classes = { target: [1, 0, 0], targetShape: [1, 3], isIndex: false };
      yield { ...over, ...classes, attributes: { target: "oneHot" } };
    }
  }
}

test("losses of any finite logits are finite and right where the true value is, and their gradients are finite", () => {
  let count = 0;
  for (const given of cases()) {
    // What float32 makes of a logit is what both are given.
    const exact = { ...given, score: given.score.map(Math.fround) };
    const got = lossOf(wasm(), "float32", exact);
    const slopes = trueSlopes(exact);
    const what = `${given.op} of ${given.score.join(", ")} for ${given.target.join(", ")}`;
    const [value, wanted] = [got.loss[0]!, trueLoss(exact)];
    if (Number.isFinite(Math.fround(wanted))) {
      // Beside a total of 1 what is less than half of 2⁻²³ is lost: the bound is absolute there.
      expect(Math.abs(value - wanted), `${what}: ${value}, ${wanted}`).toBeLessThanOrEqual(
        1e-6 * Math.abs(wanted) + 2 ** -23,
      );
    }
    got.gradient.forEach((slope, i) => {
      expect(Number.isFinite(slope), `${what}: slope ${slope}`).toBe(true);
      expect(Math.abs(slope - slopes[i]!), what).toBeLessThanOrEqual(2e-6);
    });
    count++;
  }
  expect(count).toBeGreaterThan(1900);
});

test("a logit that is no number, or infinite, makes a loss that is none; -∞ is a class that cannot be", () => {
  const lossOfFirst = (logit: number): number => {
    const over = { score: [logit, 1, 2], shape: [1, 3], op: "softmaxCrossEntropy" };
    const given = { ...over, target: [1], targetShape: [1], isIndex: true, attributes: { target: "index" } };
    return lossOf(wasm(), "float32", given).loss[0]!;
  };
  expect(lossOfFirst(NaN)).toBeNaN();
  expect(lossOfFirst(Infinity)).toBeNaN();
  expect(lossOfFirst(-Infinity)).toBeCloseTo(Math.log1p(Math.E), 6);
});
