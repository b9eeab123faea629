import { evaluator, type Value } from "@chainrule/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  absoluteError,
  cosineSimilarity,
  gaussianNegativeLogLikelihood,
  hinge,
  huber,
  klDivergence,
  negativeLogLikelihood,
  squaredError,
} from "../loss.js";
import { logSoftmax } from "../normalise.js";
import { evaluate, flat, gradients, ints, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import type { Reduction } from "./reduction.js";

const float32 = evaluator(registry, "float32");
/** The largest number of single precision. */
const greatest = 2 ** 128 - 2 ** 104;
describe("absoluteError", () => {
  const loss = (reduction: Reduction) => (a: Value, b: Value) => absoluteError(a, b, { reduction });

  test("errors 1, -2 and 0 cost 1, 2 and 0, with the slopes 1, -1 and 0", () => {
    expect(evaluate(loss("none"), [2, 0, 3], [1, 2, 3])).toEqual([1, 2, 0]);
    expect(evaluate(loss("sum"), [2, 0, 3], [1, 2, 3])).toBe(3);
    expect(evaluate(loss("mean"), [2, 0, 3], [1, 2, 3])).toBe(1);
    expect(gradients(loss("sum"), [2, 0, 3], [1, 2, 3])).toEqual([
      [1, -1, 0],
      [-1, 1, -0],
    ]);
    expectClose(gradients(loss("mean"), [2, 0, 3], [1, 2, 3])[0]!, [1 / 3, -1 / 3, 0]);
  });

  test("is finite for any finite error, and infinite where the error is", () => {
    expect(float32(loss("none"), [greatest, -greatest], [1, greatest])).toEqual([greatest, Infinity]);
    expect(evaluate(loss("none"), [1e308, Infinity], [-0.5e308, 1])).toEqual([1.5e308, Infinity]);
    expect(gradients(loss("none"), [greatest, -greatest, Infinity], [1, greatest, 0])[0]).toEqual([1, -1, 1]);
  });

  test("shapes must be the same, and the reduction stated", () => {
    expect(refusal(() => withShapes(loss("mean"), ["N", 1], ["N"]))).toBe(
      "shape-mismatch: prediction = target, without broadcasting",
    );
    const options = {} as { reduction: Reduction };
    expect(refusal(() => withShapes((a, b) => absoluteError(a, b, options), ["N"], ["N"]))).toBe(
      'missing-attribute: "reduction", one of "none", "sum", "mean" ("none": one loss each; "sum": added up; "mean": their sum over how many there are)',
    );
  });
});

describe("huber", () => {
  const loss =
    (reduction: Reduction, delta = 1) =>
    (a: Value, b: Value) =>
      huber(a, b, { reduction, delta });

  // As PyTorch documents huber_loss: ½ e² for |e| < δ, else δ (|e| - ½ δ).
  test("is half the square up to delta, and a line beyond", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (e, delta) => {
          const documented = Math.abs(e) < delta ? 0.5 * e * e : delta * (Math.abs(e) - 0.5 * delta);
          expectClose(evaluate(loss("sum", delta), [e], [0]), documented);
        },
      ),
      { numRuns: 60 },
    );
    expect(evaluate(loss("none", 2), [1, 2, -3], [0, 0, 0])).toEqual([0.5, 2, 4]);
    expect(evaluate((a, b) => huber(a, b, { reduction: "sum" }), [0.5, 3], [0, 0])).toBe(0.125 + 2.5);
  });

  test("its slope is the error, held within ±delta, and both pieces meet in one", () => {
    expect(gradients(loss("none", 2), [1, 2, -3, 0, -2], [0, 0, 0, 0, 0])[0]).toEqual([1, 2, -2, 0, -2]);
    expectClose(gradients(loss("mean", 2), [1, 4], [0, 0]), [
      [0.5, 1],
      [-0.5, -1],
    ]);
    // Inside it is half the squared error.
    expectClose(
      gradients(loss("sum", 9), [1, -2], [3, 4])[0]!,
      gradients((a, b) => squaredError(a, b, { reduction: "sum", scale: 0.5 }), [1, -2], [3, 4])[0]!,
    );
  });

  test("no square overflows beyond delta", () => {
    expect(float32(loss("none"), [greatest, -1e30], [0, 0])).toEqual([
      Math.fround(greatest - 0.5),
      Math.fround(1e30),
    ]);
    expect(gradients(loss("none"), [greatest, -greatest], [0, greatest])[0]).toEqual([1, -1]);
  });

  test("delta is above 0", () => {
    expect(refusal(() => withShapes(loss("mean", 0), ["N"], ["N"]))).toBe(
      "bad-attribute: a finite number above 0",
    );
    expect(refusal(() => withShapes(loss("mean"), ["N"], []))).toBe(
      "shape-mismatch: prediction = target, without broadcasting",
    );
  });
});

