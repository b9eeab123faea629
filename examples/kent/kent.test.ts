import { readFileSync } from "node:fs";
import { evaluate, openSpec, type Project, tensor, toNested } from "chainrule";
import { describe, expect, test } from "vitest";

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const [columns, rows] = ["kent.json", "rows.json"].map((file) => openSpec(read(file), file)) as [
  Project,
  Project,
];
type Matrix = number[][];

/** The values of a spec's nodes, with both passes, for some rows. */
function run(project: Project, x: Matrix, y: Matrix) {
  const { evalGraph, registry, engine } = project;
  const state = project.initialState();
  const feeds = { x: tensor(x), y: tensor(y) };
  const { values } = evaluate(evalGraph, { registry, engine, state, feeds, of: "J" });
  return (id: string) => toNested(values.get(id)!) as Matrix;
}

/** The network and its gradients for one example, by loops over numbers and nothing else. */
function byHand({ W1, b1, W2, b2 }: Weights, x: readonly number[], y: number) {
  const z1 = W1.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j]!, b1[i]!));
  const a1 = z1.map(Math.tanh);
  const z2 = W2.reduce((sum, w, i) => sum + w * a1[i]!, b2);
  const a2 = 1 / (1 + Math.exp(-z2));
  const J = -y * Math.log(a2) - (1 - y) * Math.log(1 - a2);
  const da2 = -y / a2 + (1 - y) / (1 - a2);
  const dz2 = a2 * (1 - a2) * da2;
  const da1 = W2.map((w) => w * dz2);
  const dz1 = da1.map((d, i) => (1 - a1[i]! ** 2) * d);
  const dW1 = dz1.map((d) => x.map((value) => d * value));
  return { z1, a1, z2, a2, J, da2, dz2, dW2: a1.map((a) => dz2 * a), db2: dz2, da1, dz1, dW1, db1: dz1 };
}

interface Weights {
  readonly W1: Matrix;
  readonly b1: readonly number[];
  readonly W2: readonly number[];
  readonly b2: number;
}

const weights: Weights = {
  W1: [
    [0.5, -0.25],
    [-1, 0.5],
    [0.25, 0.5],
  ],
  b1: [0, 0.5, -0.5],
  W2: [1, -0.5, -1],
  b2: 0.25,
};
const hand = byHand(weights, [2, 1], 1);
const column = (list: readonly number[]): Matrix => list.map((value) => [value]);

/** Numbers of the same form, to twelve digits. */
function expectNear(got: unknown, need: unknown): void {
  const [a, b] = [got, need].map((value) => [value].flat(Infinity) as number[]);
  expect(a!.length).toBe(b!.length);
  a!.forEach((value, i) => expect(Math.abs(value - b![i]!)).toBeLessThanOrEqual(1e-12 * Math.abs(b![i]!)));
}

test("B4, B5: every value and every gradient is what loops over numbers give, in the lecture's shapes", () => {
  const value = run(columns, [[2, 1]], [[1]]);
  const expected: Record<string, number | Matrix> = {
    z1: column(hand.z1),
    a1: column(hand.a1),
    z2: [[hand.z2]],
    a2: [[hand.a2]],
    J: hand.J,
    "grad/J/a2": [[hand.da2]],
    "grad/J/z2": [[hand.dz2]],
    "grad/J/W2": [hand.dW2],
    "grad/J/b2": [[hand.db2]],
    "grad/J/a1": column(hand.da1),
    "grad/J/z1": column(hand.dz1),
    "grad/J/W1": hand.dW1,
    "grad/J/b1": column(hand.db1),
  };
  for (const [id, need] of Object.entries(expected)) {
    const got = value(id);
    expectNear(got, need);
    if (typeof need !== "number") expect(got.map((row) => row.length)).toEqual(need.map((row) => row.length));
  }
});

