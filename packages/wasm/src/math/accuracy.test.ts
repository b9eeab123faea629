import { float64Algebra, type FunctionName } from "@chainrule/core";
import { expect, test } from "vitest";
import { machineFunctions } from "./functions.js";
import { exactFunctions } from "./testing/exact.js";
import { points } from "./testing/points.js";
import { exactUlpError } from "./testing/ulp.js";
import { worstError } from "./testing/worstError.js";

const names = Object.keys(machineFunctions) as FunctionName[];
const seed = 1;
const bound = (name: FunctionName): number => (name === "normalCdf" ? 4 : 2.5);

test.each(names)(`%s is good to its bound in float32, on 20,000 points of seed ${seed}`, (name) => {
  const { ulp, at } = worstError(name, "f32", 20_000, seed);
  expect(ulp, `at ${at.join(", ")}`).toBeLessThanOrEqual(bound(name));
});

test.each(names)(`%s is good to its bound in float64, on 4,000 points of seed ${seed}`, (name) => {
  const { ulp, at } = worstError(name, "f64", 4000, seed);
  expect(ulp, `at ${at.join(", ")}`).toBeLessThanOrEqual(bound(name));
});

test.each(names)(`the reference's %s is good to 4 ulp, on 1,500 points of seed ${seed}`, (name) => {
  const own: (x: number, y: number) => number = float64Algebra[name];
  for (const [x, y] of points(name, "f64", 1500, seed))
    expect(exactUlpError(own(x, y), exactFunctions[name](x, y), "f64"), `at ${x}, ${y}`).toBeLessThan(4);
});
