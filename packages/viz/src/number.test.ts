import { tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import { formatNumber, formatTensor } from "./number.js";

test("numbers have at most six significant digits", () => {
  expect([0.5249791875, -1.1, 0.1, 1 / 3, 123456.789].map((x) => formatNumber(x))).toEqual([
    "0.524979",
    "-1.1",
    "0.1",
    "0.333333",
    "123457",
  ]);
});

test("whole numbers are whole, large and small ones have an exponent", () => {
  expect([0, 1, -342, 1e6, 1e9, 1234567.8, 0.00001234567].map((x) => formatNumber(x))).toEqual([
    "0",
    "1",
    "-342",
    "1000000",
    "1e9",
    "1.235e6",
    "1.235e-5",
  ]);
});

test("what is not zero never reads as zero, and -0 keeps its sign", () => {
  expect(formatNumber(5e-324)).toBe("4.941e-324");
  expect(formatNumber(-1e-300)).toBe("-1e-300");
  expect(formatNumber(-0)).toBe("-0");
});

test("what is no number is said", () => {
  expect([NaN, Infinity, -Infinity].map((x) => formatNumber(x))).toEqual(["NaN", "∞", "-∞"]);
});

test("scalars, vectors and small matrices are printed in full, a row a line", () => {
  expect(formatTensor(tensor(0.5))).toEqual(["0.5"]);
  expect(formatTensor(tensor([0.1, -1.1]))).toEqual(["(0.1, -1.1)"]);
  expect(
    formatTensor(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ),
  ).toEqual(["(1, 2)", "(3, 4)"]);
});

test("larger tensors are summarised by least, greatest and mean", () => {
  expect(formatTensor(tensor([1, 2, 3, 4, 10]))).toEqual(["1 … 10", "mean 4"]);
  expect(formatTensor(tensor([[[1]], [[2]]]))).toEqual(["1 … 2", "mean 1.5"]);
  expect(formatTensor(tensor([0, 2, 1, 1, 0], "int32"))).toEqual(["0 … 2"]);
});

test("a summary counts what is no number", () => {
  expect(formatTensor(tensor([1, NaN, 3, NaN, 5]))).toEqual(["1 … 5", "mean 3", "2 of 5 NaN"]);
  expect(formatTensor(tensor([NaN, NaN, NaN, NaN, NaN]))).toEqual(["all NaN"]);
});

test("a tensor without elements says so", () => {
  expect(formatTensor(tensor([]))).toEqual(["no elements"]);
});
