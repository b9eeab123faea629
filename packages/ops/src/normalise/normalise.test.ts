import type { Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { multiply, sigmoid, subtract } from "../elementwise.js";
import { evaluate, flat, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { logSoftmax, softmax } from "../normalise.js";

/** Their exponentials are 1, 2 and 3. */
const logits = [0, Math.log(2), Math.log(3)];

test("A12: softmax of ln 1, ln 2, ln 3 is 1/6, 2/6, 3/6; logSoftmax its logarithm", () => {
  expectClose(evaluate(softmax, logits), [1 / 6, 1 / 3, 1 / 2]);
  expectClose(evaluate(logSoftmax, logits), [-Math.log(6), -Math.log(3), -Math.log(2)]);
});

test("A12, M9: both are finite far out, and a shift of all logits changes nothing", () => {
  expectClose(evaluate(softmax, [1000, 1001, 999]), evaluate(softmax, [0, 1, -1]));
  expect(evaluate(logSoftmax, [1000, 0])).toEqual([0, -1000]);
});

test("A12: two classes are a sigmoid of the difference", () => {
  expectClose(
    flat(evaluate(softmax, [0.3, 1.7]))[1]!,
    evaluate((a, b) => sigmoid(subtract(b, a)), 0.3, 1.7),
  );
});

test("axis 0 goes down the columns", () => {
  const columns = logits.map((x) => [x, -x]);
  expectClose(
    evaluate((x) => softmax(x, { axis: 0 }), columns),
    [
      [1 / 6, 6 / 11],
      [1 / 3, 3 / 11],
      [1 / 2, 2 / 11],
    ],
  );
});

test("the derivative of one probability is y (δ - y), of one logarithm δ - y", () => {
  const first = (call: (x: Value) => Value) => (x: Value, w: Value) => multiply(call(x), w);
  expectClose(gradients(first(softmax), logits, [1, 0, 0])[0]!, [5 / 36, -1 / 18, -1 / 12]);
  expectClose(gradients(first(logSoftmax), logits, [1, 0, 0])[0]!, [5 / 6, -1 / 3, -1 / 2]);
});

test("refuses an axis that is not there", () => {
  expect(refusal(() => withShapes(softmax, []))).toContain("shape-mismatch");
  expect(refusal(() => withShapes((x) => softmax(x, { axis: 2 }), ["N", 3]))).toContain("axis 2");
});
