import type { Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { crossEntropy, crossEntropyOp, softmaxCrossEntropy } from "../loss.js";
import { softmax } from "../normalise.js";
import { evaluate, gradients, ints, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import type { ClassTarget } from "./classTarget.js";
import type { Reduction } from "./reduction.js";

const loss = (target: ClassTarget, reduction: Reduction) => (p: Value, y: Value) =>
  crossEntropy(p, y, { target, reduction });
const rows = [
  [0.5, 0.25, 0.25],
  [0.1, 0.2, 0.7],
];
const classes = ints([1, 2]);
const oneHot = [
  [0, 1, 0],
  [0, 0, 1],
];

test("the loss is minus the logarithm of the class's probability", () => {
  expectClose(evaluate(loss("index", "none"), rows, classes), [Math.log(4), -Math.log(0.7)]);
  expectClose(evaluate(loss("oneHot", "sum"), rows, oneHot), Math.log(4) - Math.log(0.7));
  expectClose(evaluate(loss("index", "mean"), rows, classes), (Math.log(4) - Math.log(0.7)) / 2);
});

test("the derivative is -1/p for the class and 0 for the others", () => {
  const expected = [
    [0, -4, 0],
    [0, 0, -1 / 0.7],
  ];
  expectClose(gradients(loss("index", "none"), rows, classes)[0]!, expected);
  expectClose(gradients(loss("oneHot", "none"), rows, oneHot)[0]!, expected);
});

test("a class that is certain and right costs 0, one that is wrong Infinity, in loops and meaning alike", () => {
  const meaning = (p: Value, target: Value): Value =>
    crossEntropyOp.decompose!({ p, target }, { target: "index", reduction: "none" });
  const certain = [
    [1, 0],
    [1, 0],
  ];
  for (const call of [loss("index", "none"), meaning])
    expect((evaluate(call, certain, ints([0, 1])) as number[]).map(Math.abs)).toEqual([0, Infinity]);
});

// D6: from probabilities with one-hot rows, with class numbers, and from logits.
test("L3: the three forms of the cross entropy agree, in value and gradient by the logits", () => {
  const logits = [
    [0.3, -1.2, 2],
    [-0.5, 0.25, 0.75],
  ];
  const forms: [(z: Value, y: Value) => Value, Parameters<typeof evaluate>[1]][] = [
    [(z, y) => softmaxCrossEntropy(z, y, { target: "index", reduction: "mean" }), classes],
    [(z, y) => loss("index", "mean")(softmax(z), y), classes],
    [(z, y) => loss("oneHot", "mean")(softmax(z), y), oneHot],
  ];
  const [fromLogits, ...others] = forms.map(([call, y]) => [
    evaluate(call, logits, y),
    gradients(call, logits, y)[0]!,
  ]);
  for (const form of others) form.forEach((value, i) => expectClose(value, fromLogits![i]!));
});

test("shapes must belong together", () => {
  expect(refusal(() => withShapes(loss("oneHot", "mean"), ["N", 3], ["N"]))).toContain(
    'target = p, for target "oneHot"',
  );
  expect(refusal(() => withShapes(loss("probabilities", "mean"), ["N", 3], ["N"]))).toBe(
    'shape-mismatch: target = p, for target "probabilities"',
  );
  expect(refusal(() => withShapes(loss("index", "mean"), ["N", 0], [["N"], "int32"]))).toBe(
    "shape-mismatch: at least one class to choose: the last dim of p",
  );
});
