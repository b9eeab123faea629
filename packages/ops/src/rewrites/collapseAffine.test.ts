import {
  Builder,
  checkRewrite,
  createState,
  differentiate,
  type Graph,
  isSource,
  type ModelSpec,
  reference,
  rewrite,
  tensorOf,
  trainable,
} from "@chainrule/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { add, tanh } from "../elementwise.js";
import { graphOf } from "../testing/blockNumbers.js";
import { registry } from "../testing/evaluate.js";
import { type Layer, layerKinds, linearNetwork } from "../testing/linearNetwork.js";
import { collapseAffine } from "./collapseAffine.js";

const collapsed = (graph: Graph) => rewrite(graph, collapseAffine, { registry });
const lines = ({ nodes }: Graph): string[] =>
  nodes.flatMap(({ id, op, in: inputs }) => (isSource(op) ? [] : [`${id} = ${op}(${inputs.join(", ")})`]));
const free = (...shape: number[]) => ({ shape, init: { type: "normal", std: 1 } }) as const;
const x: ModelSpec["inputs"] = { x: { shape: ["N", 3] } };
const model = (rest: Pick<ModelSpec, "params" | "nodes" | "outputs">): Graph =>
  graphOf({ inputs: x, ...rest });

test("M10, C3: (x W1 + b1) W2 + b2 becomes x (W1 W2) + (b1 W2 + b2), a law a step", () => {
  const graph = model({
    params: { W1: free(3, 4), b1: free(4), W2: free(4, 2), b2: free(2) },
    nodes: {
      h: { op: "affine", in: ["x", "W1", "b1"] },
      z: { op: "affine", in: ["h", "W2", "b2"] },
    },
    outputs: { z: "z" },
  });
  const { graph: after, steps } = collapsed(graph);
  expect(steps.map((step) => (step.kind === "replace" ? step.law.equation : step.dropped))).toEqual([
    "(a + b) W = a W + b W",
    "(x A) B = x (A B)",
    "(a + b) + c = a + (b + c)",
    ["h", "z/matmul", "z/matmul2", "z/add"],
  ]);
  expect(lines(after)).toEqual([
    "z/weights = matmul(W1, W2)",
    "z/matmul3 = matmul(b1, W2)",
    "z/bias = add(z/matmul3, b2)",
    "z = affine(x, z/weights, z/bias)",
  ]);
});

/** As the lecture has it: two hidden units of one number each, and the weights w9 and w10 of the output. */
const lecture = model({
  params: { w1: free(3), w2: free(3), w9: free(), w10: free(), b1: free(), b2: free(), b3: free() },
  nodes: {
    s1: { op: "matmul", in: ["x", "w1"] },
    h1: { op: "add", in: ["s1", "b1"] },
    s2: { op: "matmul", in: ["x", "w2"] },
    h2: { op: "add", in: ["s2", "b2"] },
    p9: { op: "multiply", in: ["w9", "h1"] },
    p10: { op: "multiply", in: ["w10", "h2"] },
    s: { op: "add", in: ["p9", "p10"] },
    z: { op: "add", in: ["s", "b3"] },
  },
  outputs: { z: "z" },
});

test("M10: z = x (w9 w1 + w10 w2) + (w9 b1 + w10 b2 + b3)", () => {
  const { graph, steps } = collapsed(lecture);
  expect(steps.map((step) => (step.kind === "replace" ? [step.root, step.law.name] : "drop"))).toEqual([
    ["p9", "distributivity"],
    ["p9", "a number moves past a product"],
    ["p10", "distributivity"],
    ["p10", "a number moves past a product"],
    ["s", "associativity and commutativity of the sum"],
    ["s", "distributivity"],
    ["z", "associativity of the sum"],
    "drop",
  ]);
  expect(lines(graph)).toEqual([
    "p9/weights = multiply(w9, w1)",
    "p9/multiply2 = multiply(w9, b1)",
    "p10/weights = multiply(w10, w2)",
    "p10/multiply2 = multiply(w10, b2)",
    "s/bias = add(p9/multiply2, p10/multiply2)",
    "s/weights = add(p9/weights, p10/weights)",
    "s/add = matmul(x, s/weights)",
    "z/bias = add(s/bias, b3)",
    "z = add(s/add, z/bias)",
  ]);
});