test("and what central differences give, to 1e-8", () => {
  const h = 1e-5;
  const slope = (change: (by: number) => Weights) =>
    (byHand(change(h), [2, 1], 1).J - byHand(change(-h), [2, 1], 1).J) / (2 * h);
  const raised = (list: readonly number[], at: number, by: number) =>
    list.map((value, i) => (i === at ? value + by : value));
  const value = run(columns, [[2, 1]], [[1]]);
  const near = (got: number, need: number) => expect(Math.abs(got / need - 1)).toBeLessThan(1e-8);
  near(
    value("grad/J/b2")[0]![0]!,
    slope((by) => ({ ...weights, b2: weights.b2 + by })),
  );
  for (let i = 0; i < 3; i++) {
    near(
      value("grad/J/W2")[0]![i]!,
      slope((by) => ({ ...weights, W2: raised(weights.W2, i, by) })),
    );
    near(
      value("grad/J/b1")[i]![0]!,
      slope((by) => ({ ...weights, b1: raised(weights.b1, i, by) })),
    );
    for (let j = 0; j < 2; j++) {
      const moved = (by: number) => weights.W1.map((row, k) => (k === i ? raised(row, j, by) : row));
      near(
        value("grad/J/W1")[i]![j]!,
        slope((by) => ({ ...weights, W1: moved(by) })),
      );
    }
  }
});

describe("a sigmoid and its cross entropy", () => {
  const spec = {
    chainrule: 1,
    profile: "kent",
    dtype: "float64",
    model: {
      inputs: { z: { shape: ["N"] }, y: { shape: ["N"] } },
      nodes: { a: { op: "sigmoid", in: ["z"] }, J: { op: "binaryCrossEntropy", in: ["a", "y"] } },
      outputs: { J: "J" },
    },
  };
  const project = openSpec(JSON.stringify(spec));
  const { evalGraph, registry, engine } = project;
  test.each([-3, 0.3, 2].flatMap((z) => [0, 1].map((y) => [z, y])))(
    "L2: dJ/dz = a - y at z = %s and y = %s",
    (z, y) => {
      const feeds = { z: tensor([z!]), y: tensor([y!]) };
      const options = { registry, engine, state: project.initialState(), feeds, of: "J", wrt: ["z"] };
      const { gradients } = evaluate(evalGraph, options);
      expect(toNested(gradients["grad/J/z"]!)).toEqual([expect.closeTo(1 / (1 + Math.exp(-z!)) - y!, 12)]);
    },
  );
});

test("D2: X W + b = (W A + b)ᵀ, and so with every gradient, over three examples", () => {
  const [x, y] = [[[2, 1], [-1, 3], [0.5, -2]], [[1], [0], [1]]]; // prettier-ignore
  const [byColumns, byRows] = [run(columns, x!, y!), run(rows, x!, y!)];
  const turned = (matrix: Matrix) => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
  for (const id of ["z1", "a1", "z2", "a2"].flatMap((name) => [name, `grad/J/${name}`])) {
    expectNear(byRows(id), turned(byColumns(id)));
  }
  for (const id of ["grad/J/W1", "grad/J/W2"]) expectNear(byRows(id), turned(byColumns(id)));
  for (const id of ["grad/J/b1", "grad/J/b2"]) expectNear(byRows(id), byColumns(id));
  const examples = x!.map((row, i) => byHand(weights, row, y![i]![0]!));
  const added = (pick: (one: (typeof examples)[number]) => number) =>
    examples.reduce((sum, one) => sum + pick(one), 0);
  expect(byColumns("J")).toBeCloseTo(
    added(({ J }) => J),
    12,
  );
  expect(byColumns("grad/J/b1")).toEqual(
    [0, 1, 2].map((i) => [
      expect.closeTo(
        added(({ db1 }) => db1[i]!),
        12,
      ) as number,
    ]),
  );
});

describe("the page", () => {
  const page = read("README.md").replaceAll("−", "-");
  const numbersIn = (text: string) => [...text.matchAll(/-?\d+\.\d+/g)].map(([number]) => Number(number));
  const rounded = (numbers: number | readonly number[] | Matrix) =>
    ([numbers].flat(2) as number[]).map((value) => Number(value.toFixed(5)));

  const { dz1, dz2, da1, da2, dW1, dW2, db1, db2 } = hand;
  const gradients = { a2: da2, z2: dz2, W2: dW2, b2: db2, a1: da1, z1: dz1, W1: dW1, b1: db1 };
  test.each(Object.entries(gradients))("tells dJ/d%s to five decimals", (name, need) => {
    const line = new RegExp(`^\\| dJ/d${name} .* \\|(.*)\\|$`, "m").exec(page)!;
    expect(numbersIn(line[1]!)).toEqual(rounded(need));
  });

  test("tells the values of the forward pass, and the three numbers that a - y comes from", () => {
    const { a1, z2, a2, J } = hand;
    const told = new Set(numbersIn(page));
    for (const need of [a1, z2, a2, J, 1 - a2, a2 * (1 - a2)].flatMap(rounded)) expect(told).toContain(need);
  });
});
