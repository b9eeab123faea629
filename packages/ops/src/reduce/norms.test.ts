import { apply, type BuildSpec, build, differentiate, type Nested, type Value } from "@chainrule/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, multiply } from "../elementwise.js";
import {
  l1,
  l1Op,
  l2,
  l2Squared,
  norm,
  singularCurvatureOp,
  singularDirectionOp,
  spectralNorm,
  sumSquares,
} from "../reduce.js";
import { numbersOf } from "../testing/blockNumbers.js";
import { evaluate, flat, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";
import { hessian } from "../testing/hessian.js";
import { louppe } from "../testing/louppe.js";

const W1 = [
  [0.5, -0.3],
  [0.2, 0.4],
];
const W2 = [0.7, -0.6];

describe("norms of all elements", () => {
  const cube = [
    [
      [3, 0],
      [0, -4],
    ],
  ];

  test("D9: each ord is over all elements, of any rank", () => {
    for (const x of [[3, 0, -4], [[3], [0], [-4]], cube, [[[[3, -4]]]]] as Nested[]) {
      expect(evaluate((v) => norm(v, { ord: "fro" }), x)).toBe(5);
      expect(evaluate((v) => norm(v, { ord: 2 }), x)).toBe(5);
      expect(evaluate((v) => norm(v, { ord: 1 }), x)).toBe(7);
      expect(evaluate((v) => norm(v, { ord: "inf" }), x)).toBe(4);
    }
    for (const ord of ["fro", 2, 1, "inf"] as const) {
      expect(evaluate((v) => norm(v, { ord }), -2)).toBe(2);
      expect(evaluate((v) => norm(v, { ord }), [])).toBe(0);
      expect(evaluate((v) => norm(v, { ord }), [NaN, 1])).toBe(NaN);
      expect(evaluate((v) => norm(v, { ord }), [-Infinity, 1])).toBe(Infinity);
    }
  });

  test("D9: a norm's derivative is W / ‖W‖, the sign, or one at the greatest magnitude", () => {
    expectClose(gradients((x) => norm(x, { ord: 2 }), cube)[0]!, [[[0.6, 0], [0, -0.8]]]); // prettier-ignore
    expect(gradients((x) => norm(x, { ord: 1 }), cube)).toEqual([[[[1, 0], [0, -1]]]]); // prettier-ignore
    expect(gradients((x) => norm(x, { ord: "inf" }), cube)).toEqual([[[[0, 0], [0, -1]]]]); // prettier-ignore
    expect(gradients((x) => norm(x, { ord: "inf" }), [4, -4, 0, 4, 1])).toEqual([[1 / 3, -1 / 3, 0, 1 / 3, 0]]); // prettier-ignore
  });

  test("D9: at 0 every derivative is 0, the second too", () => {
    for (const ord of ["fro", 2, 1, "inf"] as const)
      expect(gradients((x) => norm(x, { ord }), [0, -0, 0]).map((g) => flat(g).map(Math.abs))).toEqual([
        [0, 0, 0],
      ]);
    for (const ord of ["fro", 2] as const) {
      const made = hessian((x) => norm(x, { ord }), [0, 0]);
      expect(made.flat().every((value) => Number.isFinite(value))).toBe(true);
    }
  });

  test("the sum of squares is the square of the norm, along axes too", () => {
    expect(evaluate(sumSquares, [3, -4])).toBe(25);
    expect(evaluate((x) => sumSquares(x, { axes: [1] }), W1.map((row) => row.map((x) => 10 * x)))).toEqual([34, 20]); // prettier-ignore
    expect(gradients(sumSquares, [3, -4])).toEqual([[6, -8]]);
    expect(gradients(sumSquares, [0])).toEqual([[0]]);
    const weighed = (x: Value, w: Value): Value => multiply(sumSquares(x, { axes: [0] }), w);
    expect(gradients(weighed, [[1, 2], [3, 4]], [1, 10])[0]).toEqual([[2, 40], [6, 80]]); // prettier-ignore
    expect(hessian(sumSquares, [5, 6])).toEqual([
      [2, 0],
      [0, 2],
    ]);
  });

  test("refuses an ord that there is none of", () => {
    expect(refusal(() => withShapes((x) => norm(x, { ord: 3 as 2 }), ["N", 3]))).toBe(
      'bad-attribute: one of "fro", 2, 1, "inf"',
    );
  });
});

/** Louppe's network with other penalties in the place of u5 and u6. */
const penalised = (u5: object, u6: object, weight = 0.1): BuildSpec => ({
  ...louppe,
  model: {
    ...louppe.model,
    nodes: {
      ...louppe.model.nodes,
      u5: u5 as { op: string; in: string[] },
      u6: u6 as { op: string; in: string[] },
      u8: { op: "multiply", in: [weight, "u7"] },
    },
  },
});
const example = { x: [[1, -2]], y: [1] };
const lossOf = (spec: BuildSpec): number =>
  numbersOf(build(spec, { registry }), {}, example)("loss") as number;

describe("penalties of Louppe's network", () => {
  test("B7: with the spectral norm of W1 the loss is .7409804246534665", () => {
    const loss = lossOf(penalised({ op: "spectralNorm", in: ["W1"] }, { op: "norm", in: ["W2"], ord: 2 }));
    expect(Math.abs(loss - 0.7409804246534665)).toBeLessThanOrEqual(2e-16);
  });

  test("B7: with squared norms it is .7292357615637372, so the convention matters in the second digit", () => {
    const loss = lossOf(penalised({ op: "sumSquares", in: ["W1"] }, { op: "sumSquares", in: ["W2"] }));
    expect(Math.abs(loss - 0.7292357615637372)).toBeLessThanOrEqual(2e-16);
  });

  test("B7: the gradient with the spectral norm is that of differences", () => {
    const spec = penalised({ op: "spectralNorm", in: ["W1"] }, { op: "norm", in: ["W2"], ord: 2 });
    const made = numbersOf(build(spec, { registry }), {}, example, "loss")("grad/loss/W1");
    const step = 2 ** -17;
    const at = (i: number, j: number, by: number): number => {
      const moved = W1.map((row, r) => row.map((x, c) => (r === i && c === j ? x + by : x)));
      return numbersOf(build(spec, { registry }), { W1: moved }, example)("loss") as number;
    };
    W1.forEach((row, i) =>
      row.forEach((_, j) => {
        const numeric = (at(i, j, step) - at(i, j, -step)) / (2 * step);
        expect(Math.abs((made as number[][])[i]![j]! - numeric)).toBeLessThan(1e-9);
      }),
    );
  });

  test("L7: the penalty ops write the same losses, with the weight in each of them", () => {
    const norms = lossOf(penalised({ op: "l2", in: ["W1"], weight: 0.1 }, { op: "l2", in: ["W2"], weight: 0.1 }, 1)); // prettier-ignore
    expect(norms).toBeCloseTo(0.7559158984201614, 15);
    const squares = lossOf(penalised({ op: "l2Squared", in: ["W1"], weight: 0.1 }, { op: "l2Squared", in: ["W2"], weight: 0.1 }, 1)); // prettier-ignore
    expect(squares).toBeCloseTo(0.7292357615637372, 15);
  });

  test("L7: the path of the penalty to W1 is the lecture's", () => {
    const spec = penalised({ op: "l2", in: ["W1"], weight: 0.1 }, { op: "l2", in: ["W2"], weight: 0.1 }, 1);
    const read = numbersOf(build(spec, { registry }), {}, example, "loss");
    const printed = [0.0680413817, -0.040824829, 0.0272165527, 0.0544331054];
    flat(read("grad/loss/W1@u5.x")).forEach((x, i) => expect(x).toBeCloseTo(printed[i]!, 10));
    flat(read("grad/loss/W2")).forEach((x, i) => expect(x).toBeCloseTo([-0.1581118407, -0.1764140286][i]!, 10)); // prettier-ignore
  });
});

describe("penalties", () => {
  test("L7: l1, l2 and l2 squared of (3, 0, -4), and their derivatives", () => {
    expect(evaluate((x) => l1(x), [3, 0, -4])).toBe(7);
    expect(evaluate((x) => l2(x), [3, 0, -4])).toBe(5);
    expect(evaluate((x) => l2Squared(x), [3, 0, -4])).toBe(25);
    expect(gradients((x) => l1(x), [3, 0, -4])).toEqual([[1, 0, -1]]);
    expectClose(gradients((x) => l2(x), [3, 0, -4])[0]!, [0.6, 0, -0.8]);
    expect(gradients((x) => l2Squared(x), [3, 0, -4])).toEqual([[6, 0, -8]]);
  });

  test("L7: weights scale value and derivative; at 0 and with weight 0 all is 0", () => {
    const weight = 0.25;
    expect(evaluate((x) => l1(x, { weight }), [3, 0, -4])).toBe(1.75);
    expect(evaluate((x) => l2(x, { weight }), [3, 0, -4])).toBe(1.25);
    expect(evaluate((x) => l2Squared(x, { weight }), [3, 0, -4])).toBe(6.25);
    expectClose(gradients((x) => l2(x, { weight }), [3, 0, -4])[0]!, [0.15, 0, -0.2]);
    expect(gradients((x) => l1(x, { weight }), [3, 0, -4])).toEqual([[0.25, 0, -0.25]]);
    expect(gradients((x) => l2Squared(x, { weight }), [3, 0, -4])).toEqual([[1.5, 0, -2]]);
    for (const penalty of [l1, l2, l2Squared]) {
      expect(evaluate((x) => penalty(x), [])).toBe(0);
      expect(gradients((x) => penalty(x), [0, 0])).toEqual([[0, 0]]);
      expect(evaluate((x) => penalty(x, { weight: 0 }), [3, -4])).toBe(0);
      expect(flat(gradients((x) => penalty(x, { weight: 0 }), [3, -4])[0]!).map(Math.abs)).toEqual([0, 0]);
    }
  });

  test("L7: of several parameters they are added up: the lecture's u8", () => {
    const made = evaluate((a, b) => l2([a, b], { weight: 0.1 }), W1, W2) as number;
    expect(made).toBeCloseTo(0.16568013685642421, 15);
    expect(evaluate((a, b) => l1([a, b]), W1, W2)).toBeCloseTo(1.4 + 1.3, 14);
    expect(evaluate((a, b) => l2Squared([a, b]), W1, W2)).toBeCloseTo(0.54 + 0.85, 14);
    // Roots of their own: not the norm of both together.
    expect(made).not.toBeCloseTo(0.1 * Math.sqrt(0.54 + 0.85), 3);
  });

  test("refuses a weight below 0", () => {
    expect(refusal(() => withShapes((x) => l1(x, { weight: -1 }), ["N"]))).toBe(
      "bad-attribute: a finite number at least 0",
    );
    expect(withShapes((x) => apply(l1Op, { x }), ["N", 3, 2]).shape).toEqual([]);
  });
});

/** U diag(σ) Vᵀ of turned axes, whose singular values are therefore known. */
function withSingularValues(
  values: readonly number[],
  rows: number,
  columns: number,
  angle: number,
): number[][] {
  const x = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => (i === j ? (values[i] ?? 0) : 0)),
  );
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i + 1 < rows; i++) {
    const [a, b] = [x[i]!, x[i + 1]!];
    x[i] = a.map((value, j) => c * value - s * b[j]!);
    x[i + 1] = a.map((value, j) => s * value + c * b[j]!);
  }
  for (let j = 0; j + 1 < columns; j++) {
    for (const row of x) {
      const [a, b] = [row[j]!, row[j + 1]!];
      row[j] = c * a + s * b;
      row[j + 1] = c * b - s * a;
    }
  }
  return x;
}

