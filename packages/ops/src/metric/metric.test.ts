import type { Value } from "@chainrule/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absoluteError } from "../loss.js";
import {
  accuracy,
  binaryAccuracy,
  confusionCount,
  confusionMatrix,
  meanAbsoluteError,
  r2,
  topKAccuracy,
} from "../metric.js";
import { evaluate, flat, gradients, ints, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

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

describe("topKAccuracy", () => {
  const logits = [[1, 3, 2], [9, 2, 3], [4, 4, 4], [0, NaN, 1]]; // prettier-ignore
  const top = (k: number) => (z: Value, y: Value) => topKAccuracy(z, y, { k });

  test("counts a class that is among the k greatest; the first of a tie go first", () => {
    expect(evaluate(top(1), logits, ints([1, 1, 0, 2]))).toBe(0.75);
    expect(evaluate(top(2), logits, ints([2, 1, 2, 0]))).toBe(0.5);
    expect(evaluate(top(3), logits, ints([0, 1, 2, 0]))).toBe(1);
  });

  test("with k = 1 it is the accuracy, of 100 draws with ties", () => {
    const drawn = fc.array(
      fc.tuple(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }), fc.nat(3)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(drawn, (rows) => {
        const [z, y] = [rows.map(([row]) => row), ints(rows.map(([, c]) => c))];
        expect(evaluate(top(1), z, y)).toBe(evaluate(accuracy, z, y));
      }),
      { numRuns: 100 },
    );
  });

  test("a NaN is among no greatest, and k is no more than there are classes", () => {
    expect(evaluate(top(3), logits, ints([0, 0, 0, 1]))).toBe(0.75);
    expect(evaluate(top(1), [[NaN, NaN]], ints([0]))).toBe(0);
    expect(refusal(() => withShapes(top(4), ["N", 3], [["N"], "int32"]))).toBe(
      "shape-mismatch: at least 4 classes for k 4",
    );
    expect(refusal(() => withShapes(top(0), ["N", 3], [["N"], "int32"]))).toBe(
      "bad-attribute: an integer at least 1",
    );
  });
});

describe("confusion", () => {
  test("the matrix has true classes down and predicted ones across", () => {
    const logits = [[9, 0, 0], [0, 9, 0], [0, 9, 0], [5, 5, 0], [0, 0, 9]]; // prettier-ignore
    expect(evaluate(confusionMatrix, logits, ints([0, 0, 1, 2, 2]))).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 1],
    ]);
    expect(refusal(() => evaluate(confusionMatrix, logits, ints([0, 0, 3, 2, 2])))).toBe(
      "index-out-of-range: an integer from 0 to 2",
    );
    expect(refusal(() => withShapes(confusionMatrix, ["N", "C"], [["N"], "int32"]))).toBe(
      "shape-mismatch: a number of classes that is known: the last dim of logits",
    );
    expect(refusal(() => withShapes(confusionMatrix, ["N", 0], [["N"], "int32"]))).toBe(
      "shape-mismatch: at least one class to choose: the last dim of logits",
    );
  });

  test("its diagonal over the number of examples is the accuracy", () => {
    const [logits, y] = [[[1, 2], [3, 0], [0, 1], [5, 4]], ints([1, 1, 0, 0])] as const; // prettier-ignore
    const matrix = evaluate(confusionMatrix, [...logits], y) as number[][];
    expect((matrix[0]![0]! + matrix[1]![1]!) / 4).toBe(evaluate(accuracy, [...logits], y));
  });

  test("counts are by the threshold, which is positive itself; the four add up to all", () => {
    const [p, y] = [
      [0.5, 0.9, 0.4, 0.6, 0.1, 0.2],
      [1, 1, 1, 0, 0, 0],
    ];
    const count = (outcome: Parameters<typeof confusionCount>[2]["outcome"], threshold = 0.5): number =>
      evaluate((a, b) => confusionCount(a, b, { outcome, threshold }), p!, y!) as number;
    expect(count("truePositives")).toBe(2);
    expect(count("falsePositives")).toBe(1);
    expect(count("trueNegatives")).toBe(2);
    expect(count("falseNegatives")).toBe(1);
    expect(count("falsePositives", 0.15)).toBe(2);
    expect(
      refusal(() => withShapes((a, b) => confusionCount(a, b, { outcome: "truePositives" }), ["N"], [])),
    ).toBe("shape-mismatch: p = y, without broadcasting");
  });
});

test("meanAbsoluteError is the mean of the absolute errors, derivative and all", () => {
  const [f, y] = [[1, -2, 4], [0, 0, 4.5]]; // prettier-ignore
  const mean = (a: Value, b: Value): Value => absoluteError(a, b, { reduction: "mean" });
  expectClose(evaluate(meanAbsoluteError, f!, y!), 3.5 / 3);
  expect(evaluate(meanAbsoluteError, f!, y!)).toBe(evaluate(mean, f!, y!));
  expect(gradients(meanAbsoluteError, f!, y!)).toEqual(gradients(mean, f!, y!));
  expect(evaluate(meanAbsoluteError, [], [])).toBe(NaN);
});

