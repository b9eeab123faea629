import { expect, test } from "vitest";
import { ulpOf, ulpsBetween } from "./ulps.js";

test("neighbours are one apart, in each dtype by its own bits", () => {
  expect(ulpsBetween(1, 1 + 2 ** -23, "float32")).toBe(1);
  expect(ulpsBetween(1, 1 - 2 ** -24, "float32")).toBe(1);
  expect(ulpsBetween(1, 1 + 2 ** -52, "float64")).toBe(1);
  expect(ulpsBetween(1, 1 + 2 ** -23, "float64")).toBe(2 ** 29);
  expect(ulpsBetween(-1, -1 - 2 ** -23, "float32")).toBe(1);
});

test("a binade of float32 has 2^23 numbers, one of float64 2^52", () => {
  expect(ulpsBetween(1, 2, "float32")).toBe(2 ** 23);
  expect(ulpsBetween(-4, -2, "float64")).toBe(2 ** 52);
});

test("-0 is one from 0, and the smallest subnormals are two further apart", () => {
  expect(ulpsBetween(-0, 0, "float32")).toBe(1);
  expect(ulpsBetween(-0, 0, "float64")).toBe(1);
  expect(ulpsBetween(-(2 ** -149), 2 ** -149, "float32")).toBe(3);
  expect(ulpsBetween(-(2 ** -1074), 2 ** -1074, "float64")).toBe(3);
});

test("NaN is NaN, and far from every number", () => {
  expect(ulpsBetween(NaN, NaN, "float32")).toBe(0);
  expect(ulpsBetween(NaN, 1, "float32")).toBe(Infinity);
  expect(ulpsBetween(1, NaN, "float64")).toBe(Infinity);
  expect(ulpsBetween(2 ** 127 * (2 - 2 ** -23), Infinity, "float32")).toBe(1);
});

test("integers and truth values are as far apart as their difference", () => {
  expect(ulpsBetween(3, -4, "int32")).toBe(7);
  expect(ulpsBetween(0, 1, "bool")).toBe(1);
});

test("the unit in the last place grows with the power of two, and not below the subnormals", () => {
  expect([1, 1.99, 2, -3].map((x) => ulpOf(x, "float32"))).toEqual([2 ** -23, 2 ** -23, 2 ** -22, 2 ** -22]);
  expect([1, 1 - 2 ** -53, 8].map((x) => ulpOf(x, "float64"))).toEqual([2 ** -52, 2 ** -53, 2 ** -49]);
  expect([0, 2 ** -140, 2 ** -126].map((x) => ulpOf(x, "float32"))).toEqual([
    2 ** -149,
    2 ** -149,
    2 ** -149,
  ]);
  expect(ulpOf(2 ** -1074, "float64")).toBe(2 ** -1074);
});
