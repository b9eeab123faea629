import type { Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate, gradients, ints, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { softmaxCrossEntropy } from "../loss.js";
import type { ClassTarget } from "./classTarget.js";
import type { Reduction } from "./reduction.js";

const loss = (target: ClassTarget, reduction: Reduction) => (z: Value, y: Value) =>
  softmaxCrossEntropy(z, y, { target, reduction });

/** Their softmax is 1/6, 2/6, 3/6. */
const row = [0, Math.log(2), Math.log(3)];

test("the loss is minus the logarithm of the class's probability", () => {
  expectClose(evaluate(loss("index", "none"), [row, row], ints([2, 0])), [Math.log(2), Math.log(6)]);
  expectClose(evaluate(loss("index", "sum"), [row, row], ints([2, 0])), Math.log(12));
  expectClose(evaluate(loss("index", "mean"), [row, row], ints([2, 0])), Math.log(12) / 2);
});

test("a class number and its one-hot row cost the same; other rows are weighed", () => {
  expectClose(
    evaluate(
      loss("oneHot", "none"),
      [row, row],
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
    ),
    [Math.log(2), Math.log(6)],
  );
  expectClose(evaluate(loss("oneHot", "sum"), row, [0.5, 0.5, 0]), (Math.log(6) + Math.log(3)) / 2);
});

test("the derivative is softmax - target, over N for a mean", () => {
  const expected = [
    [1 / 6, 1 / 3, -1 / 2],
    [-5 / 6, 1 / 3, 1 / 2],
  ];
  const halves = expected.map((entries) => entries.map((x) => x / 2));
  expectClose(gradients(loss("index", "none"), [row, row], ints([2, 0]))[0]!, expected);
  expectClose(gradients(loss("index", "mean"), [row, row], ints([2, 0]))[0]!, halves);
  expectClose(
    gradients(
      loss("oneHot", "mean"),
      [row, row],
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
    )[0]!,
    halves,
  );
});

test("the derivative by one-hot targets is minus the logarithms", () => {
  expectClose(gradients(loss("oneHot", "sum"), row, [0, 0, 1])[1]!, [Math.log(6), Math.log(3), Math.log(2)]);
});

test("it is finite far out", () => {
  expect(
    evaluate(
      loss("index", "none"),
      [
        [1000, 0],
        [1000, 0],
      ],
      ints([0, 1]),
    ),
  ).toEqual([0, 1000]);
  expect(gradients(loss("index", "none"), [[1000, 0]], ints([1]))[0]).toEqual([[1, -1]]);
});

test("class numbers are int32 and in range, one-hot rows are floats of the logits' shape", () => {
  expect(refusal(() => evaluate(loss("index", "mean"), [row], ints([3])))).toBe(
    "index-out-of-range: an integer from 0 to 2",
  );
  expect(refusal(() => withShapes(loss("index", "mean"), ["N", 3], ["N"]))).toBe(
    "dtype-mismatch: int for target of op softmaxCrossEntropy",
  );
  expect(refusal(() => withShapes(loss("oneHot", "mean"), ["N", 3], [["N", 3], "int32"]))).toContain(
    "float for target",
  );
  expect(refusal(() => withShapes(loss("index", "mean"), ["N", 3], [["N", 3], "int32"]))).toContain(
    "without the last axis",
  );
  expect(refusal(() => withShapes(loss("oneHot", "mean"), ["N", 3], ["N"]))).toContain("target = logits");
});
