import type { FunctionName } from "@chainrule/core";
import { expect, test } from "vitest";
import { machineFunctions } from "./functions.js";
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
