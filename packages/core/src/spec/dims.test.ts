import { expect, test } from "vitest";
import { problemsOf } from "../testing/refusals.js";
import { DimScope } from "./dims.js";

test("names are bound by the first shape and hold for the rest", () => {
  const dims = new DimScope();
  dims.unify(["N", "n"], ["N", 4]);
  expect(dims.substitute(["n", "m", 2])).toEqual([4, "m", 2]);
  dims.unify(["n", "m"], [4, 3]);
  expect(dims.bind(["N", "n", "m"])).toEqual(["N", 4, 3]);
  expect(problemsOf(() => dims.unify(["n"], [5]))).toEqual([
    { code: "shape-mismatch", got: "[5]", need: "[4]" },
  ]);
});

test("one name in one pattern is one dim, and a name may stand for another name", () => {
  expect(new DimScope().match(["n", "n"], [2, 3])).toBe(false);
  const dims = new DimScope();
  dims.unify(["n"], ["p"]);
  expect(dims.substitute(["n"])).toEqual(["p"]);
  expect(dims.match(["n"], ["p"])).toBe(true);
  expect(dims.match(["n"], ["q"])).toBe(false);
});

test("N matches N alone; integers and ranks must be equal", () => {
  const dims = new DimScope({ p: 2 });
  expect(dims.match(["N"], [2])).toBe(false);
  expect(dims.match(["p"], [2])).toBe(true);
  expect(dims.match([1], [2])).toBe(false);
  expect(dims.match(["p"], [2, 2])).toBe(false);
});

test("a mismatch is told in dims as far as they are known, and binds the names beside it", () => {
  const dims = new DimScope({ p: 2 });
  expect(problemsOf(() => dims.unify(["p", "n"], [4, 7]))).toEqual([
    { code: "shape-mismatch", got: "[4, 7]", need: "[2, 7]" },
  ]);
  expect(problemsOf(() => dims.unify(["p", "m"], [4]))).toEqual([
    { code: "shape-mismatch", got: "[4]", need: "[2, m]" },
  ]);
});

test("a name that nothing binds is refused, N is not", () => {
  expect(new DimScope().bind(["N", 2])).toEqual(["N", 2]);
  expect(problemsOf(() => new DimScope().bind(["N", "p"]))).toEqual([
    {
      code: "unbound-dim",
      got: "[N, p], where nothing says what p is",
      need: "an integer for p",
      try: '"dims": { "p": 4 }',
    },
  ]);
});
