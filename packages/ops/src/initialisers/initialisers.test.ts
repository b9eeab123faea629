import { draws, type Draws, type Initialiser, resolveAttributes, type StaticShape } from "@chainrule/core";
import { expect, test } from "vitest";
import { refusal, registry } from "../testing/evaluate.js";

function drawn(
  name: string,
  settings: Record<string, unknown>,
  shape: StaticShape,
  source: Draws = draws(0, "init", "W"),
): number[] {
  const initialiser: Initialiser = registry.get("initialisers", name);
  const at = initialiser.fill(shape, source, resolveAttributes(name, initialiser.attributes, settings));
  return Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, element) => at(element));
}

function variance(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length;
}

/** Of 10⁵ draws, a sample variance is off by less than 2 % with a probability above 0.9999. */
const shape = [250, 400];

test("zeros, ones and constant", () => {
  expect(drawn("zeros", {}, [2])).toEqual([0, 0]);
  expect(drawn("ones", {}, [2])).toEqual([1, 1]);
  expect(drawn("constant", { value: 0.25 }, [3])).toEqual([0.25, 0.25, 0.25]);
});

test("uniform lies in its bounds and fills them", () => {
  const numbers = drawn("uniform", { min: -1, max: 3 }, shape);
  expect(Math.min(...numbers.slice(0, 50_000))).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...numbers.slice(0, 50_000))).toBeLessThan(3);
  expect(numbers.filter((x) => x < 0).length / numbers.length).toBeCloseTo(0.25, 2);
  expect(refusal(() => drawn("uniform", { min: 1, max: 0 }, [1]))).toBe("bad-attribute: min ≤ max");
});

test("normal with deviation ½ lies within ±1 in 95.4 % of draws", () => {
  const numbers = drawn("normal", { std: 0.5 }, shape);
  expect(numbers.filter((x) => Math.abs(x) <= 1).length / numbers.length).toBeCloseTo(0.954, 2);
  const shifted = drawn("normal", { mean: 10, std: 0.5 }, shape);
  expect(shifted.reduce((a, b) => a + b, 0) / shifted.length).toBeCloseTo(10, 1);
});

test("glorot: variance 2 / (in + out), uniform within √(6 / (in + out)) unless normal is asked for", () => {
  const numbers = drawn("glorot", {}, shape);
  expect(variance(numbers) / (2 / 650)).toBeCloseTo(1, 1);
  expect(numbers.every((x) => Math.abs(x) <= Math.sqrt(6 / 650))).toBe(true);
  const normal = drawn("glorot", { distribution: "normal" }, shape);
  expect(variance(normal) / (2 / 650)).toBeCloseTo(1, 1);
  expect(normal.every((x) => Math.abs(x) <= Math.sqrt(6 / 650))).toBe(false);
});

test("he: variance 2 / in, normal unless uniform is asked for", () => {
  expect(variance(drawn("he", {}, shape)) / (2 / 250)).toBeCloseTo(1, 1);
  const uniform = drawn("he", { distribution: "uniform" }, shape);
  expect(variance(uniform) / (2 / 250)).toBeCloseTo(1, 1);
  expect(uniform.every((x) => Math.abs(x) <= Math.sqrt(6 / 250))).toBe(true);
});

test("a draw depends on the seed, the path and the element, not on the shape", () => {
  expect(drawn("he", {}, [4, 2])).toEqual(drawn("he", {}, [4, 3]).slice(0, 8));
  expect(drawn("he", {}, [4])).not.toEqual(drawn("he", {}, [4], draws(0, "init", "V")));
});
