import { expect, test } from "vitest";
import { draws, philox4x32 } from "./random.js";

/** Known answers of philox4x32-10, from kat_vectors of the Random123 distribution: counter, key, result. */
const knownAnswers = [
  ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
  ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
  ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
] as const;

test.each(knownAnswers)("Philox of counter %s and key %s is %s", (counter, key, answer) => {
  const words = (text: string): number[] => text.split(" ").map((word) => Number.parseInt(word, 16));
  const block = Uint32Array.from(words(counter));
  const [key0, key1] = words(key) as [number, number];
  philox4x32(block, key0, key1);
  expect([...block]).toEqual(words(answer));
});

const count = 20_000;
const uniforms = Array.from({ length: count }, (_, i) => draws(7, "noise", "u").uniform(0, i));
const normals = Array.from({ length: count }, (_, i) => draws(7, "noise", "n").normal(0, i));
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const moment = (values: readonly number[], order: number): number => mean(values.map((x) => x ** order));
/** Five standard errors of a mean of `count` values of this variance. */
const within = (variance: number): number => 5 * Math.sqrt(variance / count);

test("uniform draws lie in [0, 1), and their moments are those of the uniform distribution", () => {
  expect(uniforms.every((u) => u >= 0 && u < 1)).toBe(true);
  expect(Math.abs(moment(uniforms, 1) - 1 / 2)).toBeLessThan(within(1 / 12));
  expect(Math.abs(moment(uniforms, 2) - 1 / 3)).toBeLessThan(within(1 / 5 - 1 / 9));
  const neighbours = mean(uniforms.slice(1).map((u, i) => (u - 0.5) * (uniforms[i]! - 0.5)));
  expect(Math.abs(neighbours)).toBeLessThan(within(1 / 144));
});

test("uniform draws have 53 bits", () => {
  expect(uniforms.every((u) => Number.isInteger(u * 2 ** 53))).toBe(true);
  expect(uniforms.some((u) => !Number.isInteger(u * 2 ** 52))).toBe(true);
});

test("normal draws have the moments 0, 1, 0, 3", () => {
  expect(Math.abs(moment(normals, 1))).toBeLessThan(within(1));
  expect(Math.abs(moment(normals, 2) - 1)).toBeLessThan(within(2));
  expect(Math.abs(moment(normals, 3))).toBeLessThan(within(15));
  expect(Math.abs(moment(normals, 4) - 3)).toBeLessThan(within(96));
});

test("a draw depends on its place alone, not on what was asked for before", () => {
  const one = draws(1, "init", "W");
  const forwards = [0, 1, 2, 3].map((element) => one.normal(0, element));
  one.uniform(9, 9);
  one.permutation(3, 10);
  const backwards = [3, 2, 1, 0].map((element) => draws(1, "init", "W").normal(0, element)).reverse();
  expect(backwards).toEqual(forwards);
  expect([0, 1, 2, 3].map((element) => one.normal(0, element))).toEqual(forwards);
});

test("seed, stream, path, step and element each make another draw", () => {
  const values = [
    draws(0, "init", "W").uniform(0, 0),
    draws(1, "init", "W").uniform(0, 0),
    draws(0, "data", "W").uniform(0, 0),
    draws(0, "init", "V").uniform(0, 0),
    draws(0, "init", "W").uniform(1, 0),
    draws(0, "init", "W").uniform(0, 1),
    draws(0, "init", "W").uniform(0, 2 ** 32),
    draws(0, "init", "W").uniform(2 ** 32, 0),
  ];
  expect(new Set(values).size).toBe(values.length);
});

test("draws are the same digits for ever", () => {
  const one = draws(0, "init", "W");
  expect([one.uniform(0, 0), one.normal(0, 0), [...one.permutation(0, 8)]]).toMatchInlineSnapshot(`
    [
      0.521022418722038,
      0.05271980036156883,
      [
        6,
        5,
        2,
        0,
        7,
        3,
        4,
        1,
      ],
    ]
  `);
});

test("a permutation holds each number once, and is keyed by its step", () => {
  const source = draws(0, "batch", "order");
  const sorted = [...source.permutation(1, 100)].sort((a, b) => a - b);
  expect(sorted).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(source.permutation(2, 100)).not.toEqual(source.permutation(1, 100));
  expect(source.permutation(1, 100)).toEqual(draws(0, "batch", "order").permutation(1, 100));
  expect([...source.permutation(0, 0)]).toEqual([]);
  expect([...source.permutation(0, 1)]).toEqual([0]);
});

test("the orders of four things are equally likely", () => {
  const source = draws(3, "batch", "order");
  const trials = 24_000;
  const seen = new Map<string, number>();
  for (let step = 0; step < trials; step++) {
    const order = source.permutation(step, 4).join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  const chiSquared = [...seen.values()].reduce((sum, n) => sum + (n - trials / 24) ** 2 / (trials / 24), 0);
  // The 0.999 quantile of chi squared with 23 degrees of freedom.
  expect(chiSquared).toBeLessThan(49.73);
});
