import {
  build,
  type BuildSpec,
  createState,
  draws,
  type Draws,
  type Initialiser,
  type Nested,
  resolveAttributes,
  type StaticShape,
  toNested,
} from "@chainrule/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
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

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

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

test("I1: normal with deviation ½ lies within ±1 in 95.4 % of draws", () => {
  const numbers = drawn("normal", { std: 0.5 }, shape);
  // Five standard errors of a share of 0.9545 among 10⁵ draws are 0.0033.
  expect(Math.abs(numbers.filter((x) => Math.abs(x) <= 1).length / numbers.length - 0.9545)).toBeLessThan(
    0.0033,
  );
  const shifted = drawn("normal", { mean: 10, std: 0.5 }, shape);
  expect(meanOf(shifted)).toBeCloseTo(10, 1);
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

test("lecun: variance 1 / in, normal unless uniform is asked for", () => {
  const normal = drawn("lecun", {}, shape);
  expect(variance(normal) / (1 / 250)).toBeCloseTo(1, 1);
  expect(normal.every((x) => Math.abs(x) <= Math.sqrt(3 / 250))).toBe(false);
  const uniform = drawn("lecun", { distribution: "uniform" }, shape);
  expect(variance(uniform) / (1 / 250)).toBeCloseTo(1, 1);
  expect(uniform.every((x) => Math.abs(x) <= Math.sqrt(3 / 250))).toBe(true);
});

/** The standard deviation that a standard normal has left within ±2: √(1 − 4 φ(2) / (Φ(2) − Φ(−2))). */
const deviationLeft = 0.879_625_661_034_239_8;

test("truncatedNormal: the normal's own draws where they lie within ±2 std, others in their place where not", () => {
  const normal = drawn("normal", { std: 0.5, mean: 1 }, shape);
  const cut = drawn("truncatedNormal", { std: 0.5, mean: 1 }, shape);
  expect(cut.every((x) => Math.abs(x - 1) <= 1)).toBe(true);
  expect(cut.every((x, i) => x === normal[i] || Math.abs(normal[i]! - 1) > 1)).toBe(true);
  expect(cut.filter((x, i) => x !== normal[i]).length / cut.length).toBeCloseTo(0.0455, 2);
  expect(Math.sqrt(variance(cut.map((x) => x - 1)))).toBeCloseTo(0.5 * deviationLeft, 2);
  expect(drawn("truncatedNormal", { std: 0, mean: 3 }, [2])).toEqual([3, 3]);
});

describe("moments, whatever the seed", () => {
  const count = 4096;
  /** Mean 0, this standard deviation and fourth moment over its square. */
  const moments: readonly [name: string, settings: Record<string, unknown>, std: number, kurtosis: number][] =
    [
      ["uniform", { min: -0.5, max: 0.5 }, Math.sqrt(1 / 12), 9 / 5],
      ["normal", { std: 0.5 }, 0.5, 3],
      // The fourth moment within ±2: 3 − (4·8 + 3·4)·φ(2) / 0.9545 = 0.5112…, over 0.7737².
      ["truncatedNormal", { std: 0.5 }, 0.5 * deviationLeft, 2.3655],
      ["glorot", {}, Math.sqrt(2 / 128), 9 / 5],
      ["glorot", { distribution: "normal" }, Math.sqrt(2 / 128), 3],
      ["he", {}, Math.sqrt(2 / 64), 3],
      ["he", { distribution: "uniform" }, Math.sqrt(2 / 64), 9 / 5],
      ["lecun", {}, Math.sqrt(1 / 64), 3],
      ["lecun", { distribution: "uniform" }, Math.sqrt(1 / 64), 9 / 5],
      // Every row and column has length 1, so the mean square is 1 / 64 exactly.
      ["orthogonal", {}, Math.sqrt(1 / 64), 3],
    ];
  test.each(moments)("%s %j has the standard deviation %d", (name, settings, std, kurtosis) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const numbers = drawn(name, settings, [64, 64], draws(seed, "init", "W"));
        // Six standard errors: one seed in 10⁸ is farther.
        expect(Math.abs(meanOf(numbers))).toBeLessThan((6 * std) / Math.sqrt(count));
        const error = 6 * std ** 2 * Math.sqrt((kurtosis - 1) / count);
        expect(Math.abs(variance(numbers) - std ** 2)).toBeLessThan(error);
      }),
      { numRuns: 20 },
    );
  });
});