describe("r2", () => {
  test("is 1 for what is right, 0 for the mean, and 1 - 1.5/29.1875 for (2.5, 0, 2, 8) against (3, -½, 2, 7)", () => {
    expect(evaluate(r2, [3, -0.5, 2, 7], [3, -0.5, 2, 7])).toBe(1);
    expectClose(evaluate(r2, [2.875, 2.875, 2.875, 2.875], [3, -0.5, 2, 7]), 0);
    expectClose(evaluate(r2, [2.5, 0, 2, 8], [3, -0.5, 2, 7]), 1 - 1.5 / 29.1875);
  });

  test("targets that are all the same leave nothing to explain", () => {
    expect(evaluate(r2, [0.1, 0.2, 0.1], [0.1, 0.1, 0.1])).toBe(-Infinity);
    expect(evaluate(r2, [0.1, 0.1, 0.1], [0.1, 0.1, 0.1])).toBe(NaN);
    expect(evaluate(r2, [], [])).toBe(NaN);
  });

  test("keeps its digits where the targets are far from 0", () => {
    const shift = 2 ** 40;
    const far = (values: number[]): number[] => values.map((x) => x + shift);
    expectClose(evaluate(r2, far([2.5, 0, 2, 8]), far([3, -0.5, 2, 7])), 1 - 1.5 / 29.1875);
  });

  test("its slope by a prediction is 2 (y - f) over the squares about the mean", () => {
    const [byF] = gradients(r2, [2.5, 0, 2, 8], [3, -0.5, 2, 7]);
    expectClose(byF!, [0.5, -0.5, 0, -1].map((e) => (2 * e) / 29.1875)); // prettier-ignore
    expect(refusal(() => withShapes(r2, ["N"], ["N", 1]))).toBe(
      "shape-mismatch: prediction = target, without broadcasting",
    );
  });
});

describe("metrics of batches", () => {
  const metrics = registry.all("ops").filter(({ combines }) => combines !== undefined);

  test("each says how they combine", () => {
    expect(Object.fromEntries(metrics.map(({ name, combines }) => [name, combines]))).toEqual({
      accuracy: "mean",
      binaryAccuracy: "mean",
      confusionCount: "sum",
      confusionMatrix: "sum",
      meanAbsoluteError: "mean",
      r2: "none",
      topKAccuracy: "mean",
    });
  });

  const rows = fc.array(
    fc.record({
      z: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }),
      c: fc.nat(2),
      p: fc.double({ min: 0, max: 1, noNaN: true }),
      y: fc.nat(1),
    }),
    { minLength: 2, maxLength: 12 },
  );
  type Row = { z: number[]; c: number; p: number; y: number };
  const byName: Readonly<Record<string, (part: readonly Row[]) => number[]>> = {
    accuracy: (part) => flat(evaluate(accuracy, ...ofClasses(part))),
    topKAccuracy: (part) => flat(evaluate((z, y) => topKAccuracy(z, y, { k: 2 }), ...ofClasses(part))),
    confusionMatrix: (part) => flat(evaluate(confusionMatrix, ...ofClasses(part))),
    binaryAccuracy: (part) => flat(evaluate(binaryAccuracy, ...ofElements(part))),
    confusionCount: (part) =>
      flat(evaluate((p, y) => confusionCount(p, y, { outcome: "falseNegatives" }), ...ofElements(part))),
    meanAbsoluteError: (part) => flat(evaluate(meanAbsoluteError, ...ofElements(part))),
  };
  const ofClasses = (part: readonly Row[]) => [part.map(({ z }) => z), ints(part.map(({ c }) => c))] as const;
  const ofElements = (part: readonly Row[]) => [part.map(({ p }) => p), part.map(({ y }) => y)] as const;

  test.each(
    metrics.filter(({ combines }) => combines !== "none").map(({ name, combines }) => [name, combines]),
  )("%s of the whole is the %s of those of its batches, however it is split", (name, combines) => {
    fc.assert(
      fc.property(rows, fc.nat(11), (all, at) => {
        const cut = 1 + (at % (all.length - 1));
        const parts = [all.slice(0, cut), all.slice(cut)];
        const share = (part: readonly Row[]): number => (combines === "mean" ? part.length / all.length : 1);
        const [a, b] = parts.map((part) => byName[name!]!(part).map((x) => x * share(part)));
        expectClose(
          a!.map((x, i) => x + b![i]!),
          byName[name!]!(all),
        );
      }),
      { numRuns: 40 },
    );
  });

  test("that of r2 is no mean of theirs: each has a mean of targets of its own", () => {
    const whole = evaluate(r2, [0, 1, 10, 12], [0, 1, 10, 11]) as number;
    const parts = [evaluate(r2, [0, 1], [0, 1]), evaluate(r2, [10, 12], [10, 11])] as number[];
    expect(Math.abs(whole - (parts[0]! + parts[1]!) / 2)).toBeGreaterThan(0.4);
  });
});
