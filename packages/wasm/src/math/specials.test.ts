import type { FunctionName } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import type { Element } from "../ir/program.js";
import { machineFunctions } from "./functions.js";
import { numbersMachine } from "./numbers.js";

const names = Object.keys(machineFunctions) as FunctionName[];
const elements = ["f32", "f64"] as const;

function call(name: FunctionName, element: Element, ...inputs: number[]): number {
  return machineFunctions[name].run(numbersMachine(element), inputs, element);
}

/** What a function is of 0, -0, ∞ and -∞. */
const limits: Readonly<Record<Exclude<FunctionName, "power">, readonly [number, number, number, number]>> = {
  exp: [1, 1, Infinity, 0],
  expm1: [0, -0, Infinity, -1],
  log: [-Infinity, -Infinity, Infinity, NaN],
  log1p: [0, -0, Infinity, NaN],
  tanh: [0, -0, 1, -1],
  sigmoid: [0.5, 0.5, 1, 0],
  erf: [0, -0, 1, -1],
  normalCdf: [0.5, 0.5, 1, 0],
  sin: [0, -0, NaN, NaN],
  cos: [1, 1, NaN, NaN],
};
const unary = Object.keys(limits) as (keyof typeof limits)[];

describe.each(elements)("in %s", (element) => {
  const greatest = element === "f32" ? 3.4028234663852886e38 : Number.MAX_VALUE;
  const leastNormal = element === "f32" ? 2 ** -126 : 2 ** -1022;

  test.each(names)("%s of NaN is NaN", (name) => {
    expect(call(name, element, NaN, 2)).toBeNaN();
  });

  test.each(unary)("%s is right at both zeros and both infinities", (name) => {
    expect([0, -0, Infinity, -Infinity].map((x) => call(name, element, x))).toEqual(limits[name]);
  });

  test("exp overflows and vanishes where it should, and is never subnormal", () => {
    const [last, first, flushed] =
      element === "f32" ? [88.7228, 88.7229, -86.9901] : [709.782, 709.783, -708.0501];
    expect(call("exp", element, last)).toBeGreaterThan(greatest / 2);
    expect([first, greatest].map((x) => call("exp", element, x))).toEqual([Infinity, Infinity]);
    expect([flushed, -greatest].map((x) => call("exp", element, x))).toEqual([0, 0]);
    expect(call("exp", element, flushed + 0.001)).toBeGreaterThan(leastNormal);
    expect(call("expm1", element, first)).toBe(Infinity);
  });

  test("logarithms of what has none are NaN, and -∞ at the edge", () => {
    expect(["log", "log1p"].map((name) => call(name as "log", element, -1.5))).toEqual([NaN, NaN]);
    expect(call("log1p", element, -1)).toBe(-Infinity);
    expect(call("log", element, 1)).toBe(0);
    expect(call("log", element, leastNormal / 2)).toBe(-Infinity);
  });

  test("what is as good as its argument near 0 returns tiny numbers as they are", () => {
    for (const x of [leastNormal, -leastNormal, leastNormal / 4, 1.5 * leastNormal]) {
      for (const name of ["tanh", "expm1", "log1p", "sin"] as const) expect(call(name, element, x)).toBe(x);
    }
  });

  test.each(["tanh", "erf", "sin", "cos"] as const)("%s never leaves -1 … 1", (name) => {
    for (let i = -4000; i <= 4000; i++) {
      const x = numbersMachine(element).number(i * 0.0051);
      expect(Math.abs(call(name, element, x))).toBeLessThanOrEqual(1);
      expect(Math.abs(call(name, element, x * 1e20))).toBeLessThanOrEqual(1);
    }
  });

  test.each(["sigmoid", "normalCdf"] as const)("%s goes from a normal number to 0 at once", (name) => {
    const edge = { sigmoid: [86.98, 87], normalCdf: [12.949, 12.951] } as const;
    const edge64 = { sigmoid: [708.04, 708.06], normalCdf: [37.519, 37.52] } as const;
    const [last, first] = (element === "f32" ? edge : edge64)[name];
    expect(call(name, element, -last)).toBeGreaterThanOrEqual(leastNormal);
    expect(call(name, element, -first)).toBe(0);
    expect([greatest, -greatest].map((x) => call(name, element, x))).toEqual([1, 0]);
  });

  test("powers are those of ECMAScript, but of 1 they are 1", () => {
    const bases = [0, -0, Infinity, -Infinity, NaN, 1, -1, 2, -2, 0.5, -0.5, -3, 1e30, -1e30];
    const exponents = [
      0,
      -0,
      1,
      -1,
      2,
      -2,
      3,
      -3,
      0.5,
      -0.5,
      2.5,
      -2.5,
      Infinity,
      -Infinity,
      NaN,
      1e9,
      -1e9,
      1e9 + 1,
    ];
    for (const x of bases.map((v) => numbersMachine(element).number(v))) {
      for (const y of exponents) {
        const isOne = x === 1 || (x === -1 && Math.abs(y) === Infinity);
        const wanted = isOne
          ? 1
          : numbersMachine(element).number(Math.pow(x, numbersMachine(element).number(y)));
        const got = call("power", element, x, y);
        const place = `${x} to the power of ${y}`;
        if (Number.isFinite(wanted) && wanted !== 0) expect(got / wanted, place).toBeCloseTo(1, 6);
        else expect(got, place).toBe(wanted);
      }
    }
  });

  test("powers vanish before they are subnormal, and overflow to ∞", () => {
    const last = element === "f32" ? 127 : 1023;
    expect([1 - last, -last, -5 * last].map((y) => call("power", element, 2, y))).toEqual([
      2 ** (1 - last),
      0,
      0,
    ]);
    expect([last, last + 1.01, 1e30].map((y) => call("power", element, 2, y))).toEqual([
      2 ** last,
      Infinity,
      Infinity,
    ]);
  });
});