test("fans of any size give finite numbers of the right size", () => {
  const draw = draws(0, "init", "W");
  // Not filled: an initialiser is asked for single elements.
  const large: StaticShape = [2 ** 26, 2 ** 26];
  for (const name of ["glorot", "he", "lecun"]) {
    const initialiser: Initialiser = registry.get("initialisers", name);
    const at = initialiser.fill(large, draw, resolveAttributes(name, initialiser.attributes, {}));
    const some = Array.from({ length: 1000 }, (_, i) => at(i * 2 ** 42));
    const expected = name === "he" ? 2 ** -12.5 : 2 ** -13;
    expect(Math.sqrt(variance(some)) / expected, name).toBeCloseTo(1, 0);
    expect(drawn(name, {}, [0, 3])).toEqual([]);
    expect(drawn(name, {}, [3, 0])).toEqual([]);
    expect(drawn(name, {}, []).every(Number.isFinite)).toBe(true);
  }
});

describe("orthogonal", () => {
  /** Largest |MᵀM − gain² I| of the columns of a tall matrix, or the rows of a wide one. */
  function deviation(numbers: readonly number[], [rows, columns]: readonly [number, number], gain = 1) {
    const vectors =
      rows < columns
        ? Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns))
        : Array.from({ length: columns }, (_, j) => numbers.filter((_unused, at) => at % columns === j));
    const products = vectors.flatMap((a, i) =>
      vectors.map((b, j) =>
        Math.abs(a.reduce((sum, x, k) => sum + x * b[k]!, 0) - (i === j ? gain ** 2 : 0)),
      ),
    );
    return Math.max(0, ...products);
  }

  test.each<[StaticShape, readonly [number, number]]>([
    [
      [4, 4],
      [4, 4],
    ],
    [
      [7, 3],
      [7, 3],
    ],
    [
      [3, 7],
      [3, 7],
    ],
    [
      [60, 50],
      [60, 50],
    ],
    [
      [1, 5],
      [1, 5],
    ],
    [[5], [5, 1]],
    [[], [1, 1]],
    [
      [2, 3, 4],
      [6, 4],
    ],
    [
      [2, 2, 9],
      [4, 9],
    ],
    // A kernel [O, C, KH, KW]: a row for each output.
    [
      [4, 3, 2, 2],
      [4, 12],
    ],
    [
      [30, 2, 3, 3],
      [30, 18],
    ],
    [
      [2, 1, 2, 2, 3],
      [8, 3],
    ],
    [
      [0, 3],
      [0, 3],
    ],
    [
      [3, 0],
      [3, 0],
    ],
  ])("of shape %j, as a matrix %j, has orthonormal rows or columns", (of, matrix) => {
    expect(deviation(drawn("orthogonal", {}, of), matrix)).toBeLessThan(1e-12);
    expect(deviation(drawn("orthogonal", { gain: 3 }, of), matrix, 3)).toBeLessThan(1e-11);
  });

  test("of the draw it is the Q whose R has a positive diagonal, for wide matrices too", () => {
    const normal = drawn("normal", { std: 1 }, [5, 3]);
    const q = drawn("orthogonal", {}, [5, 3]);
    const r = (i: number, j: number): number =>
      [0, 1, 2, 3, 4].reduce((sum, row) => sum + q[row * 3 + i]! * normal[row * 3 + j]!, 0);
    for (let j = 0; j < 3; j++) {
      expect(r(j, j)).toBeGreaterThan(0.01);
      for (let i = j + 1; i < 3; i++) expect(Math.abs(r(i, j))).toBeLessThan(1e-14);
    }
    // A wide matrix is the transpose of the tall one that the transposed draw gives.
    const wideNormal = drawn("normal", { std: 1 }, [2, 4]);
    const first = wideNormal.slice(0, 4);
    const length = Math.hypot(...first);
    drawn("orthogonal", {}, [2, 4])
      .slice(0, 4)
      .forEach((x, i) => expect(x).toBeCloseTo(first[i]! / length, 14));
  });

  test("every direction is as likely: the entries' means are 0 and their signs even, the corner's too", () => {
    // Without the positive diagonal, the corner of Q would have one sign.
    const corners = Array.from({ length: 400 }, (_, seed) =>
      Math.sign(drawn("orthogonal", {}, [2, 2], draws(seed, "init", "W"))[0]!),
    );
    expect(Math.abs(meanOf(corners))).toBeLessThan(0.25);
  });

  test("it keeps the length of vectors", () => {
    const q = drawn("orthogonal", { gain: 2 }, [6, 6]);
    const x = [1, -2, 0.5, 3, 0, 1];
    const y = x.map((_, i) => x.reduce((sum, value, j) => sum + q[i * 6 + j]! * value, 0));
    expect(Math.hypot(...y)).toBeCloseTo(2 * Math.hypot(...x), 13);
  });
});

