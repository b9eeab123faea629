import fc from "fast-check";
import { tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import { readable, shortestFloat32 } from "./shortest.js";

test("a float32 is written with as few digits as tell it from the others", () => {
  expect(shortestFloat32(Math.fround(0.1))).toBe(0.1);
  expect(shortestFloat32(Math.fround(1 / 3))).toBe(0.33333334);
  expect(shortestFloat32(16777216)).toBe(16777216);
  expect(shortestFloat32(-0)).toBe(-0);
  expect(shortestFloat32(Infinity)).toBe(Infinity);
});

test("every float32 is read back from it", () => {
  fc.assert(fc.property(fc.float(), (x) => Object.is(Math.fround(shortestFloat32(x)), x)));
});

test("a float64 keeps every digit", () => {
  expect(readable(tensor([[0.1], [1 / 3]], "float32"))).toEqual([[0.1], [0.33333334]]);
  expect(readable(tensor([1 / 3], "float64"))).toEqual([1 / 3]);
});
