import {
  build,
  compile,
  createState,
  derive,
  type Derivation,
  differentiate,
  type Feeds,
  type Graph,
  pathsBetween,
  reference,
  select,
  type Tensor,
  tensor,
  toNested,
} from "@chainrule/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { registry } from "./testing/evaluate.js";
import { louppe } from "./testing/louppe.js";
import { randomGraph } from "./testing/randomGraph.js";

const engine = reference();

function derived(model: Graph, wrt: string, feeds: Feeds = {}, options = {}): Derivation {
  const graph = differentiate(model, { of: "loss", wrt: [wrt], registry });
  const plan = compile(graph, { registry, engine, state: createState(model, registry), dims: { N: 1 } });
  plan.feed(feeds);
  plan.forward();
  plan.backward();
  const values = new Map<string, Tensor>(
    select(graph, Object.values(graph.outputs)).nodes.map(({ id }) => [id, plan.read(id)]),
  );
  const gradient = values.get(`grad/loss/${wrt}`)!;
  return derive(graph, { of: "loss", wrt, registry, engine, values, gradient, ...options });
}

/** Rounded to the ten decimals in which the numbers are known. */
function rounded(value: Tensor): unknown {
  return JSON.parse(JSON.stringify(toNested(value)), (_, x: unknown) =>
    typeof x === "number" ? Number(x.toFixed(10)) : x,
  );
}

describe("Louppe's network", () => {
  const feeds = { x: tensor([[1, -2]]), y: tensor([1]) };
  const { paths, count, isEqual, sum } = derived(build(louppe, { registry }), "W1", feeds);

  test("B7: W1 reaches the loss on two paths, through u4 and through u8", () => {
    expect(count).toBe(2n);
    expect(paths.map(({ factors }) => factors.map(({ consumer }) => consumer).join(" "))).toEqual([
      "l u4 yhat u3 u2 u1",
      "l u8 u7 u5",
    ]);
  });

  test("B7: each path carries what the lecture says, and the sum is the gradient", () => {
    expect(rounded(paths[0]!.term)).toEqual([
      [-0.0778208787, 0.0501180764],
      [0.1556417574, -0.1002361527],
    ]);
    expect(rounded(paths[1]!.term)).toEqual([
      [0.0680413817, -0.040824829],
      [0.0272165527, 0.0544331054],
    ]);
    expect(rounded(paths[1]!.sum)).toEqual([
      [-0.0097794969, 0.0092932473],
      [0.1828583101, -0.0458030473],
    ]);
    expect(paths[1]!.sum).toEqual(sum);
    expect(isEqual).toBe(true);
  });

  test("the factors of a path multiply to its term", () => {
    for (const { factors, term } of paths) {
      const product = factors.reduce<number[][]>(
        (rows, { jacobian }) => times(rows, matrix(jacobian!)),
        [[1]],
      );
      expect(product[0]!.map((x) => x.toFixed(12))).toEqual(Array.from(term.data, (x) => x.toFixed(12)));
    }
  });

  test("the factors of the first path, by hand", () => {
    const [toU4, toYhat, toU3, , toU1] = paths[0]!.factors.map(({ jacobian }) => matrix(jacobian!));
    const yhat = 0.5541966110715547;
    expect(toU4).toEqual([[1]]);
    expect(toYhat![0]![0]).toBeCloseTo(-1 / yhat, 12);
    expect(toU3![0]![0]).toBeCloseTo(yhat * (1 - yhat), 12);
    const u2 = [0.5249791875, 0.2497398944];
    expect(toU1!.flat().map((x) => x.toFixed(9))).toEqual(
      [u2[0]! * (1 - u2[0]!), 0, 0, u2[1]! * (1 - u2[1]!)].map((x) => x.toFixed(9)),
    );
  });
});