test("single weights: each input is left with one product", () => {
  const one = { shape: ["N"] } as const;
  const graph = graphOf({
    inputs: { x1: one, x2: one },
    params: { w1: free(), w2: free(), w3: free(), w4: free(), w5: free(), w6: free() },
    nodes: {
      a: { op: "multiply", in: ["w1", "x1"] },
      b: { op: "multiply", in: ["x2", "w2"] },
      h1: { op: "add", in: ["a", "b"] },
      c: { op: "multiply", in: ["w3", "x1"] },
      d: { op: "multiply", in: ["w4", "x2"] },
      h2: { op: "add", in: ["c", "d"] },
      e: { op: "multiply", in: ["w5", "h1"] },
      f: { op: "multiply", in: ["w6", "h2"] },
      z: { op: "add", in: ["e", "f"] },
    },
    outputs: { z: "z" },
  });
  const { graph: after } = collapsed(graph);
  const onData = lines(after).filter((line) => /\bx[12]\b/.test(line));
  expect(onData).toHaveLength(2);
  expectSame(graph, after, ["x1", "x2"]);
});

test("columns: W2 (W1 x + b1) + b2 becomes (W2 W1) x + (W2 b1 + b2)", () => {
  const graph = graphOf({
    inputs: { x: { shape: [3, 5] } },
    params: { W1: free(4, 3), b1: free(4, 1), W2: free(2, 4), b2: free(2, 1) },
    nodes: {
      a: { op: "matmul", in: ["W1", "x"] },
      h: { op: "add", in: ["a", "b1"] },
      b: { op: "matmul", in: ["W2", "h"] },
      z: { op: "add", in: ["b", "b2"] },
    },
    outputs: { z: "z" },
  });
  const { graph: after } = collapsed(graph);
  expect(lines(after).filter((line) => line.includes("x"))).toHaveLength(1);
  expectSame(graph, after, ["x"]);
});

test("M10: rows that two axes count: (x W1 + b1) W2 + b2 collapses as for one", () => {
  const graph = graphOf({
    inputs: { x: { shape: ["N", 2, 3] } },
    params: { W1: free(3, 4), b1: free(4), W2: free(4, 2), b2: free(2) },
    nodes: {
      h: { op: "affine", in: ["x", "W1", "b1"] },
      z: { op: "affine", in: ["h", "W2", "b2"] },
    },
    outputs: { z: "z" },
  });
  const { graph: after } = collapsed(graph);
  expect(lines(after).at(-1)).toBe("z = affine(x, z/weights, z/bias)");
  expectSame(graph, after, ["x"]);
});

test("a batch of matrices: sums are multiplied out only where each term has the rows that it meets", () => {
  const batch = (b: Parameters<typeof free>): Graph =>
    graphOf({
      inputs: { x: { shape: [5, 3] } },
      params: { W: free(3, 4), b: free(...b), V: free(2, 4, 3) },
      nodes: {
        u: { op: "matmul", in: ["x", "W"] },
        h: { op: "add", in: ["u", "b"] },
        z: { op: "matmul", in: ["h", "V"] },
      },
      outputs: { z: "z" },
    });
  expect(collapsed(batch([4])).steps).toEqual([]);
  const graph = batch([5, 4]);
  const { graph: after } = collapsed(graph);
  expect(lines(after).filter((line) => line.includes("(x"))).toEqual(["z/matmul = matmul(x, z/weights)"]);
  expectSame(graph, after, ["x"]);
});

const layered = (activation: string): Graph =>
  model({
    params: {},
    nodes: { h: { block: "mlp", in: ["x"], widths: [4, 4, 2], activation } },
    outputs: { z: "h" },
  });

test("an activation in between stops it: nothing changes", () => {
  for (const activation of ["sigmoid", "tanh", "relu", "step"]) {
    const graph = layered(activation);
    const { graph: after, steps } = collapsed(graph);
    expect(after).toBe(graph);
    expect(steps).toEqual([]);
  }
});

test("what is affine on its own between activations collapses, and nothing else", () => {
  const graph = model({
    params: { W1: free(3, 4), W2: free(4, 4), b2: free(4), W3: free(4, 1), b3: free(1) },
    nodes: {
      u: { op: "matmul", in: ["x", "W1"] },
      v: { op: "affine", in: ["u", "W2", "b2"] },
      h: { op: "sigmoid", in: ["v"] },
      z: { op: "affine", in: ["h", "W3", "b3"] },
    },
    outputs: { z: "z" },
  });
  expect(lines(collapsed(graph).graph)).toEqual([
    "v/weights = matmul(W1, W2)",
    "v = affine(x, v/weights, b2)",
    "h = sigmoid(v)",
    "z = affine(h, W3, b3)",
  ]);
});

