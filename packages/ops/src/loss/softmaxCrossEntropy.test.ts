import { evaluator, type Value } from "@chainrule/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate, flat, gradients, ints, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { softmaxCrossEntropy, softmaxCrossEntropyOp } from "../loss.js";
import type { ClassTarget } from "./classTarget.js";
import type { Reduction } from "./reduction.js";
import type { SoftmaxCrossEntropyOptions } from "./softmaxCrossEntropy.js";

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

test("there is a class to choose, in kernel and meaning alike; of probabilities for none the loss is 0", () => {
  const need = "shape-mismatch: at least one class to choose: the last dim of logits";
  expect(refusal(() => withShapes(loss("index", "mean"), ["N", 0], [["N"], "int32"]))).toBe(need);
  expect(withShapes(loss("oneHot", "none"), ["N", 0], ["N", 0]).shape).toEqual(["N"]);
  expect(evaluate(loss("probabilities", "sum"), [[], []], [[], []])).toBe(0);
});

describe("great logits", () => {
  const greatest = 2 ** 128 - 2 ** 104;
  /** Whole numbers of every size, which differ by 0 or by so much that e to the power of it is 0 or Infinity. */
  const sizes = [0, 2 ** 10, 1e16, 2 ** 60, 1e20, 1e38, greatest];
  const drawn = fc.array(fc.constantFrom(...sizes, ...sizes.map((x) => -x)), { minLength: 1, maxLength: 6 });

  /** By whole numbers without end: the difference to the greatest, and the logarithm of how many tie with it. */
  function exactly(row: readonly number[], index: number): { loss: number; slopes: number[] } {
    const whole = row.map((x) => BigInt(x));
    const most = whole.reduce((a, b) => (a > b ? a : b));
    const ties = whole.filter((x) => x === most).length;
    return {
      loss: Number(most - whole[index]!) + Math.log(ties),
      slopes: whole.map((x, c) => (x === most ? 1 / ties : 0) - (c === index ? 1 : 0)),
    };
  }

  test.each(["float64", "float32"] as const)(
    "losses and slopes are those of whole numbers, in %s",
    (dtype) => {
      const unit = dtype === "float32" ? 2 ** -24 : 2 ** -53;
      const evaluateIn = evaluator(registry, dtype);
      fc.assert(
        fc.property(drawn, fc.nat(5), (numbers, at) => {
          const row = numbers.map(Math.fround);
          const index = at % row.length;
          const { loss: expected, slopes } = exactly(row, index);
          const made = evaluateIn(loss("index", "none"), [row], ints([index])) as number[];
          const limit = dtype === "float32" ? Math.fround(expected) : expected;
          expect(made[0] === limit || Math.abs(made[0]! - expected) <= 2 * unit * expected).toBe(true);
          const gradient = flat(gradients(loss("index", "none"), [row], ints([index]))[0]!);
          expectClose(gradient, slopes);
        }),
        { numRuns: 150 },
      );
    },
  );

  test("equal logits of 1e16 and more cost ln 2, and of float64's greatest the difference is infinite", () => {
    for (const size of [1e16, 1e20, 1e300]) {
      const cost = evaluate(loss("index", "none"), [[size, size], [size, 0]], ints([0, 0])); // prettier-ignore
      expect(cost).toEqual([Math.LN2, 0]);
      expectClose(gradients(loss("index", "sum"), [[size, size]], ints([0]))[0]!, [[-0.5, 0.5]]);
    }
    const far = [[1.7e308, -1.7e308]];
    expect(evaluate(loss("index", "none"), far, ints([0]))).toEqual([0]);
    expect(evaluate(loss("index", "none"), far, ints([1]))).toEqual([Infinity]);
    expect(gradients(loss("index", "none"), far, ints([1]))[0]).toEqual([[1, -1]]);
  });
});