test("the sum over all paths is the gradient, on 200 random graphs, and both agree with differences", () => {
  let most = 0n;
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 2, maxLength: 9 }),
      fc.constantFrom("w0", "w1"),
      (draws, wrt) => {
        const graph = randomGraph(draws);
        fc.pre(pathsBetween(graph, "l", wrt, registry).count > 0n);
        const found = derived(graph, wrt, {}, { limit: 10_000 });
        expect(found.leftOut).toBe(0n);
        expect(found.isEqual).toBe(true);
        expect(found.paths).toHaveLength(Number(found.count));
        if (found.count > most) most = found.count;
        const error = Math.max(...differences(graph, wrt).map((x, i) => Math.abs(x - found.sum.data[i]!)));
        expect(error).toBeLessThan(1e-5 * (1 + Math.max(...found.sum.data.map(Math.abs))));
      },
    ),
    { numRuns: 200, seed: 4, verbose: true },
  );
  expect(most).toBeGreaterThan(20n);
});

test("paths are made when they are asked for: 2⁶⁴ of them are counted, and the first is there at once", () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 64 }, (_, i) => [`n${i + 1}`, { op: "add", in: [`n${i}`, `n${i}`] }]),
  );
  const graph = build(
    {
      dtype: "float64",
      model: { inputs: {}, params: { n0: { shape: [], value: 1 } }, nodes, outputs: { loss: "n64" } },
    },
    { registry },
  );
  const found = derived(graph, "n0", {}, { limit: 3 });
  expect([found.count, found.leftOut, found.paths.length]).toEqual([2n ** 64n, 2n ** 64n - 3n, 3]);
  expect(found.paths[0]!.factors).toHaveLength(64);
  expect([found.sum.data[0], found.gradient.data[0], found.isEqual]).toEqual([3, 2 ** 64, false]);
});

test("a factor's Jacobian is written out up to 36 entries", () => {
  const spec = (size: number) => ({
    dtype: "float64" as const,
    model: {
      inputs: {},
      params: { w: { shape: [size], value: Array.from({ length: size }, (_, i) => i) } },
      nodes: { t: { op: "tanh", in: ["w"] }, l: { op: "sum", in: ["t"] } },
      outputs: { loss: "l" },
    },
  });
  const [six, seven] = [6, 7].map(
    (size) => derived(build(spec(size), { registry }), "w").paths[0]!.factors[1]!,
  );
  expect(six!.jacobian?.shape).toEqual([6, 6]);
  expect(seven!.jacobian).toBeUndefined();
});

test("what is locally constant is on no path", () => {
  const graph = build(
    {
      dtype: "float64",
      model: {
        inputs: {},
        params: { w: { shape: [3], value: [1, -2, 3] } },
        nodes: {
          s: { op: "step", in: ["w"] },
          t: { op: "multiply", in: ["s", "w"] },
          l: { op: "sum", in: ["t"] },
        },
        outputs: { loss: "l" },
      },
    },
    { registry },
  );
  const { paths, sum } = derived(graph, "w");
  expect(
    paths.map(({ factors }) => factors.map(({ consumer, position }) => `${consumer}.${position}`)),
  ).toEqual([["l.0", "t.1"]]);
  expect([...sum.data]).toEqual([1, 0, 1]);
});

function matrix({ shape: [rows, columns], data }: Tensor): number[][] {
  return Array.from({ length: rows! }, (_, i) => Array.from(data.subarray(i * columns!, (i + 1) * columns!)));
}

function times(a: readonly number[][], b: readonly number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

/** Central differences of the loss by each element of a parameter. */
function differences(graph: Graph, wrt: string): number[] {
  const state = createState(graph, registry);
  const plan = compile(graph, { registry, engine, state, outputs: ["loss"] });
  const original = state.read(wrt).data;
  const h = 2 ** -20;
  const at = (i: number, by: number): number => {
    state.write(
      wrt,
      Array.from(original, (x, j) => (i === j ? x + by : x)),
    );
    plan.forward();
    return plan.scalar("loss");
  };
  return Array.from(original, (_, i) => (at(i, h) - at(i, -h)) / (2 * h));
}