describe("hinge", () => {
  const loss = (reduction: Reduction) => (a: Value, b: Value) => hinge(a, b, { reduction });
  const [score, target] = [
    [2, 0.5, 1, -0.5, -3],
    [1, 1, 1, 1, -1],
  ];

  test("what is right by a margin of 1 costs nothing, the rest what it lacks", () => {
    expect(evaluate(loss("none"), score!, target!)).toEqual([0, 0.5, 0, 1.5, 0]);
    expect(evaluate(loss("sum"), score!, target!)).toBe(2);
    expectClose(evaluate(loss("mean"), score!, target!), 0.4);
  });

  test("its slope is -target below the margin, and 0 at it", () => {
    const [byScore, byTarget] = gradients(loss("sum"), score!, target!);
    expect(flat(byScore!).map((x) => x + 0)).toEqual([0, -1, 0, -1, 0]);
    expect(flat(byTarget!).map((x) => x + 0)).toEqual([0, -0.5, 0, 0.5, 0]);
    expect(gradients(loss("none"), [-greatest, greatest], [1, 1])[0]).toEqual([-1, 0]);
    expect(float32(loss("none"), [-greatest, greatest], [1, 1])).toEqual([greatest, 0]);
  });

  test("shapes must be the same", () => {
    expect(refusal(() => withShapes(loss("mean"), ["N"], ["N", 1]))).toBe(
      "shape-mismatch: score = target, without broadcasting",
    );
  });
});

describe("negativeLogLikelihood", () => {
  const loss = (reduction: Reduction) => (a: Value, b: Value) => negativeLogLikelihood(a, b, { reduction });
  const logP = [
    [Math.log(0.5), Math.log(0.25), Math.log(0.25)],
    [-Infinity, 0, -Infinity],
  ];

  test("is minus the logarithm of the class's probability, and nothing of the others", () => {
    expect(evaluate(loss("none"), logP, ints([1, 1]))).toEqual([Math.log(4), -0]);
    expect(evaluate(loss("none"), logP, ints([0, 2]))).toEqual([Math.LN2, Infinity]);
    expectClose(evaluate(loss("mean"), logP, ints([1, 1])), Math.LN2);
    expect(evaluate(loss("sum"), [Math.log(0.25), Math.log(0.75)], ints(0))).toBe(Math.log(4));
  });

  test("its slope is -1 at the class", () => {
    expect(flat(gradients(loss("sum"), logP, ints([1, 0]))[0]!).map((x) => x + 0)).toEqual([0, -1, 0, -1, 0, 0]);
    expect(flat(gradients(loss("mean"), logP, ints([1, 0]))[0]!).map((x) => x + 0)).toEqual([0, -0.5, 0, -0.5, 0, 0]);
  }); // prettier-ignore

  test("classes are int32, in range, and there are some", () => {
    expect(refusal(() => evaluate(loss("mean"), logP, ints([0, 3])))).toBe(
      "index-out-of-range: an integer from 0 to 2",
    );
    expect(refusal(() => withShapes(loss("mean"), ["N", 3], ["N"]))).toBe(
      "dtype-mismatch: int for target of op negativeLogLikelihood",
    );
    expect(refusal(() => withShapes(loss("mean"), ["N", 0], [["N"], "int32"]))).toBe(
      "shape-mismatch: at least one class to choose: the last dim of logP",
    );
    expect(refusal(() => withShapes(loss("mean"), ["N", "C"], [["N"], "int32"]))).toBe(
      "shape-mismatch: a number of classes that is known: the last dim of logP",
    );
    expect(refusal(() => withShapes(loss("mean"), ["N", 3], [["N", 1], "int32"]))).toBe(
      'shape-mismatch: target = logP without the last axis, for target "index"',
    );
  });
});

