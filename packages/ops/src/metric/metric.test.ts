import { expect, test } from "vitest";
import { evaluate, ints, refusal, withShapes } from "../testing/evaluate.js";
import { accuracy, binaryAccuracy } from "../metric.js";

test("accuracy is the share of rows whose greatest entry is their class", () => {
  const logits = [
    [1, 2, 0],
    [9, 2, 3],
    [0, 0, 5],
    [4, 4, 1],
  ];
  expect(evaluate(accuracy, logits, ints([1, 0, 1, 0]))).toBe(0.75);
  // A tie is the first one's.
  expect(evaluate(accuracy, logits, ints([1, 0, 1, 1]))).toBe(0.5);
  expect(refusal(() => withShapes(accuracy, ["N", 3], ["N"]))).toContain("dtype-mismatch");
});

test("binaryAccuracy counts p at the threshold as a 1", () => {
  expect(evaluate(binaryAccuracy, [0.5, 0.49, 0.9, 0.1], [1, 1, 1, 0])).toBe(0.75);
  expect(evaluate((z, y) => binaryAccuracy(z, y, { threshold: 0 }), [0.1, -0.1, 3, 0], [1, 0, 0, 1])).toBe(
    0.75,
  );
  expect(evaluate(binaryAccuracy, [], [])).toBe(NaN);
  expect(refusal(() => withShapes(binaryAccuracy, ["N", 1], ["N"]))).toContain("without broadcasting");
});