describe("class weights and rows that are ignored", () => {
  const settings = fc.record({
    target: fc.constantFrom<ClassTarget>("index", "oneHot", "probabilities"),
    reduction: fc.constantFrom<Reduction>("none", "sum", "mean"),
    classWeights: fc.oneof(fc.constant([]), fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 })),
    ignored: fc.boolean(),
    rows: fc.array(
      fc.record({
        z: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 }),
        y: fc.integer({ min: -1, max: 2 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  }); // prettier-ignore

  // Σ and mean as PyTorch documents them for torch.nn.CrossEntropyLoss, by plain loops.
  test("are what PyTorch documents, in 150 draws", () => {
    fc.assert(
      fc.property(settings, ({ target, reduction, classWeights, ignored, rows }) => {
        const isIndex = target === "index";
        const classes = rows.map(({ y }) => (y < 0 && !(ignored && isIndex) ? 0 : y));
        const weight = (c: number): number => (classWeights.length === 0 ? 1 : classWeights[c]!);
        const losses: number[] = [];
        let divisor = 0;
        rows.forEach(({ z }, n) => {
          const y = classes[n]!;
          const logTotal = Math.log(z.reduce((sum, x) => sum + Math.exp(x), 0));
          const counts = y < 0 ? 0 : weight(y);
          losses.push(y < 0 ? 0 : -counts * (z[y]! - logTotal));
          divisor += target === "probabilities" ? 1 : counts;
        });
        const total = losses.reduce((a, b) => a + b, 0);
        if (reduction === "mean" && divisor < 1e-3) return;
        const expected = { none: losses, sum: total, mean: total / divisor }[reduction];
        const options: SoftmaxCrossEntropyOptions = {
          target,
          reduction,
          classWeights,
          ...(ignored && isIndex && { ignoreIndex: -1 }),
        };
        const call = (a: Value, b: Value): Value => softmaxCrossEntropy(a, b, options);
        const oneHot = classes.map((y) => [0, 1, 2].map((c) => Number(c === y)));
        const logits = rows.map(({ z }) => z);
        expectClose(evaluate(call, logits, isIndex ? ints(classes) : oneHot), expected);
      }),
      { numRuns: 150 },
    );
  });

  const logits = [row, row, row];
  const weighed: SoftmaxCrossEntropyOptions = { target: "index", reduction: "mean", classWeights: [1, 2, 4] };

  test("a mean is over the weights that were counted: (2 ln 3 + 1 ln 6) / (2 + 1)", () => {
    const call = (z: Value, y: Value): Value => softmaxCrossEntropy(z, y, weighed);
    expectClose(evaluate(call, [row, row], ints([1, 0])), (2 * Math.log(3) + Math.log(6)) / 3);
    expectClose(gradients(call, [row, row], ints([1, 0]))[0]!, [
      [1 / 9, -4 / 9, 1 / 3],
      [-5 / 18, 1 / 9, 1 / 6],
    ]);
  });

  test("of probabilities it is over rows: the weights of several classes make no single one", () => {
    const call = (z: Value, y: Value): Value =>
      softmaxCrossEntropy(z, y, { ...weighed, target: "probabilities" });
    const soft = [[0, 0.5, 0.5], [1, 0, 0]]; // prettier-ignore
    expectClose(evaluate(call, [row, row], soft), (Math.log(3) + 2 * Math.log(2) + Math.log(6)) / 2);
  });

  test.each([-100, 1])("rows of class number %d are left out, with their slopes", (ignoreIndex) => {
    const call = (z: Value, y: Value): Value =>
      softmaxCrossEntropy(z, y, { target: "index", reduction: "mean", ignoreIndex });
    const y = ints([2, ignoreIndex, 0]);
    expectClose(evaluate(call, logits, y), Math.log(12) / 2);
    expectClose(gradients(call, logits, y)[0]!, [
      [1 / 12, 1 / 6, -1 / 4],
      [0, 0, 0],
      [-5 / 12, 1 / 6, 1 / 4],
    ]);
    const single = (z: Value, t: Value): Value =>
      softmaxCrossEntropy(z, t, { target: "index", reduction: "none", ignoreIndex });
    expectClose(evaluate(single, logits, y), [Math.log(2), 0, Math.log(6)]);
  });

  test("where every row is ignored the sum is 0, the mean NaN and every slope 0, in loops and meaning alike", () => {
    const options = { target: "index", ignoreIndex: -1, classWeights: [] } as const;
    const y = ints([-1, -1, -1]);
    const meaning = (reduction: Reduction) => (z: Value, target: Value) =>
      softmaxCrossEntropyOp.decompose!({ logits: z, target }, { ...options, reduction });
    const call = (reduction: Reduction) => (z: Value, target: Value) =>
      softmaxCrossEntropy(z, target, { ...options, reduction });
    for (const made of [call, meaning]) {
      expect(Math.abs(evaluate(made("sum"), logits, y) as number)).toBe(0);
      expect(evaluate(made("mean"), logits, y)).toBe(NaN);
      expect(flat(evaluate(made("none"), logits, y)).map(Math.abs)).toEqual([0, 0, 0]);
    }
    for (const reduction of ["sum", "mean", "none"] as const)
      expect(flat(gradients(call(reduction), logits, y)[0]!).every((slope) => slope === 0)).toBe(true);
  });

  test("great logits stay right with weights", () => {
    const call = (z: Value, y: Value): Value =>
      softmaxCrossEntropy(z, y, {
        target: "index",
        reduction: "none",
        classWeights: [0.5, 2],
        ignoreIndex: -1,
      });
    const great = [[3e38, 3e38], [3e38, -3e38], [3e38, -3e38]]; // prettier-ignore
    expect(evaluate(call, great, ints([1, 0, -1]))).toEqual([2 * Math.LN2, 0, 0]);
    expect(flat(gradients(call, great, ints([1, 0, -1]))[0]!).map((x) => x + 0)).toEqual([1, -1, 0, 0, 0, 0]);
  });

  test("there is a weight for each class, and no number to ignore where rows are floats", () => {
    const call = (options: SoftmaxCrossEntropyOptions) => (z: Value, y: Value) =>
      softmaxCrossEntropy(z, y, options);
    expect(
      refusal(() => withShapes(call({ ...weighed, classWeights: [1, 2] }), ["N", 3], [["N"], "int32"])),
    ).toBe("shape-mismatch: as many classWeights as classes: 3, not 2");
    expect(
      refusal(() => withShapes(call({ ...weighed, classWeights: [1, -2, 1] }), ["N", 3], [["N"], "int32"])),
    ).toBe("bad-attribute: a list, each item a finite number at least 0");
    expect(
      refusal(() => withShapes(call({ ...weighed, target: "oneHot", ignoreIndex: 0 }), ["N", 3], ["N", 3])),
    ).toBe('bad-attribute: ignoreIndex with target "index" only');
    expect(refusal(() => evaluate(call({ ...weighed, ignoreIndex: -1 }), [row], ints([-2])))).toBe(
      "index-out-of-range: an integer from 0 to 2",
    );
  });
});