describe("klDivergence", () => {
  const loss =
    (reduction: Reduction, logQ = false) =>
    (p: Value, q: Value) =>
      klDivergence(p, q, { reduction, logQ });

  test("of (½, ½) from (¼, ¾) it is ½ ln 4/3, and of rows their mean", () => {
    const [p, q] = [[[0.5, 0.5], [1, 0]], [[0.25, 0.75], [0.25, 0.75]]]; // prettier-ignore
    expectClose(evaluate(loss("none"), p!, q!), [0.5 * Math.log(4 / 3), Math.log(4)]);
    expectClose(evaluate(loss("mean"), p!, q!), (0.5 * Math.log(4 / 3) + Math.log(4)) / 2);
    expectClose(evaluate(loss("sum"), p!, q!), 0.5 * Math.log(4 / 3) + Math.log(4));
  });

  test("a class that cannot be costs nothing, one that is and was thought not to be Infinity", () => {
    const rows = [[0, 1], [0, 1], [1, 0]]; // prettier-ignore
    const others = [[0, 1], [1, 0], [0, 1]]; // prettier-ignore
    expect(evaluate(loss("none"), rows, others)).toEqual([0, Infinity, Infinity]);
    const [byP, byQ] = gradients(loss("none"), [0, 1], [0, 0.5]);
    expectClose(byP!, [0, Math.LN2 + 1]);
    expect(flat(byQ!).map((x) => x + 0)).toEqual([0, -2]);
  });

  // As PyTorch documents kl_div, which is handed logarithms of q: Σ p (ln p - ln q).
  test("from the logarithms of q it is the same, and finite however far they are", () => {
    const [p, z] = [[0.2, 0.3, 0.5], [1, -2, 0.5]]; // prettier-ignore
    const total = z.reduce((sum, x) => sum + Math.exp(x), 0);
    const q = z.map((x) => Math.exp(x) / total);
    const far = (a: Value, b: Value): Value => klDivergence(a, logSoftmax(b), { reduction: "sum", logQ: true });
    expectClose(evaluate(far, p, z), evaluate(loss("sum"), p, q));
    // Through a softmax the slope is q - p.
    expectClose(gradients(far, p, z)[1]!, q.map((x, i) => x - p[i]!));
    expect(evaluate(far, [1, 0], [0, 5000])).toBe(5000);
    expect(evaluate(loss("sum", true), [0, 1], [-Infinity, 0])).toBe(0);
  }); // prettier-ignore

  test("is never below 0 by more than rounding, of 200 pairs of rows (Gibbs)", () => {
    const row = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(row, row, (a, b) => {
        const normal = (x: number[]): number[] => x.map((v) => v / x.reduce((s, w) => s + w, 0));
        const [p, q] = [normal(a), normal(b)];
        const plain = p.reduce((sum, x, i) => sum + x * Math.log(x / q[i]!), 0);
        const made = evaluate(loss("sum"), p, q) as number;
        expect(made).toBeGreaterThan(-1e-15);
        expect(Math.abs(made - plain)).toBeLessThan(1e-14);
      }),
      { numRuns: 200 },
    );
  });

  test("shapes must be the same, and end in classes", () => {
    expect(refusal(() => withShapes(loss("mean"), ["N", 2], ["N", 3]))).toBe(
      "shape-mismatch: p = q, without broadcasting",
    );
    expect(refusal(() => withShapes(loss("mean"), [], []))).toBe("shape-mismatch: p [examples, classes]");
  });
});

describe("gaussianNegativeLogLikelihood", () => {
  const loss =
    (reduction: Reduction, full = false) =>
    (f: Value, y: Value, v: Value) =>
      gaussianNegativeLogLikelihood(f, y, v, { reduction, full });

  test("is minus the logarithm of the density, with its constant and without", () => {
    const [f, y, v] = [[1, -2], [0, 1], [1, 4]]; // prettier-ignore
    const density = (e: number, w: number): number =>
      Math.exp((-e * e) / (2 * w)) / Math.sqrt(2 * Math.PI * w);
    expectClose(evaluate(loss("none", true), f!, y!, v!), [
      -Math.log(density(1, 1)),
      -Math.log(density(3, 4)),
    ]);
    expectClose(evaluate(loss("none"), f!, y!, v!), [0.5, 0.5 * (Math.log(4) + 9 / 4)]);
    expectClose(evaluate(loss("mean"), f!, y!, v!), (1 + Math.log(4) + 9 / 4) / 4);
    expectClose(evaluate(loss("sum"), f!, y!, 1), (1 + 9) / 2);
  });

  test("its slopes are e/v by the prediction and (1 - e²/v) / 2v by the variance, of one variance for all their sum", () => {
    const [f, y, v] = [[1, -2], [0, 1], [1, 4]]; // prettier-ignore
    const [byF, byY, byV] = gradients(loss("sum"), f!, y!, v!);
    expectClose(byF!, [1, -3 / 4]);
    expectClose(byY!, [-1, 3 / 4]);
    expectClose(byV!, [0, (1 - 9 / 4) / 8]);
    // Least where v is the mean square.
    expectClose(gradients(loss("mean"), f!, y!, 5)[2]!, 0);
  });

  test("the square does not overflow where its share of the variance does not", () => {
    expect(float32(loss("none"), [2 ** 83], [0], [2 ** 66])).toEqual([2 ** 99]);
    expect(evaluate(loss("none"), [2 ** 512], [0], [1])).toEqual([2 ** 1023]);
    const [byF, , byV] = gradients(loss("none"), [1e200], [0], [1e150]);
    expectClose(byF!, [1e50]);
    expectClose(byV!, [-0.5e100]);
  });

  test("a variance of 0 or below is no variance", () => {
    expect(evaluate(loss("none"), [0, 1], [0, 0], [-1, 0])).toEqual([NaN, NaN]);
    expect(refusal(() => withShapes(loss("mean"), ["N"], ["N"], [1]))).toBe(
      "shape-mismatch: variance = prediction, or a scalar",
    );
    expect(refusal(() => withShapes(loss("mean"), ["N", 1], ["N"], []))).toBe(
      "shape-mismatch: prediction = target, without broadcasting",
    );
  });
});

