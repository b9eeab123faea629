import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkExpectations } from "chainrule";
import { expect, test } from "vitest";
// @ts-expect-error a script in plain JavaScript
import { numbers, open, specs } from "./numbers.js";

const file = fileURLToPath(new URL("README.md", import.meta.url));
const computed = numbers() as Record<string, number>;
const value = (name: string): number => computed[name]!;

/** To six digits; what is nothing but rounding, to two. */
const written = (x: number): string => String(Number(x.toPrecision(Math.abs(x) < 1e-12 ? 2 : 6)));

test("every number of the page is computed, and every computed number is in it; vitest -u writes them there", async () => {
  const page = readFileSync(file, "utf8");
  const used = new Set<string>();
  const filled = page.replace(/`[^`]*`<!-- ([^>]+) -->/g, (_, name: string) => {
    used.add(name);
    expect(computed, name).toHaveProperty([name]);
    return `\`${written(value(name))}\`<!-- ${name} -->`;
  });
  expect([...used].sort()).toEqual(Object.keys(computed).sort());
  await expect(filled).toMatchFileSnapshot(file);
});

test.each(specs as string[])("%s.json does what it promises", (name) => {
  const project = open(name);
  const results = checkExpectations(project.job, project.spec.expect);
  expect(results.map(({ isMet }) => isMet)).not.toContain(false);
});

// What the slips come to, worked out by hand: the page tells the story, this is what it rests on.
test("1: without its minus sign the risk falls in proportion to the steps; with it, it ends at the entropy of 1/3", () => {
  expect(value("sign/1")).toBeCloseTo(-Math.LN2, 12);
  const perStep = (value("sign/1000") - value("sign/100")) / 900;
  expect(perStep).toBeCloseTo(-0.5 * (2 / 3) * (2 / 3), 3);
  const entropy = -(1 / 3) * Math.log(1 / 3) - (2 / 3) * Math.log(2 / 3);
  expect(value("sign/right")).toBeCloseTo(entropy, 12);
  expect(value("sign/w")).toBeCloseTo(Math.LN2, 12);
});

test("2: the gradient is -2 y + 2 f, not -2 + 2 f", () => {
  expect(value("expansion/difference")).toBeCloseTo(-2 * 3 + 2 * 0.5, 8);
  expect(value("expansion/slip")).toBeCloseTo(-2 + 2 * 0.5, 8);
  expect([value("expansion/f"), value("expansion/right")].map(Math.round)).toEqual([1, 3]);
});

test("3: the printed inequality refuses a convex function and accepts a concave one", () => {
  expect(value("convexity/chord") <= value("convexity/mean")).toBe(false);
  expect(value("convexity/concave") <= value("convexity/mean")).toBe(true);
  expect(value("convexity/value") <= value("convexity/chord")).toBe(true);
  expect(value("convexity/concave value") <= value("convexity/concave")).toBe(false);
});

test("4: a factor is 1 only on an active unit, and a sigmoid's is σ(1) (1 - σ(1))", () => {
  expect([value("factors/active"), value("factors/idle")]).toEqual([expect.closeTo(1, 9), 0]);
  const sigmoid = 1 / (1 + Math.exp(-1));
  expect(value("factors/sigmoid")).toBeCloseTo(sigmoid * (1 - sigmoid), 9);
});

test("5: hinges inside the interval are 0 at its left end", () => {
  expect(value("hinges/at 0")).toBe(0);
  expect(value("hinges/error")).toBe(1);
  expect(value("hinges/left")).toBeLessThan(1e-15);
});

test("6: the maximum is the leaky rectifier up to α = 1, and |x| (α - 1) away beyond", () => {
  expect(["leaky/0.1", "leaky/1", "leaky/2"].map(value)).toEqual([0, 0, 2]);
});

test("7: three layers, five examples", () => {
  expect([value("layers/L"), value("layers/m")]).toEqual([3, 5]);
});

test("8: for y = 2 the loss is softplus(z) - 2 z, which falls by half a unit of the rate each step", () => {
  expect(value("target/0.9")).toBeCloseTo(-2 * Math.log(0.9) + Math.log(0.1), 12);
  expect((value("target/1000") - value("target/100")) / 900).toBeCloseTo(-0.5, 9);
  expect(value("target/best 0.3")).toBeCloseTo(0.3, 9);
});

test("M12, C7: half of a jump is always missing; the sine is met ever nearer", () => {
  for (const steepness of [1, 10, 100, 1000]) expect(value(`any/largest ${steepness}`)).toBe(0.5);
  // The mean of 1 - σ(k x) over [0, 1] is ln 2 / k, nearly, for a steep one.
  expect(value("any/mean 100")).toBeCloseTo(Math.LN2 / 100, 3);
  expect([4, 8, 16, 32].map((k) => value(`any/sine ${k}`))).toEqual([
    expect.closeTo(0.2105, 3),
    expect.closeTo(0.0704, 3),
    expect.closeTo(0.01885, 4),
    expect.closeTo(0.00479, 4),
  ]);
});
