import {
  build,
  type BuildSpec,
  compile,
  createState,
  differentiate,
  type Graph,
  graphFromJson,
  graphHash,
  graphToJson,
  type Nested,
  type NodeSpec,
  type Plan,
  reference,
  tensor,
  toNested,
} from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { flat, refusal, registry } from "./testing/evaluate.js";
import { expectClose } from "./testing/expectClose.js";
import { louppe } from "./testing/louppe.js";

const planOf = (graph: Graph, dims: Readonly<Record<string, number>> = {}): Plan =>
  compile(graph, { registry, engine: reference(), state: createState(graph, registry), dims });

describe("Louppe's network", () => {
  const forward = build(louppe, { registry });
  const graph = differentiate(forward, { of: "loss", registry });
  const feeds = { x: tensor([[1, -2]]), y: tensor([1]) };
  /** l as a function of W1 and W2, in plain arithmetic. */
  const loss = (W1: readonly number[], W2: readonly number[]): number => {
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const [a, b, c, d] = W1 as [number, number, number, number];
    const u2 = [sigmoid(a - 2 * c), sigmoid(b - 2 * d)] as const;
    const yhat = sigmoid(u2[0] * W2[0]! + u2[1] * W2[1]!);
    return -Math.log(yhat) + 0.1 * (Math.hypot(...W1) + Math.hypot(...W2));
  };

  test("its graph and its backward graph are these, to the byte", async () => {
    await expect(graphToJson(forward)).toMatchFileSnapshot("__snapshots__/louppe.forward.graph");
    await expect(graphToJson(graph)).toMatchFileSnapshot("__snapshots__/louppe.backward.graph");
  });

  test("without dims the literal values say what p and q are", () => {
    const { dims: _, ...open } = louppe;
    expect(graphToJson(build(open, { registry }))).toBe(graphToJson(forward));
  });

  test("its numbers are those of plain arithmetic, and its gradient that of its differences", () => {
    const plan = planOf(graph, { N: 1 });
    plan.step(feeds);
    const [W1, W2] = [
      [0.5, -0.3, 0.2, 0.4],
      [0.7, -0.6],
    ];
    expect(plan.scalar("loss")).toBeCloseTo(loss(W1!, W2!), 15);
    const h = 2 ** -10;
    const slopes = (values: readonly number[], f: (moved: number[]) => number): number[] =>
      values.map((_, i) => {
        const at = (by: number): number => f(values.map((value, j) => (i === j ? value + by * h : value)));
        return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h);
      });
    const read = (id: string): number[] => flat(toNested(plan.read(id)));
    slopes(W1!, (moved) => loss(moved, W2!)).forEach((slope, i) =>
      expect(read("grad/loss/W1")[i]).toBeCloseTo(slope, 10),
    );
    slopes(W2!, (moved) => loss(W1!, moved)).forEach((slope, i) =>
      expect(read("grad/loss/W2")[i]).toBeCloseTo(slope, 10),
    );
  });

  test("the two paths to W1 add up to its gradient, and each belongs to the consumer it comes through", () => {
    const terms = graph.nodes.filter(
      ({ id }) => id.startsWith("grad/loss/W1@") && !id.includes("/", "grad/loss/W1".length),
    );
    expect(terms.map(({ of, via, rule }) => [of, via, rule])).toEqual([
      ["W1", "u5", "norm"],
      ["W1", "u1", "matmul"],
    ]);
    const plan = planOf(graph, { N: 1 });
    plan.step(feeds);
    const [a, b, total] = ["grad/loss/W1@u5.x", "grad/loss/W1@u1.b", "grad/loss/W1"].map((id) =>
      flat(toNested(plan.read(id))),
    );
    expect(a!.map((value, i) => value + b![i]!)).toEqual(total);
  });

  test("the backward graph survives JSON, and its own derivative agrees with differences of the vjp", () => {
    const read = graphFromJson(graphToJson(graph), registry);
    expect(graphHash(read)).toBe(graphHash(graph));
    // s = ‖∂l/∂W1‖, differentiated by W1 through the backward nodes.
    const withNorm = (of: Graph): Graph => {
      const node = {
        id: "s",
        op: "norm",
        in: ["grad/loss/W1"],
        attributes: { ord: "fro", axes: "all", keepDims: false },
        shape: [],
        dtype: "float64",
      } as const;
      return { ...of, nodes: [...of.nodes, node], outputs: { ...of.outputs, s: "s" } };
    };
    const second = differentiate(withNorm(read), { of: "s", wrt: ["W1"], registry });
    const state = createState(second, registry);
    const plan = compile(second, { registry, engine: reference(), state, dims: { N: 1 } });
    plan.step(feeds);
    const claimed = flat(toNested(plan.read("grad/s/W1")));
    const W1 = [0.5, -0.3, 0.2, 0.4];
    const h = 2 ** -10;
    W1.forEach((_, i) => {
      const at = (by: number): number => {
        state.write(
          "W1",
          W1.map((value, j) => (i === j ? value + by * h : value)),
        );
        plan.step();
        return plan.scalar("s");
      };
      expect(claimed[i]).toBeCloseTo((at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h), 10);
    });
  });
});

