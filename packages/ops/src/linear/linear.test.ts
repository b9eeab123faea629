import type { Nested, Value } from "@chainrule/core";
import { expect, test } from "vitest";
import { add, multiply } from "../elementwise.js";
import { affine, dot, gemm, matmul, outer } from "../linear.js";
import { transpose } from "../movement.js";
import { sum } from "../reduce.js";
import { differences } from "../testing/differences.js";
import { evaluate, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

const a = [
  [1, 2],
  [3, 4],
];
const b = [
  [5, 6],
  [7, 8],
];

test("matmul of matrices and vectors", () => {
  expect(evaluate(matmul, a, b)).toEqual([
    [19, 22],
    [43, 50],
  ]);
  expect(evaluate(matmul, a, [10, 1])).toEqual([12, 34]);
  expect(evaluate(matmul, [10, 1], a)).toEqual([13, 24]);
  expect(evaluate(matmul, [1, 2], [10, 1])).toBe(12);
});

test("matmul's cotangents: rows of b summed, columns of a summed", () => {
  expect(gradients(matmul, a, b)).toEqual([
    [
      [11, 15],
      [11, 15],
    ],
    [
      [4, 4],
      [6, 6],
    ],
  ]);
  expect(gradients(matmul, a, [10, 1])).toEqual([
    [
      [10, 1],
      [10, 1],
    ],
    [4, 6],
  ]);
  expect(gradients(matmul, [10, 1], a)).toEqual([
    [3, 7],
    [
      [10, 10],
      [1, 1],
    ],
  ]);
  expect(gradients(matmul, [1, 2], [10, 1])).toEqual([
    [10, 1],
    [1, 2],
  ]);
});

test("matmul of batches: matrix by matrix, one matrix for all, vectors, and batches that broadcast", () => {
  const unit = [
    [1, 0],
    [0, 1],
  ];
  const twice = [
    [2, 0],
    [0, 2],
  ];
  const [ab, doubled] = [evaluate(matmul, a, b), evaluate(multiply, b, 2)];
  expect(evaluate(matmul, [a, twice], [b, b])).toEqual([ab, doubled]);
  expect(evaluate(matmul, [a, twice], b)).toEqual([ab, doubled]);
  expect(evaluate(matmul, a, [b, unit])).toEqual([ab, a]);
  expect(evaluate(matmul, [a, twice], [10, 1])).toEqual([
    [12, 34],
    [20, 2],
  ]);
  expect(evaluate(matmul, [10, 1], [a, twice])).toEqual([
    [13, 24],
    [20, 2],
  ]);
  // [2, 1, 2, 2] times [2, 2, 2]: each of the two with each of the other two.
  expect(evaluate(matmul, [[a], [twice]], [b, unit])).toEqual([
    [ab, a],
    [doubled, twice],
  ]);
});

test("A13: the gradient of a matrix that a batch shares sums over the batch", () => {
  const g = (x: Nested, w: Nested) => gradients(matmul, x, w);
  const [ofBatch, ofShared] = g([a, b], a);
  expect(ofBatch).toEqual([
    [
      [3, 7],
      [3, 7],
    ],
    [
      [3, 7],
      [3, 7],
    ],
  ]);
  // Column sums of a and b: 1 + 3 + 5 + 7 and 2 + 4 + 6 + 8.
  expect(ofShared).toEqual([
    [16, 16],
    [20, 20],
  ]);
  expect(g([a, b], [10, 1])[1]).toEqual([16, 20]);
  expect(g([10, 1], [a, b])[0]).toEqual([3 + 11, 7 + 15]);
  expect(g(a, [a, b])[0]).toEqual([
    [14, 22],
    [14, 22],
  ]);
});

test("A13: the gradient of a bias sums over the axes along which it was broadcast", () => {
  expect(gradients(add, [a, b], [1, 2])[1]).toEqual([4, 4]);
  expect(gradients(affine, [a, b], a, [0, 0])[2]).toEqual([4, 4]);
});

test("D1, D2: X W + b is (W_S1 A + b)ᵀ, with columns as examples and W_S1 = Wᵀ", () => {
  const [x, W, bias] = [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    b,
    [100, 200],
  ];
  const rows = evaluate(affine, x!, W, bias!);
  expect(rows).toEqual([
    [119, 222],
    [143, 250],
    [167, 278],
  ]);
  const columns = (x: Value, W: Value, b: Value): Value => add(matmul(transpose(W), transpose(x)), b);
  expect(evaluate((x, W, b) => transpose(columns(x, W, b)), x!, W, [[100], [200]])).toEqual(rows);
});

test("affine's cotangents; its bias takes one from each example", () => {
  expect(gradients(affine, a, b, [0, 0])).toEqual([
    [
      [11, 15],
      [11, 15],
    ],
    [
      [4, 4],
      [6, 6],
    ],
    [2, 2],
  ]);
  expect(evaluate(affine, [1, 2], b, [0, 1])).toEqual([19, 23]);
  expect(evaluate(affine, [a, b], b, [0, 1])).toEqual([
    evaluate(affine, a, b, [0, 1]),
    evaluate(affine, b, b, [0, 1]),
  ]);
});

test("outer multiplies each with each", () => {
  expect(evaluate(outer, [1, 2, 3], [10, 100])).toEqual([
    [10, 100],
    [20, 200],
    [30, 300],
  ]);
  expect(gradients(outer, [1, 2, 3], [10, 100])).toEqual([
    [110, 110, 110],
    [6, 6],
  ]);
});

/** J = Σ c ⊙ z with z = W a, W [2, 3]: dJ/dz is c. */
const [W, input, c] = [
  [
    [0.5, -1, 2],
    [0.25, 3, -0.75],
  ],
  [1.5, -2, 0.5],
  [0.7, -1.3],
];
const J = (W: Value, a: Value, c: Value): Value => sum(multiply(c, matmul(W, a)));

test("A14: dJ/dW is the outer product of dJ/dz and a, and the finite differences of J", () => {
  const [made] = gradients(J, W, input, c);
  expect(made).toEqual(evaluate(outer, c, input));
  expectClose(made!, [
    [1.05, -1.4, 0.35],
    [-1.95, 2.6, -0.65],
  ]);
  differences(J, [W, input, c], 0, made!);
});

test("B4, B5: of z = W a + b, dJ/da = Wᵀ dJ/dz, dJ/dW = dJ/dz aᵀ, dJ/db = dJ/dz, in the shapes of a, W and b", () => {
  const layer = (W: Value, a: Value, b: Value, c: Value): Value => sum(multiply(c, add(matmul(W, a), b)));
  const operands = [W, input, [0.1, 0.2], c];
  const made = gradients(layer, W, input, [0.1, 0.2], c);
  expect(made.slice(0, 3)).toEqual([
    evaluate(outer, c, input),
    evaluate((W, c) => matmul(transpose(W), c), W, c),
    c,
  ]);
  for (const position of [0, 1, 2]) differences(layer, operands, position, made[position]!);
});

test("B5: the same of affine, for a batch of rows", () => {
  const x = [
    [1, 2],
    [-0.5, 3],
    [2, -1],
  ];
  const weights = [
    [0.3, -0.2, 1],
    [0.6, 2, -1.5],
  ];
  const delta = [
    [1, -1, 0.5],
    [0.25, 2, -3],
    [-0.75, 1, 1],
  ];
  const layer = (x: Value, W: Value, b: Value, d: Value): Value => sum(multiply(d, affine(x, W, b)));
  const made = gradients(layer, x, weights, [0, 0, 0], delta);
  expectClose(
    made[0]!,
    evaluate((d, W) => matmul(d, transpose(W)), delta, weights),
  );
  expectClose(
    made[1]!,
    evaluate((x, d) => matmul(transpose(x), d), x, delta),
  );
  expectClose(made[2]!, [0.5, 2, -1.5]);
  for (const position of [0, 1, 2])
    differences(layer, [x, weights, [0, 0, 0], delta], position, made[position]!);
});

test("dot is the inner product, and of nothing 0", () => {
  expect(evaluate(dot, [1, 2, 3], [10, 100, -1])).toBe(207);
  expect(evaluate(dot, [], [])).toBe(0);
  expect(gradients(dot, [1, 2, 3], [10, 100, -1])).toEqual([
    [10, 100, -1],
    [1, 2, 3],
  ]);
});

test("gemm scales the product and c, and transposes what it is told to", () => {
  const call =
    (options: Parameters<typeof gemm>[3]) =>
    (a: Value, b: Value, c: Value): Value =>
      gemm(a, b, c, options);
  expect(evaluate(call({}), a, b, 0)).toEqual(evaluate(matmul, a, b));
  expect(evaluate(call({}), a, b, [10, 20])).toEqual([
    [29, 42],
    [53, 70],
  ]);
  expect(evaluate(call({ alpha: 2, beta: -1 }), a, b, [[10], [20]])).toEqual([
    [28, 34],
    [66, 80],
  ]);
  // aᵀ b, a bᵀ and aᵀ bᵀ.
  expect(evaluate(call({ transA: true }), a, b, 0)).toEqual([
    [26, 30],
    [38, 44],
  ]);
  expect(evaluate(call({ transB: true }), a, b, 0)).toEqual([
    [17, 23],
    [39, 53],
  ]);
  expect(evaluate(call({ transA: true, transB: true }), a, b, 0)).toEqual([
    [23, 31],
    [34, 46],
  ]);
  expect(evaluate((a, b) => gemm(a, b, 1), a, b)).toEqual([
    [20, 23],
    [44, 51],
  ]);
  expect(evaluate(call({ beta: 0 }), a, b, NaN)).toEqual([
    [NaN, NaN],
    [NaN, NaN],
  ]);
});

test("gemm's cotangents, for negative factors too", () => {
  const scaled = (a: Value, b: Value, c: Value): Value =>
    gemm(a, b, c, { alpha: -2, beta: -0.5, transB: true });
  expect(gradients(scaled, a, b, [[1], [2]])).toEqual([
    [
      [-24, -28],
      [-24, -28],
    ],
    [
      [-8, -12],
      [-8, -12],
    ],
    [[-1], [-1]],
  ]);
});

test("the batch stays a name", () => {
  const made = [
    withShapes(matmul, ["N", 3], [3, 2]),
    withShapes(matmul, ["N", 5, 3], [3, 2]),
    withShapes(matmul, ["N", 1, 5, 3], [4, 3, 2]),
    withShapes(matmul, ["T", 3], ["N", 3, 2]),
    withShapes(affine, ["N", 5, 3], [3, 2], [2]),
    withShapes((a, b, c) => gemm(a, b, c, { transA: true }), [3, "N"], [3, 2], [2]),
  ];
  expect(made.map(({ shape }) => shape)).toEqual([
    ["N", 2],
    ["N", 5, 2],
    ["N", 4, 5, 2],
    ["N", "T", 2],
    ["N", 5, 2],
    ["N", 2],
  ]);
});

test.each<[need: string, work: () => Value]>([
  ["a[1] = b[0]", () => withShapes(matmul, ["N", 784], [748, 128])],
  ["a[0] = b[0]", () => withShapes(matmul, [3], [2])],
  ["a[2] = b[0]", () => withShapes(matmul, ["N", 5, 3], [4, 2])],
  ["a[0] = b[1]", () => withShapes(matmul, [3], ["N", 4, 2])],
  ["a[0] = b[0], or one of them 1", () => withShapes(matmul, ["N", 5, 3], ["M", 3, 2])],
  ["a[1] = b[0], or one of them 1", () => withShapes(matmul, [2, 7, 5, 3], [4, 3, 2])],
  ["a and b of rank 1 or more", () => withShapes(matmul, [], [3, 2])],
  ["b[0] = W[1]", () => withShapes(affine, ["N", 3], [3, 2], [3])],
  ["x[2] = W[0]", () => withShapes(affine, ["N", 5, 4], [3, 2], [2])],
  ["W [inputs, units]", () => withShapes(affine, ["N", 3], [4, 3, 2], [2])],
  ["a [n] and b [n]; of more axes matmul is the product", () => withShapes(dot, [2, 3], [3])],
  ["a[0] = b[0]", () => withShapes(dot, ["N"], [3])],
  ["a [n] and b [m]", () => withShapes(outer, [2, 3], [3])],
  ["a and b of rank 2", () => withShapes(gemm, ["N", 3, 1], [3, 2], [])],
  ["a[1] = b[0]", () => withShapes(gemm, ["N", 3], [2, 3], [])],
  [
    "a[0] = b[1]",
    () => withShapes((a, b, c) => gemm(a, b, c, { transA: true, transB: true }), ["N", 3], [2, 3], []),
  ],
  ["c that broadcasts to [N, 2]", () => withShapes(gemm, ["N", 3], [3, 2], ["N"])],
  ["c that broadcasts to [1, 2]", () => withShapes(gemm, [1, 3], [3, 2], [4, 2])],
])("what does not fit is refused with the rule that it broke: %s", (need, work) => {
  expect(refusal(work)).toBe(`shape-mismatch: ${need}`);
});
