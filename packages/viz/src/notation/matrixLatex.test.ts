import { tensor, tensorOf } from "@chainrule/core";
import katex from "katex";
import { expect, test } from "vitest";
import { matrixLatex, numberLatex } from "./matrixLatex.js";

const parsed = (latex: string): string => {
  katex.renderToString(latex, { throwOnError: true, strict: "error" });
  return latex;
};

test("numbers, rows, columns and matrices", () => {
  expect(parsed(matrixLatex(tensor(0.5)))).toBe("0.5");
  expect(parsed(matrixLatex(tensor([[2]])))).toBe("2");
  expect(parsed(matrixLatex(tensor([1, 2])))).toBe("\\begin{bmatrix} 1 & 2 \\end{bmatrix}");
  expect(parsed(matrixLatex(tensor([1, 2]), "column"))).toBe("\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}");
  const matrix = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(matrixLatex(matrix)).toBe("\\begin{bmatrix} 1 & 2 & 3 \\\\ 4 & 5 & 6 \\end{bmatrix}");
  expect(matrixLatex(matrix, "turned")).toBe("\\begin{bmatrix} 1 & 4 \\\\ 2 & 5 \\\\ 3 & 6 \\end{bmatrix}");
});

test("what is larger is summarised, and what is not finite is told", () => {
  expect(parsed(matrixLatex(tensor([1, 2, 3, 4, 5])))).toBe("1 \\ldots 5,\\; \\text{mean }3");
  expect(parsed(matrixLatex(tensor([1e-9, 2, 3, 4, NaN])))).toBe(
    "1 \\cdot 10^{-9} \\ldots 4,\\; \\text{mean }2.25,\\; 1\\text{ of }5\\text{ NaN}",
  );
  expect(parsed(matrixLatex(tensor([])))).toBe("\\text{no elements}");
  expect(parsed(matrixLatex(tensorOf(new Array(8).fill(1), [2, 2, 2])))).toContain("\\text{mean }1");
  expect([1e-9, Infinity, -Infinity, NaN, -0].map((x) => parsed(numberLatex(x)))).toEqual([
    "1 \\cdot 10^{-9}",
    "\\infty",
    "-\\infty",
    "\\mathrm{NaN}",
    "-0",
  ]);
});
