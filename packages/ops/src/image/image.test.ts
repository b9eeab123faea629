import { draws } from "@chainrule/core";
import { expect, test } from "vitest";
import { multiply } from "../elementwise.js";
import { conv2d, maxPool2d } from "../image.js";
import { evaluate, flat, gradients, refusal, withShapes } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

type Image = number[][];

/** One image of one channel. */
const single = (rows: Image): Image[][] => [[rows]];

const counting = single([
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
]);

const diagonal = single([
  [1, 0],
  [0, -1],
]);

test("conv2d multiplies each window with the kernel, not turned", () => {
  // 1 - 5, 2 - 6, 4 - 8, 5 - 9
  expect(evaluate(conv2d, counting, diagonal)).toEqual(
    single([
      [-4, -4],
      [-4, -4],
    ]),
  );
  const upper = single([
    [0, 1],
    [0, 0],
  ]);
  expect(evaluate(conv2d, counting, upper)).toEqual(
    single([
      [2, 3],
      [5, 6],
    ]),
  );
});

test("conv2d's derivatives: each weight has what it met, each pixel the weights that met it", () => {
  const [x, w] = gradients(conv2d, counting, diagonal);
  expect(x).toEqual(
    single([
      [1, 1, 0],
      [1, 0, -1],
      [0, -1, -1],
    ]),
  );
  // 1 + 2 + 4 + 5, 2 + 3 + 5 + 6, 4 + 5 + 7 + 8, 5 + 6 + 8 + 9
  expect(w).toEqual(
    single([
      [12, 16],
      [24, 28],
    ]),
  );
});

test("same padding keeps the size; of an even kernel the odd zero comes last", () => {
  const ones = single([
    [1, 1],
    [1, 1],
  ]);
  expect(evaluate((x, w) => conv2d(x, w, { padding: "same" }), counting, ones)).toEqual(
    single([
      [12, 16, 9],
      [24, 28, 15],
      [15, 17, 9],
    ]),
  );
  // Of 4 columns every second one, from a kernel of 3: one zero in all, and it is the last.
  const row = single([[1, 2, 3, 4]]);
  const three = single([[1, 1, 1]]);
  expect(evaluate((x, w) => conv2d(x, w, { padding: "same", stride: 2 }), row, three)).toEqual(
    single([[6, 7]]),
  );
});

test("channels add up, and each output has weights of its own", () => {
  const twoChannels = [[[[1, 2]], [[10, 20]]]];
  const w = [
    [[[1]], [[0.5]]],
    [[[0]], [[-1]]],
  ];
  expect(evaluate(conv2d, twoChannels, w)).toEqual([[[[6, 12]], [[-10, -20]]]]);
});

/** The definition: zeros written out around the image, and a sum for each element. */
function byDefinition(x: Image[][], w: Image[][], stride: number, isSame: boolean): Image[][] {
  const pixel = (plane: Image, row: number, column: number): number => plane[row]?.[column] ?? 0;
  const sizes = [x[0]![0]!.length, x[0]![0]![0]!.length];
  const kernel = [w[0]![0]!.length, w[0]![0]![0]!.length];
  const counts = sizes.map((size, i) =>
    isSame ? Math.ceil(size / stride) : Math.ceil((size - kernel[i]! + 1) / stride),
  );
  const before = sizes.map((size, i) =>
    isSame ? Math.floor(Math.max(0, (counts[i]! - 1) * stride + kernel[i]! - size) / 2) : 0,
  );
  const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const element = (image: Image[], weights: Image[], r: number, c: number): number =>
    weights.reduce((total, plane, channel) => {
      const terms = plane.flatMap((line, i) =>
        line.map(
          (weight, j) =>
            weight * pixel(image[channel]!, r * stride + i - before[0]!, c * stride + j - before[1]!),
        ),
      );
      return total + terms.reduce((sum, term) => sum + term, 0);
    }, 0);
  return x.map((image) =>
    w.map((weights) =>
      range(counts[0]!).map((r) => range(counts[1]!).map((c) => element(image, weights, r, c))),
    ),
  );
}

function drawn(shape: readonly number[], path: string): Image[][] {
  const source = draws(3, "noise", path);
  let at = 0;
  const fill = ([first, ...rest]: readonly number[]): unknown =>
    Array.from({ length: first! }, () => (rest.length === 0 ? source.normal(0, at++) : fill(rest)));
  return fill(shape) as Image[][];
}

test.each(
  [1, 2, 3].flatMap((stride) =>
    (["valid", "same"] as const).flatMap((padding) =>
      [
        [1, 1],
        [2, 3],
        [3, 3],
        [4, 2],
      ].map((kernel) => ({ stride, padding, kernel })),
    ),
  ),
)(
  "conv2d is its definition: stride $stride, $padding, kernel $kernel (seed 3)",
  ({ stride, padding, kernel }) => {
    const x = drawn([2, 3, 6, 5], "x");
    const w = drawn([4, 3, ...kernel], "w");
    expectClose(
      evaluate((a, b) => conv2d(a, b, { stride, padding }), x, w),
      byDefinition(x, w, stride, padding === "same"),
    );
  },
);