const mlp = (nodes: Readonly<Record<string, NodeSpec>>, output: string): BuildSpec => ({
  model: { inputs: { x: { shape: ["N", 2] } }, nodes, outputs: { y: output } },
});
const idsOf = (graph: Graph): string[] => graph.nodes.map(({ id }) => id);

describe("blocks", () => {
  test("dense is x W + b and an activation, under the instance's name", () => {
    const graph = build(mlp({ h: { block: "dense", in: ["x"], units: 3, activation: "tanh" } }, "h"), {
      registry,
    });
    expect(idsOf(graph)).toEqual(["x", "h/W", "h/b", "h/z", "h/a"]);
    expect(graph.nodes[1]).toMatchObject({
      shape: [2, 3],
      attributes: { init: { type: "glorot" }, trainable: true },
    });
    expect(graph.nodes[2]).toMatchObject({ shape: [3], attributes: { init: { type: "zeros" } } });
    expect(graph.outputs).toEqual({ y: "h/a" });
  });

  test("a dense layer computes what plain loops do", () => {
    const spec = {
      ...mlp({ h: { block: "dense", in: ["x"], units: 2, activation: "relu" } }, "h"),
      dtype: "float64" as const,
    };
    const graph = build(spec, { registry });
    const state = createState(graph, registry);
    state.write("h/W", [1, 2, 3, -4]);
    state.write("h/b", [10, 20]);
    const plan = compile(graph, { registry, engine: reference(), state, dims: { N: 2 } });
    plan.step({
      x: tensor([
        [1, 1],
        [0, 10],
      ]),
    });
    expect(toNested(plan.read("y"))).toEqual([
      [14, 18],
      [40, 0],
    ]);
  });

  test("without activation there is no node a, without bias none for b", () => {
    const graph = build(mlp({ h: { block: "dense", in: ["x"], units: 3, bias: false } }, "h"), { registry });
    expect(idsOf(graph)).toEqual(["x", "h/W", "h/z"]);
    expect(graph.nodes[2]!.op).toBe("matmul");
    expect(graph.outputs).toEqual({ y: "h/z" });
  });

  test("layers chain by shape, and their parameters are addressed by path", () => {
    const graph = build(
      mlp(
        {
          logits: { block: "dense", in: ["h"], units: 4 },
          h: { block: "dense", in: ["x"], units: 3, activation: { op: "sigmoid" } },
          penalty: { op: "norm", in: ["h/W"], ord: "fro" },
          Wt: { op: "transpose", in: ["logits/W"] },
        },
        "logits",
      ),
      { registry },
    );
    const shapes = Object.fromEntries(graph.nodes.map(({ id, shape }) => [id, shape]));
    expect(shapes).toMatchObject({
      "h/W": [2, 3],
      "logits/W": [3, 4],
      "logits/z": ["N", 4],
      Wt: [4, 3],
      penalty: [],
    });
  });

  test("a layer more or less changes no draw of another", () => {
    const h: NodeSpec = { block: "dense", in: ["x"], units: 3 };
    const valuesOf = (spec: BuildSpec): Nested =>
      toNested(createState(build(spec, { registry }), registry).read("h/W"));
    expect(valuesOf(mlp({ a: { block: "dense", in: ["x"], units: 5 }, h }, "h"))).toEqual(
      valuesOf(mlp({ h }, "h")),
    );
  });

  test("standardise brings columns to mean 0 and deviation 1 once its buffers are fitted", () => {
    const spec = { ...mlp({ s: { block: "standardise", in: ["x"] } }, "s"), dtype: "float64" as const };
    const graph = build(spec, { registry });
    expect(graph.nodes.filter(({ op }) => op === "buffer")).toMatchObject([
      { id: "s/deviation", shape: [2], attributes: { fit: "deviation", of: "x" } },
      { id: "s/mean", shape: [2], attributes: { fit: "mean", of: "x" } },
    ]);
    const state = createState(graph, registry);
    const options = { registry, engine: reference(), state, dims: { N: 2 } };
    expect(() => compile(graph, options)).toThrow(expect.objectContaining({ code: "unset-buffer" }));
    state.write("s/mean", [1, 2]);
    state.write("s/deviation", [2, 4]);
    const plan = compile(graph, options);
    plan.step({
      x: tensor([
        [3, 2],
        [-1, 10],
      ]),
    });
    expectClose(toNested(plan.read("y")), [
      [1, 0],
      [-1, 2],
    ]);
  });

  test.each([
    [{ block: "dense", in: ["x"] }, 'missing-attribute: "units", an integer at least 1 (how many units)'],
    [{ block: "dense", in: ["x"], units: 0 }, "bad-attribute: an integer at least 1"],
    [{ block: "dense", in: ["x"], units: 3, activation: "tahn" }, "unknown-op: the name of a loaded op"],
    [
      { block: "dense", in: ["x"], units: 3, init: "xavier" },
      "unknown-initialiser: the name of a loaded initialiser",
    ],
    [{ block: "dense", in: ["x", "x"], units: 3 }, "wrong-inputs: 1 for block dense: x"],
  ])("%j is refused: %s", (node, message) => {
    expect(refusal(() => build(mlp({ h: node }, "h"), { registry }))).toBe(message);
  });
});
