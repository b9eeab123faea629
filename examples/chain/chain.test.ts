import { readFileSync } from "node:fs";
import { editProject, openSpec, type Project } from "chainrule";
import { describe, expect, test } from "vitest";
// @ts-expect-error a script in plain JavaScript
import * as script from "./depths.js";

const { activations, boundAt, depths, slopeAt } = script as {
  readonly activations: readonly string[];
  readonly depths: readonly number[];
  slopeAt(chain: Project, activation: string, depth: number): number;
  boundAt(depth: number): number;
};
const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const chain = openSpec(read("chain.json"), "chain.json");

/** An activation, and its slope from what it is given. */
const functions: Readonly<Record<string, readonly [(z: number) => number, (z: number) => number]>> = {
  sigmoid: [(z) => 1 / (1 + Math.exp(-z)), (z) => Math.exp(-z) / (1 + Math.exp(-z)) ** 2],
  tanh: [Math.tanh, (z) => 1 / Math.cosh(z) ** 2],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
};

/** |dy/dw1| at x = 1 by a loop from the first layer to the last: every layer multiplies by its weight and its slope. */
function slopeByLoop(activation: string, depth: number, w = 1): number {
  const [value, slope] = functions[activation]!;
  let [a, derivative] = [1, 1];
  for (let layer = 1; layer <= depth; layer++) {
    derivative *= slope(w * a) * (layer === 1 ? 1 : w);
    a = value(w * a);
  }
  return Math.abs(derivative);
}

describe.each(activations)("%s", (activation) => {
  test("V1, M11, C4: at every depth |dy/dw1| is what a loop gives", () => {
    for (const depth of depths) {
      expect(slopeAt(chain, activation, depth) / slopeByLoop(activation, depth)).toBeCloseTo(1, 12);
    }
  });

  test("the page's table says so to three digits", () => {
    const told = [...read("README.md").matchAll(/^\| (\d+) +\|(.*)\|$/gm)];
    expect(told.map(([, depth]) => Number(depth))).toEqual([1, 2, 3, 5, 10, 20]);
    for (const [, depth, cells] of told) {
      const cell = cells!.split("|")[activations.indexOf(activation)]!;
      expect(Number(cell)).toBe(Number(slopeAt(chain, activation, Number(depth)).toPrecision(3)));
    }
  });
});

test("V2: under a sigmoid it stays below (1/4)^L at every depth", () => {
  for (const depth of depths) expect(slopeAt(chain, "sigmoid", depth)).toBeLessThan(boundAt(depth));
});

test.each([
  [0.5, 1.9073486328125e-6],
  [1.5, 2216.8378200531006],
])("with ReLU only the weights are left: w = %s over twenty layers gives w^19", (w, need) => {
  const { project } = editProject<{ blocks: { layer: { params: { w: { value: number } } } } }>(
    chain,
    ({ blocks }) => void (blocks.layer.params.w.value = w),
  );
  expect(need).toBe(w ** 19);
  expect(slopeAt(project, "relu", 20)).toBeCloseTo(need, 9);
  expect(slopeByLoop("relu", 20, w)).toBeCloseTo(need, 9);
});