test("a draw depends on the seed, the path and the element, not on the shape", () => {
  expect(drawn("he", {}, [4, 2])).toEqual(drawn("he", {}, [4, 3]).slice(0, 8));
  expect(drawn("he", {}, [4])).not.toEqual(drawn("he", {}, [4], draws(0, "init", "V")));
});

/** First values by id. */
function firstValues(spec: BuildSpec): Record<string, Nested> {
  const state = createState(build(spec, { registry }), registry);
  return Object.fromEntries(state.ids().map((id) => [id, toNested(state.read(id))]));
}

test("I2: first values do not depend on the order of parameters and nodes, nor on others beside them", () => {
  type Model = BuildSpec["model"];
  const params: NonNullable<Model["params"]> = {
    a: { shape: [3, 4], init: "glorot" },
    b: { shape: [4], init: { type: "uniform", min: -1, max: 1 } },
    c: { shape: [4, 4], init: { type: "orthogonal", gain: 2 } },
    d: { shape: [4], init: { type: "truncatedNormal", std: 0.1 } },
  };
  const nodes: Model["nodes"] = {
    f: { op: "affine", in: ["x", "a", "b"] },
    g: { op: "affine", in: ["f", "c", "d"] },
    h: { block: "dense", in: ["g"], units: 3, init: "lecun" },
    k: { block: "dense", in: ["h"], units: 2, init: "he", repeat: 2 },
  };
  const spec = (p: NonNullable<Model["params"]>, n: Model["nodes"]): BuildSpec => ({
    seed: 5,
    dtype: "float64",
    model: { inputs: { x: { shape: ["N", 3] } }, params: p, nodes: n, outputs: { y: "k" } },
  });
  const expected = firstValues(spec(params, nodes));
  expect(Object.keys(expected)).toHaveLength(10);
  const shuffledOf = <T>(record: Readonly<Record<string, T>>) =>
    fc
      .shuffledSubarray(Object.entries(record), { minLength: Object.keys(record).length })
      .map((entries) => Object.fromEntries(entries));
  fc.assert(
    fc.property(shuffledOf(params), shuffledOf(nodes), (p, n) => {
      const more = { ...n, other: { block: "dense", in: ["x"], units: 2 } };
      expect(firstValues(spec(p, n))).toEqual(expected);
      expect(firstValues(spec(p, more))).toMatchObject(expected);
    }),
    { numRuns: 20 },
  );
});

test("I4: a literal value is a parameter's first value, to the digit, in either dtype", () => {
  const value = [
    [0.5, -0.3],
    [1e-300, 0.1 + 0.2],
  ];
  const spec = (dtype: "float32" | "float64"): BuildSpec => ({
    dtype,
    model: {
      inputs: { x: { shape: ["N", 2] } },
      params: { W: { shape: [2, 2], value }, b: { shape: [], value: -0 } },
      nodes: {
        z: { op: "matmul", in: ["x", "W"] },
        y: { op: "add", in: ["z", "b"] },
      },
      outputs: { y: "y" },
    },
  });
  expect(firstValues(spec("float64"))).toEqual({ W: value, b: -0 });
  expect(firstValues(spec("float32"))).toEqual({ W: value.map((row) => row.map(Math.fround)), b: -0 });
});