describe("the spectral norm", () => {
  test("of diagonals, rows and columns, and of nothing", () => {
    expect(evaluate(spectralNorm, [[3, 0], [0, -7]])).toBe(7); // prettier-ignore
    expect(evaluate(spectralNorm, [[3, -4]])).toBe(5);
    expect(evaluate(spectralNorm, [[3], [-4], [12]])).toBe(13);
    expect(evaluate(spectralNorm, [[-2]])).toBe(2);
    expect(evaluate(spectralNorm, [[], []])).toBe(0);
    expect(evaluate(spectralNorm, [[0, 0], [0, 0]])).toBe(0); // prettier-ignore
  });

  test("of 2 × 2 matrices it is the closed form", () => {
    const number = fc.integer({ min: -64, max: 64 });
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, d) => {
        // σ₁ = (√((a + d)² + (b - c)²) + √((a - d)² + (b + c)²)) / 2
        const exact = (Math.hypot(a + d, b - c) + Math.hypot(a - d, b + c)) / 2;
        const made = evaluate(spectralNorm, [[a, b], [c, d]]) as number; // prettier-ignore
        expect(Math.abs(made - exact)).toBeLessThanOrEqual(4 * Number.EPSILON * exact);
      }),
    );
  });

  test("of the Hilbert matrix of order 10, to the last digits", () => {
    const hilbert = Array.from({ length: 10 }, (_, i) =>
      Array.from({ length: 10 }, (__, j) => 1 / (i + j + 1)),
    );
    // By power iteration in 60 digits: 1.7519196702651775 0664…
    expect(Math.abs((evaluate(spectralNorm, hilbert) as number) - 1.7519196702651776)).toBeLessThan(1e-15);
  });

  test("of turned diagonals of every form, near ties among them, and transposed the same", () => {
    for (const [rows, columns] of [
      [2, 5],
      [5, 2],
      [6, 6],
      [9, 4],
    ] as const) {
      for (const values of [
        [3, 1],
        [2, 2 - 1e-9],
        [1, 1],
        [1e-3, 1e-9],
      ]) {
        const x = withSingularValues(values, rows, columns, 0.7);
        const turned = x[0]!.map((_, j) => x.map((row) => row[j]!));
        for (const matrix of [x, turned]) {
          const made = evaluate(spectralNorm, matrix) as number;
          expect(Math.abs(made / values[0]! - 1)).toBeLessThan(1e-14);
        }
      }
    }
  });

  test("no square overflows or vanishes; infinities and NaN", () => {
    const of = (scale: number): number => evaluate(spectralNorm, [[3 * scale, 4 * scale]]) as number;
    expect(of(1e300) / 1e300).toBeCloseTo(5, 14);
    expect(of(1e-300) / 1e-300).toBeCloseTo(5, 14);
    expect(of(5e-324)).toBe(2.5e-323);
    expect(evaluate(spectralNorm, [[1, -Infinity]])).toBe(Infinity);
    expect(evaluate(spectralNorm, [[Infinity, NaN]])).toBe(NaN);
    expect(gradients(spectralNorm, [[NaN, 1]])).toEqual([[[NaN, NaN]]]);
    expectClose(gradients(spectralNorm, [[3e300, 4e300]])[0]!, [[0.6, 0.8]]);
    expectClose(gradients(spectralNorm, [[3e-300], [-4e-300]])[0]!, [[0.6], [-0.8]]);
  });

  test("the derivative is u vᵀ, and 0 at 0", () => {
    expectClose(gradients(spectralNorm, [[3, 0], [0, -7]])[0]!, [[0, 0], [0, -1]]); // prettier-ignore
    expectClose(gradients(spectralNorm, [[3, -4]])[0]!, [[0.6, -0.8]]);
    expect(gradients(spectralNorm, [[0, 0], [0, 0]])).toEqual([[[0, 0], [0, 0]]]); // prettier-ignore
    // ⟨u vᵀ, X⟩ = σ, and its own norm is 1.
    const x = withSingularValues([2, 1, 0.5], 3, 4, 0.4);
    const d = gradients(spectralNorm, x)[0]!;
    expect(flat(d).reduce((sum, g, i) => sum + g * flat(x)[i]!, 0)).toBeCloseTo(2, 13);
    expect(flat(d).reduce((sum, g) => sum + g * g, 0)).toBeCloseTo(1, 13);
  });

  test("where the largest is there twice, the derivative is that of one pair", () => {
    const d = flat(gradients(spectralNorm, [[1, 0], [0, 1]])[0]!); // prettier-ignore
    expect(d).toEqual([1, 0, 0, 0]);
    const second = hessian(spectralNorm, [1, 0, 0, 1], [2, 2]);
    expect(second.flat().every(Number.isFinite)).toBe(true);
  });

  test("the second derivative of diag(3, 1), worked out by hand", () => {
    // Off the diagonal σ = (√(16 + (b - c)²) + √(4 + (b + c)²)) / 2, so σ_bb = σ_cc = (1/4 + 1/2) / 2, σ_bc = (1/2 - 1/4) / 2.
    const [own, mixed] = [3 / 8, 1 / 8];
    expectClose(hessian(spectralNorm, [3, 0, 0, 1], [2, 2]), [
      [0, 0, 0, 0],
      [0, own, mixed, 0],
      [0, mixed, own, 0],
      [0, 0, 0, 0],
    ]);
    expect(hessian(spectralNorm, [0, 0, 0, 0], [2, 2]).flat()).toEqual(Array.from({ length: 16 }, () => 0));
  });

  test("a vector's spectral norm has the second derivative of its 2-norm", () => {
    const x = [0.3, -2, 1.1];
    const expected = hessian((v) => norm(v, { ord: 2 }), x);
    expectClose(hessian(spectralNorm, x, [3, 1]), expected);
    expectClose(hessian(spectralNorm, x, [1, 3]), expected);
  });

  test("the curvature is symmetric, and nothing along the matrix itself", () => {
    const x = withSingularValues([2, 1, 0.3], 3, 4, 0.9);
    const [s, t] = [
      withSingularValues([1, 0.7, 0.2], 3, 4, 0.2),
      withSingularValues([0.4, 0.9, 1], 3, 4, 1.3),
    ];
    const curve = (a: Nested): number[] =>
      flat(evaluate((x, t) => apply(singularCurvatureOp, { x, t }), x, a));
    const along = (a: number[][], b: number[]): number => flat(a).reduce((sum, g, i) => sum + g * b[i]!, 0);
    expect(along(s, curve(t))).toBeCloseTo(along(t, curve(s)), 13);
    for (const value of curve(x)) expect(Math.abs(value)).toBeLessThan(1e-14);
    expect(evaluate((x) => apply(singularDirectionOp, { x: add(x, 0) }), [[0, 0]])).toEqual([[0, 0]]);
  });

  test("it makes a loss term: its gradient is a node of its own", () => {
    const graph = build(penalised({ op: "spectralNorm", in: ["W1"] }, { op: "l2", in: ["W2"] }), {
      registry,
    });
    const both = differentiate(graph, { of: "loss", registry });
    expect(both.nodes.filter(({ op }) => op === "singularDirection")).toHaveLength(1);
  });

  test("refuses what is no matrix", () => {
    for (const shape of [[], ["N"], [2, 3, 4]])
      expect(refusal(() => withShapes(spectralNorm, shape))).toBe("shape-mismatch: x of rank 2, a matrix");
  });
});