test("a small kernel with a large stride leaves the last pixels without a derivative", () => {
  const [x] = gradients((a, w) => conv2d(a, w, { stride: 2 }), single([[1, 2, 3, 4]]), single([[5]]));
  expect(x).toEqual(single([[5, 0, 5, 0]]));
});

test("conv2d's shapes, with the batch open", () => {
  const shape = (options: Parameters<typeof conv2d>[2], ...kernel: number[]) =>
    withShapes((x, w) => conv2d(x, w, options), ["N", 3, 28, 27], [8, 3, ...kernel]).shape;
  expect(shape({}, 3, 3)).toEqual(["N", 8, 26, 25]);
  expect(shape({ padding: "same" }, 3, 3)).toEqual(["N", 8, 28, 27]);
  expect(shape({ padding: "same", stride: 2 }, 5, 5)).toEqual(["N", 8, 14, 14]);
  expect(shape({ stride: 2 }, 28, 2)).toEqual(["N", 8, 1, 13]);
});

test("conv2d says what does not fit", () => {
  const by = (x: (number | string)[], w: (number | string)[], options = {}) =>
    refusal(() => withShapes((a, b) => conv2d(a, b, options), x, w));
  expect(by(["N", 28, 28], [8, 1, 3, 3])).toBe("shape-mismatch: x of rank 4: [N, channels, height, width]");
  expect(by(["N", 1, 28, 28], [3, 3])).toContain("w of rank 4: [outputs, channels");
  expect(by(["N", 28, 28, 1], [8, 1, 3, 3])).toBe("shape-mismatch: x[1] = w[1]");
  expect(by(["N", 1, 2, 28], [8, 1, 3, 3])).toBe('shape-mismatch: x[2] ≥ w[2], or padding "same"');
  expect(by([1, 1, "N", 28], [8, 1, 3, 3])).toContain("an integer for x[2]: N is a name");
  expect(by(["N", 1, 2, 28], [8, 1, 3, 3], { stride: 0 })).toContain("bad-attribute: an integer at least 1");
});

test("maxPool2d takes the greatest of each window, and its place has the derivative", () => {
  const image = single([
    [1, 5, 2, 0, 9],
    [3, 4, 8, 1, 9],
    [9, 9, 9, 9, 9],
  ]);
  const pool = (x: Parameters<typeof maxPool2d>[0]) => maxPool2d(x, { size: 2 });
  expect(evaluate(pool, image)).toEqual(single([[5, 8]]));
  expect(gradients((x, w) => multiply(pool(x), w), image, single([[7, 6]]))[0]).toEqual(
    single([
      [0, 7, 0, 0, 0],
      [0, 0, 6, 0, 0],
      [0, 0, 0, 0, 0],
    ]),
  );
});

test("windows that overlap add up their derivatives", () => {
  const [x] = gradients(
    (a, w) => multiply(maxPool2d(a, { size: 2, stride: 1 }), w),
    counting,
    single([
      [1, 2],
      [3, 4],
    ]),
  );
  expect(x).toEqual(
    single([
      [0, 0, 0],
      [0, 1, 2],
      [0, 3, 4],
    ]),
  );
  const peak = single([
    [0, 0, 0],
    [0, 9, 0],
    [0, 0, 0],
  ]);
  expect(flat(gradients((a) => maxPool2d(a, { size: 2, stride: 1 }), peak)[0]!)[4]).toBe(4);
});

test("of elements that tie, the first in row-major order has the derivative", () => {
  const tied = single([
    [1, 7],
    [7, 7],
  ]);
  expect(gradients((x) => maxPool2d(x, { size: 2 }), tied)[0]).toEqual(
    single([
      [0, 1],
      [0, 0],
    ]),
  );
});

test("maxPool2d keeps NaN, and windows of one's own stride", () => {
  expect(
    evaluate(
      (x) => maxPool2d(x, { size: 2 }),
      single([
        [1, NaN],
        [2, 9],
      ]),
    ),
  ).toEqual(single([[NaN]]));
  expect(withShapes((x) => maxPool2d(x, { size: 3, stride: 2 }), ["N", 8, 28, 28]).shape).toEqual([
    "N",
    8,
    13,
    13,
  ]);
  expect(withShapes((x) => maxPool2d(x, { size: 2 }), ["N", 8, 27, 28]).shape).toEqual(["N", 8, 13, 14]);
  expect(refusal(() => withShapes((x) => maxPool2d(x, { size: 3 }), ["N", 8, 2, 28]))).toBe(
    "shape-mismatch: x[2] ≥ 3, the size of a window",
  );
  expect(refusal(() => withShapes((x) => maxPool2d(x, { size: 2 }), ["N", 8, 28]))).toContain("rank 4");
});
