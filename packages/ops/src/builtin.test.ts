import { inputNames } from "@chainrule/core";
import { expect, test } from "vitest";
import { builtin } from "./index.js";
import { registry } from "./testing/evaluate.js";

/** Inputs in which an op is locally constant. Whatever is not here must have a derivative. */
const locallyConstant = {
  absGradient: ["x"],
  absoluteErrorGradient: ["prediction", "target"],
  accuracy: ["logits", "y"],
  argMax: ["x"],
  argMin: ["x"],
  binaryAccuracy: ["p", "y"],
  ceil: ["x"],
  clipGradient: ["x"],
  confusionCount: ["p", "y"],
  confusionMatrix: ["logits", "y"],
  dropout: ["step"],
  equal: ["a", "b"],
  floor: ["x"],
  gather: ["indices"],
  greater: ["a", "b"],
  greaterEqual: ["a", "b"],
  hardSigmoidGradient: ["x"],
  hingeGradient: ["score"],
  isFinite: ["x"],
  isNaN: ["x"],
  leakyReluGradient: ["x"],
  less: ["a", "b"],
  lessEqual: ["a", "b"],
  logicalAnd: ["a", "b"],
  logicalNot: ["a"],
  logicalOr: ["a", "b"],
  logicalXor: ["a", "b"],
  maxGradient: ["x", "y"],
  maxPool2dGradient: ["x"],
  maxPool2dPick: ["x"],
  minGradient: ["x", "y"],
  negativeLogLikelihood: ["target"],
  notEqual: ["a", "b"],
  oneHot: ["indices"],
  preluGradient: ["x"],
  reluGradient: ["x"],
  round: ["x"],
  rrelu: ["step"],
  rreluAlpha: ["x", "step"],
  scatterAdd: ["indices"],
  select: ["condition"],
  sign: ["x"],
  size: ["x"],
  step: ["x"],
  topKAccuracy: ["logits", "y"],
};

test("only these derivatives are declared zero", () => {
  const declared = registry.all("ops").flatMap((op) => {
    const inputs = inputNames(op).filter((name) => op.vjp?.[name] === null);
    return inputs.length === 0 ? [] : [[op.name, inputs]];
  });
  expect(Object.fromEntries(declared)).toEqual(locallyConstant);
});

test("every op, initialiser and setting says what it is", () => {
  for (const { name, doc, attributes } of [...registry.all("ops"), ...registry.all("initialisers")]) {
    expect(doc.summary, name).toMatch(/\S.{5,}/);
    for (const [key, setting] of Object.entries(attributes ?? {}))
      expect(setting.doc, `${name}.${key}`).toMatch(/\S/);
  }
});

test("an op without a formula can be written in LaTeX", () => {
  const without = builtin.ops!.filter((op) => !op.formula && !op.latex).map(({ name }) => name);
  expect(without).toEqual([]);
});