describe("cosineSimilarity", () => {
  const similarity = (reduction: Reduction) => (a: Value, b: Value) => cosineSimilarity(a, b, { reduction });

  test("is 1, 0 and -1 for rows that go the same way, across and back; (1, 0) and (1, 1) make 1/√2", () => {
    const [a, b] = [[[1, 2], [1, 2], [1, 2], [1, 0]], [[2, 4], [-2, 1], [-1, -2], [1, 1]]]; // prettier-ignore
    expectClose(evaluate(similarity("none"), a!, b!), [1, 0, -1, Math.SQRT1_2]);
    expectClose(evaluate(similarity("mean"), a!, b!), Math.SQRT1_2 / 4);
    expectClose(evaluate(similarity("sum"), [3, 4], [4, 3]), 24 / 25);
  });

  test("the slope is (b̂ - cos · â) / ‖a‖: across a, and less the longer a is", () => {
    const [byA, byB] = gradients(similarity("sum"), [1, 0], [1, 1]);
    expectClose(byA!, [0, Math.SQRT1_2]);
    expectClose(byB!, [Math.SQRT1_2 / 2, -Math.SQRT1_2 / 2]);
    expectClose(gradients(similarity("sum"), [4, 0], [1, 1])[0]!, [0, Math.SQRT1_2 / 4]);
    // Entries that add up to 0 are no row of zeros, and a column of zeros is none either.
    expectClose(gradients(similarity("sum"), [1, -1], [1, 1])[0]!, [0.5, 0.5]);
    const [a, b] = [[[1, 0], [2, 0]], [[1, 1], [1, 1]]]; // prettier-ignore
    expectClose(gradients(similarity("sum"), a, b)[0]!, [[0, Math.SQRT1_2], [0, Math.SQRT1_2 / 2]]); // prettier-ignore
    expectClose(gradients(similarity("sum"), b, a)[1]!, [[0, Math.SQRT1_2], [0, Math.SQRT1_2 / 2]]); // prettier-ignore
  });

  test("a row of zeros is similar to none, and has no slope", () => {
    expect(evaluate(similarity("none"), [[0, 0], [0, 0]], [[1, 2], [0, 0]])).toEqual([0, 0]); // prettier-ignore
    const [byA, byB] = gradients(similarity("sum"), [0, 0], [3, 4]);
    expect(byA).toEqual([0, 0]);
    expect(flat(byB!).map(Math.abs)).toEqual([0, 0]);
  });

  test("rows of any size do, where the squares would overflow or vanish", () => {
    for (const size of [1e-38, 1e-20, 1e20, 1e38])
      expect(float32(similarity("sum"), [3 * size, 0], [size, size])).toBe(Math.fround(Math.SQRT1_2));
    for (const size of [1e-300, 1e300]) {
      expectClose(evaluate(similarity("sum"), [size, 0], [size, size]), Math.SQRT1_2);
      const [byA] = gradients(similarity("sum"), [size, 0], [1, 1]);
      expectClose(flat(byA!).map((x) => x * size), [0, Math.SQRT1_2]);
    }
  }); // prettier-ignore

  test("shapes must be the same, and end in features", () => {
    expect(refusal(() => withShapes(similarity("mean"), ["N", 2], [2]))).toBe(
      "shape-mismatch: a = b, without broadcasting",
    );
    expect(refusal(() => withShapes(similarity("mean"), [], []))).toBe(
      "shape-mismatch: a [examples, features]",
    );
  });
});

test("over no elements a sum is 0 and a mean NaN, of every loss", () => {
  const losses = [absoluteError, huber, hinge] as const;
  for (const loss of losses) {
    expect(evaluate((a, b) => loss(a, b, { reduction: "sum" }), [], [])).toBe(0);
    expect(evaluate((a, b) => loss(a, b, { reduction: "mean" }), [], [])).toBe(NaN);
    expect(evaluate((a, b) => loss(a, b, { reduction: "none" }), 2, 2)).toBeTypeOf("number");
  }
});
