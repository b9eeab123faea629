import { expect, test } from "vitest";
import { cholesky } from "./cholesky.js";

test("by hand: [[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]]", () => {
  expect(
    cholesky([
      [4, 2],
      [2, 5],
    ]),
  ).toEqual([
    [2, 0],
    [1, 2],
  ]);
});

test.each([
  [
    [
      [1, 2],
      [2, 1],
    ],
  ],
  [[[0]]],
  [[[-1]]],
  [
    [
      [1, 1],
      [1, 1],
    ],
  ],
])("%j is not positive definite", (matrix) => {
  expect(cholesky(matrix)).toBeUndefined();
});
