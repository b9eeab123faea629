import { expect, test } from "vitest";
import type { MachineLine } from "../math/trace.js";
import type { Element, Instruction, Register, Statement } from "../ir/program.js";
import { prepare } from "./prepare.js";

const register = (id: number, element: Element = "f32", lanes = 1, truth = false): Register => ({
  id,
  element,
  lanes,
  truth,
});

/** Runs statements on 64 doubles of memory; returns its bytes. */
function run(
  body: Statement[],
  fill: (bytes: ArrayBuffer) => void = () => {},
  line?: MachineLine,
): ArrayBuffer {
  const memory = new ArrayBuffer(512);
  fill(memory);
  const lineOf = (name: string): MachineLine => {
    if (line === undefined) throw new Error(`no line for ${name}`);
    return line;
  };
  const context = { memory: () => memory, kernels: [], runTape: () => {}, lineOf };
  prepare({ name: "p", nests: [{ kind: "nest", title: "all", body }] }, context)();
  return memory;
}

/** The value of one step, each argument a constant. */
function stepOf(
  element: Element,
  name: Extract<Instruction, { kind: "call" }>["name"],
  ...values: number[]
): number {
  const truth = name === "less" || name === "equal";
  const constants = values.map((value, i): Statement => ({
    kind: "constant",
    to: register(i, element),
    value,
  }));
  const to = register(9, element, 1, truth);
  const memory = run([
    ...constants,
    { kind: "call", to, name, arguments: values.map((_, i) => register(i, element)) },
    { kind: "store", from: to, at: { base: 0, terms: [] }, stored: "f64", step: 8 },
  ]);
  return new Float64Array(memory)[0]!;
}

test("single precision rounds after each step", () => {
  expect(stepOf("f32", "add", 1, 2 ** -24)).toBe(1);
  expect(stepOf("f64", "add", 1, 2 ** -24)).toBe(1 + 2 ** -24);
  expect(stepOf("f32", "multiply", 2 ** -75, 2 ** -75)).toBe(0);
  // To 24 bits, 1/3 is 0.101010…101011 · 2⁻¹.
  expect(stepOf("f32", "divide", 1, 3)).toBe(11184811 / 2 ** 25);
});

test("halves go to the even integer, and the sign of 0 is kept", () => {
  for (const element of ["f32", "f64"] as const) {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, -2.6].map((a) => stepOf(element, "round", a))).toEqual(
      [0, 2, 2, -0, -2, 2, -3], // prettier-ignore
    );
    expect(stepOf(element, "round", -Infinity)).toBe(-Infinity);
    expect(stepOf(element, "round", NaN)).toBeNaN();
  }
});

test.each(["f32", "f64"] as const)("%s is taken apart and put together by its bits", (element) => {
  const [least, most] = element === "f32" ? [-126, 127] : [-1022, 1023];
  for (const n of [0, 1, -1, 5, least, most]) {
    expect(stepOf(element, "powerOfTwo", n)).toBe(2 ** n);
    expect(stepOf(element, "exponent", 1.75 * 2 ** n)).toBe(n);
    expect(stepOf(element, "mantissa", 1.75 * 2 ** n)).toBe(1.75);
  }
});

test("extremes, comparisons and select are those of the algebra", () => {
  expect(stepOf("f32", "minimum", 0, -0)).toBe(-0);
  expect(stepOf("f32", "maximum", NaN, 1)).toBeNaN();
  expect(stepOf("f32", "less", NaN, 1)).toBe(0);
  expect(stepOf("f32", "equal", 0, -0)).toBe(1);
});

test("a matrix is transposed by strides, and its rows are summed in lanes", () => {
  const c = { id: 1, name: "c" };
  const row = register(0, "f32", 4);
  const four = [1, 2, 3, 4].map((id) => register(id, "f32", 4));
  const memory = run(
    [
      {
        kind: "loop",
        index: c,
        count: 4,
        body: [
          {
            kind: "load",
            to: row,
            at: { base: 0, terms: [{ index: c, stride: 4 }] },
            stored: "f32",
            step: 16,
          },
          {
            kind: "store",
            from: row,
            at: { base: 64, terms: [{ index: c, stride: 16 }] },
            stored: "f32",
            step: 4,
          },
        ],
      },
      ...four.map((to, i): Statement => ({
        kind: "load",
        to,
        at: { base: 16 * i, terms: [] },
        stored: "f32",
        step: 4,
      })),
      { kind: "laneSums", to: row, arguments: four },
      { kind: "store", from: row, at: { base: 128, terms: [] }, stored: "f32", step: 4 },
    ],
    (bytes) => new Float32Array(bytes).set(Array.from({ length: 16 }, (_, i) => i)),
  );
  const numbers = [...new Float32Array(memory)];
  expect(numbers.slice(16, 32)).toEqual([0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15]);
  expect(numbers.slice(32, 36)).toEqual([6, 22, 38, 54]);
});

test("lanes are summed as (x₀ + x₂) + (x₁ + x₃)", () => {
  const x = register(0, "f32", 4);
  const memory = run(
    [
      { kind: "load", to: x, at: { base: 0, terms: [] }, stored: "f32", step: 4 },
      { kind: "laneSums", to: x, arguments: [x, x, x, x] },
      { kind: "store", from: x, at: { base: 16, terms: [] }, stored: "f32", step: 4 },
    ],
    // From left to right the 1 would be lost.
    (bytes) => new Float32Array(bytes).set([2 ** 24, 1, -(2 ** 24), 0]),
  );
  expect([...new Float32Array(memory)].slice(4, 8)).toEqual([1, 1, 1, 1]);
});

test("numbers become integers towards 0, and truth values 1 and 0", () => {
  const x = register(0, "f64", 2);
  const memory = run(
    [
      { kind: "load", to: x, at: { base: 0, terms: [] }, stored: "f64", step: 8 },
      { kind: "store", from: x, at: { base: 16, terms: [] }, stored: "i32", step: 4 },
      { kind: "load", to: { ...x, truth: true }, at: { base: 0, terms: [] }, stored: "f64", step: 8 },
      { kind: "store", from: { ...x, truth: true }, at: { base: 24, terms: [] }, stored: "u8", step: 1 },
    ],
    (bytes) => new Float64Array(bytes).set([-2.9, NaN]),
  );
  expect([...new Int32Array(memory, 16, 2)]).toEqual([-2, 0]);
  expect([...new Uint8Array(memory, 24, 2)]).toEqual([1, 1]);
});

test("a function is its line, even where its result replaces its argument", () => {
  // 3x - x, with x still wanted after the first step.
  const line: MachineLine = {
    inputs: 1,
    constants: [3],
    steps: [
      { name: "multiply", arguments: [1, 0] },
      { name: "subtract", arguments: [2, 0] },
    ],
    result: 3,
  };
  const x = register(0);
  const at = { base: 0, terms: [] };
  const memory = run(
    [
      { kind: "load", to: x, at, stored: "f32", step: 4 },
      { kind: "call", to: x, name: "tanh", arguments: [x] },
      { kind: "store", from: x, at, stored: "f32", step: 4 },
    ],
    (bytes) => new Float32Array(bytes).set([7]),
    line,
  );
  expect(new Float32Array(memory)[0]).toBe(14);
});