test("products of data, sums of data and residuals stay as they are", () => {
  const graph = graphOf({
    inputs: { x: { shape: ["N", 1] }, y: { shape: ["N", 1] } },
    params: { W: free(1, 1), b: free(1) },
    nodes: {
      f: { op: "affine", in: ["x", "W", "b"] },
      error: { op: "subtract", in: ["f", "y"] },
      both: { op: "multiply", in: ["error", "f"] },
      loss: { op: "mean", in: ["both"] },
    },
    outputs: { loss: "loss" },
  });
  expect(collapsed(graph).steps).toEqual([]);
});

test("a bias that is only broadcast along the summed axis is not multiplied out", () => {
  const graph = model({
    params: { W1: free(3, 4), b: free(), W2: free(4, 2) },
    nodes: {
      u: { op: "matmul", in: ["x", "W1"] },
      v: { op: "add", in: ["u", "b"] },
      z: { op: "matmul", in: ["v", "W2"] },
    },
    outputs: { z: "z" },
  });
  expect(collapsed(graph).steps).toEqual([]);
});

test("200 random networks: values and gradients are the same to 1e-12, and x is multiplied once at most", () => {
  const layer: fc.Arbitrary<Layer> = fc.record({
    kind: fc.constantFrom(...layerKinds),
    units: fc.integer({ min: 1, max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(layer, { minLength: 1, maxLength: 6 }), fc.nat(1000), (layers, seed) => {
      const graph = linearNetwork(layers, seed);
      const { graph: after } = collapsed(graph);
      expectSame(graph, after, ["x"]);
      const [old, now] = [graph, after].map((one) => differentiate(one, { of: "loss", registry }));
      expectSame(old!, now!, ["x"]);
      // What only scales each unit by itself cannot be moved past a matrix that follows.
      if (layers.every(({ kind }) => kind !== "scale each")) {
        const products = after.nodes.filter(
          ({ op, in: inputs }) => /affine|matmul/.test(op) && inputs[0] === "x",
        );
        expect(products.length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 200, seed: 4 },
  );
});

test("a backward pass may be rewritten too", () => {
  const layers = (["affine", "two ways", "negate", "past", "divide"] as const).map((kind) => ({
    kind,
    units: 2,
  }));
  const graph = differentiate(linearNetwork(layers, 3), { of: "loss", registry });
  const { graph: after, steps } = collapsed(graph);
  expect(steps.length).toBeGreaterThan(10);
  expectSame(graph, after, ["x"]);
  for (const node of after.nodes) if (node.id.startsWith("grad/")) expect(node.of).toBeDefined();
});

test("chains of a hundred thousand nodes are looked through", () => {
  for (const kind of ["x + v", "v + v", "tanh v"]) {
    const builder = new Builder({ registry, dtype: "float64" });
    const input = builder.source("input", "x", ["N"], "float64");
    let v = input;
    for (let i = 0; i < 100_000; i++) {
      v = kind === "x + v" ? add(input, v) : kind === "v + v" ? add(v, v) : tanh(v);
    }
    builder.name(v, "y");
    expect(collapsed(builder.finish({ outputs: { y: "y" } })).steps).toEqual([]);
  }
});

/** Every output is the same before and after, for drawn parameters and inputs of five rows. */
function expectSame(before: Graph, after: Graph, inputs: readonly string[]): void {
  const feeds = Object.fromEntries(
    inputs.map((id, i) => {
      const shape = before.nodes
        .find((node) => node.id === id)!
        .shape.map((dim) => (dim === "N" ? 5 : Number(dim)));
      const count = shape.reduce((product, dim) => product * dim, 1);
      return [
        id,
        tensorOf(
          Array.from({ length: count }, (_, k) => Math.sin(3 * k + i + 1)),
          shape,
        ),
      ];
    }),
  );
  const state = createState(before, registry);
  expect(trainable(after)).toEqual(trainable(before));
  for (const { output, relative } of checkRewrite(before, after, {
    registry,
    engine: reference(),
    state,
    feeds,
    dims: { N: 5 },
  })) {
    expect(relative, output).toBeLessThanOrEqual(1e-12);
  }
}
