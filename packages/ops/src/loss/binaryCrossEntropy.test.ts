import type { Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { sigmoid } from "../elementwise.js";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { binaryCrossEntropy, binaryCrossEntropyOp, binaryCrossEntropyWithLogits } from "../loss.js";
import type { Reduction } from "./reduction.js";

const ofProbability = (reduction: Reduction) => (p: Value, y: Value) =>
  binaryCrossEntropy(p, y, { reduction });
const ofLogit = (reduction: Reduction) => (z: Value, y: Value) =>
  binaryCrossEntropyWithLogits(z, y, { reduction });

test("p = ¼ costs ln 4 for a 1 and ln 4/3 for a 0", () => {
  expectClose(evaluate(ofProbability("none"), [0.25, 0.25], [1, 0]), [Math.log(4), Math.log(4 / 3)]);
  expectClose(evaluate(ofProbability("sum"), [0.25, 0.25], [1, 0]), Math.log(16 / 3));
  expectClose(evaluate(ofProbability("mean"), [0.5541966110715547], [1]), 0.5902357615637371);
});

test("certain and right costs 0, certain and wrong Infinity, in loops and meaning alike", () => {
  const [p, y] = [
    [1, 0, 1, 0],
    [1, 0, 0, 1],
  ];
  const meaning = (p: Value, y: Value): Value =>
    binaryCrossEntropyOp.decompose!({ p, y }, { reduction: "none" });
  expect(evaluate(ofProbability("none"), p!, y!).toString()).toBe("0,0,Infinity,Infinity");
  expect(evaluate(meaning, p!, y!).toString()).toBe("0,0,Infinity,Infinity");
});

test("the derivative by p is -1/p for a 1 and 1/(1-p) for a 0; by y it is ln (1-p)/p", () => {
  const [byP, byY] = gradients(ofProbability("none"), [0.8, 0.8], [1, 0]);
  expectClose(byP!, [-1.25, 5]);
  expectClose(byY!, [-Math.log(4), -Math.log(4)]);
  expectClose(gradients(ofProbability("mean"), [0.8, 0.8], [1, 0])[0]!, [-0.625, 2.5]);
  expect(gradients(ofProbability("none"), [1, 0], [1, 0])[0]).toEqual([-1, 1]);
});

test("from logits it is finite far out", () => {
  expect(evaluate(ofLogit("none"), [1000, 1000, -1000, -1000], [0, 1, 0, 1])).toEqual([1000, 0, 0, 1000]);
  expect(gradients(ofLogit("none"), [1000, -1000], [0, 1])[0]).toEqual([1, -1]);
});

test("from logits it is that of the sigmoid, with the derivative sigmoid(z) - y", () => {
  const [z, y] = [
    [-3, 0.3, 2, -3, 0.3, 2],
    [0, 0, 0, 1, 1, 1],
  ];
  const through = (z: Value, y: Value): Value => binaryCrossEntropy(sigmoid(z), y, { reduction: "mean" });
  expectClose(evaluate(ofLogit("mean"), z!, y!), evaluate(through, z!, y!));
  const sum = gradients(ofLogit("sum"), z!, y!)[0]!;
  expectClose(
    sum,
    z!.map((logit, i) => 1 / (1 + Math.exp(-logit)) - y![i]!),
  );
  expectClose(gradients(ofLogit("mean"), z!, y!)[0]!, gradients(through, z!, y!)[0]!);
});

test("shapes must be the same", () => {
  expect(refusal(() => withShapes(ofProbability("mean"), ["N", 1], ["N"]))).toContain(
    "p = y, without broadcasting",
  );
  expect(refusal(() => withShapes(ofLogit("mean"), ["N"], []))).toContain("z = y, without broadcasting");
});
