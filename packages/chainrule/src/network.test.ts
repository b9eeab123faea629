import { readFileSync } from "node:fs";
import { build, type BuildSpec, type Graph, type NodeSpec, Refusal, tensor } from "@chainrule/core";
import { type Network, networkSvg, networkView } from "@chainrule/viz";
import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { openSpec } from "./project.js";
import { defaultRegistry } from "./registry.js";

const registry = defaultRegistry();

function specGraph(path: string): Graph {
  const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return openSpec(read(path), path, { readText: (file) => read(folder + file) }).evalGraph;
}

const modelOf = (
  nodes: Readonly<Record<string, NodeSpec>>,
  outputs: Readonly<Record<string, string>>,
): Graph =>
  build({ dtype: "float64", model: { inputs: { x: { shape: ["N", 2] } }, nodes, outputs } }, { registry });

/** `x 2 → hidden 4 tanh b → p 1 sigmoid b` */
const summary = ({ layers }: Network): string =>
  layers
    .map(({ title, units, activation, bias }) =>
      [title, units, ...(activation ? [activation.name] : []), ...(bias ? ["b"] : [])].join(" "),
    )
    .join(" → ");

const weightsIn = ({ connections }: Network): number =>
  connections.reduce((sum, { weights: { rows, columns } }) => sum + rows * columns, 0);

/** Elements of all parameters that are matrices, or the weights of one unit. */
const weightCount = ({ nodes }: Graph, names: RegExp): number =>
  nodes
    .filter(({ op, id }) => op === "parameter" && names.test(id))
    .reduce((sum, { shape }) => sum + shape.reduce<number>((product, dim) => product * Number(dim), 1), 0);

describe.each([
  ["examples/xor/xor.json", "x 2 → hidden 4 tanh b → p 1 sigmoid b", 12],
  ["examples/louppe/louppe.json", "x 2 → u2 2 sigmoid → yhat 1 sigmoid", 6],
  ["examples/perceptron/and.json", "x 2 → f 1 step b", 2],
  ["examples/penguins/penguins.json", "scaled 4 → hidden 8 tanh b → logits 3 b", 56],
  ["examples/spiral/spiral.json", "x 2 → h/0 16 leakyRelu b → h/1 16 leakyRelu b → logits 3 b", 336],
  ["examples/collapse/tanh.json", "x 2 → h1 3 tanh b → h2 2 tanh b → z 1 b", 14],
])("%s", (path, layers, weights) => {
  const graph = specGraph(path);
  const network = networkView(graph, { registry });

  test("its layers", () => expect(summary(network)).toBe(layers));

  test("has one edge for each weight", () => {
    expect(weightsIn(network)).toBe(weights);
    expect(weightCount(graph, /(^|\/)[wW]\d?$/)).toBe(weights);
    expect(networkSvg(network).split('<path class="weight"').length - 1).toBe(weights);
  });
});

describe("branches", () => {
  test("one layer before two", () => {
    const network = networkView(specGraph("packages/chainrule/fixtures/weighted/spec.json"), { registry });
    expect(summary(network)).toBe("x 4 → enc 5 tanh b → dec 4 b → logits 3 b");
    expect(network.layers.map(({ column, role }) => `${column} ${role}`)).toEqual([
      "0 input",
      "1 hidden",
      "2 output",
      "2 output",
    ]);
    expect(network.connections.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  test("layers side by side: each takes its rows of the weights", () => {
    const graph = modelOf(
      {
        a: { block: "dense", in: ["x"], units: 2, activation: "tanh" },
        c: { op: "concat", in: ["a", "x"], axis: -1 },
        y: { block: "dense", in: ["c"], units: 1 },
      },
      { y: "y" },
    );
    const { layers, connections } = networkView(graph, { registry });
    expect(layers.map(({ title, column }) => [title, column])).toEqual([["x", 0], ["a", 1], ["y", 2]]); // prettier-ignore
    expect(connections.map(({ from, to, weights: { rows } }) => [from, to, rows])).toEqual([[0, 1, 2], [1, 2, 2], [0, 2, 2]]); // prettier-ignore
  });

  test("two products that meet in one sum are one layer: an unrolled recurrent network", () => {
    const network = networkView(specGraph("packages/chainrule/fixtures/recurrent/spec.json"), { registry });
    const second = network.layers.findIndex(({ node }) => node === "h/1/a");
    const into = network.connections.filter(({ to }) => to === second);
    expect(into.map(({ weights }) => weights.id)).toEqual(["h/W", "h/U"]);
    expect(into.map(({ from }) => network.layers[from]!.node)).toEqual(["h/1/x", "h/0/a"]);
  });
});

test("what has more axes than examples and units is no layer", () => {
  const model: BuildSpec["model"] = {
    inputs: { x: { shape: ["N", 5, 3] } },
    params: { W: { shape: [3, 2], init: "glorot" } },
    nodes: { z: { op: "matmul", in: ["x", "W"] } },
    outputs: { z: "z" },
  };
  expect(() => networkView(build({ model }, { registry }), { registry })).toThrow(
    /not-layered at z\n {2}got {3}op matmul of x, W\n {2}need {2}layers/,
  );
});

describe("how weights lie", () => {
  const values = [[1, 2], [3, 4], [5, 6]]; // prettier-ignore
  const graphWith = (inputs: string[], W: number[], x: (number | string)[]): Graph => {
    const model: BuildSpec["model"] = {
      inputs: { x: { shape: x } },
      params: { W: { shape: W, value: values } },
      nodes: { z: { op: "matmul", in: inputs } },
      outputs: { z: "z" },
    };
    return build({ dtype: "float64", model }, { registry });
  };
  const weightsOf = (graph: Graph) => networkView(graph, { registry }).connections[0]!.weights;

  test("X W, with examples as rows", () => {
    const graph = graphWith(["x", "W"], [3, 2], ["N", 3]);
    expect(weightsOf(graph)).toEqual({ id: "W", rows: 3, columns: 2, numbers: [1, 2, 3, 4, 5, 6] });
  });

  test("W A, with examples as columns: the same numbers, the other way round", () => {
    const graph = graphWith(["W", "x"], [3, 2], [2, "N"]);
    expect(weightsOf(graph)).toEqual({ id: "W", rows: 2, columns: 3, numbers: [1, 3, 5, 2, 4, 6] });
    expect(networkView(graph, { registry }).layers.map(({ axis, units }) => [axis, units])).toEqual([["first", 2], ["first", 3]]); // prettier-ignore
  });

  test("weights that are transposed are those that they are made of", () => {
    const spec: BuildSpec = {
      dtype: "float64",
      model: {
        inputs: { x: { shape: ["N", 2] } },
        params: { W: { shape: [3, 2], value: values } },
        nodes: { T: { op: "transpose", in: ["W"] }, z: { op: "matmul", in: ["x", "T"] } },
        outputs: { z: "z" },
      },
    };
    expect(weightsOf(build(spec, { registry }))).toEqual({ id: "W", rows: 2, columns: 3, numbers: [1, 3, 5, 2, 4, 6] }); // prettier-ignore
  });
});

test("weights of a state, and the values of units as the engine computes them", () => {
  const text = readFileSync(new URL("../../../examples/perceptron/and.json", import.meta.url), "utf8");
  const project = openSpec(text);
  const { evalGraph, engine } = project;
  const state = project.initialState();
  state.write("b", [-0.5]);
  const network = networkView(evalGraph, { registry, values: state });
  expect(network.layers[1]!.bias).toEqual({ id: "b", numbers: [-0.5] });
  const feeds = { x: tensor([[0, 0], [1, 0]]) }; // prettier-ignore
  const activations = evaluate(evalGraph, { registry, engine, state, feeds }).values;
  const shown = [0, 1].map((example) => {
    const svg = networkSvg(network, { activations, example });
    return [...svg.matchAll(/font-size="12" text-anchor="middle">([^<]*)</g)].map((match) => match[1]);
  });
  expect(shown).toEqual([
    ["0", "0", "0"],
    ["1", "0", "1"],
  ]);
});

test("an activation of all units together has no curve of its own, one of each has the op's", () => {
  const graph = modelOf(
    {
      z: { block: "dense", in: ["x"], units: 3, activation: "relu" },
      l: { block: "dense", in: ["z"], units: 3 },
      p: { op: "softmax", in: ["l"] },
    },
    { p: "p" },
  );
  const [, relu, softmax] = networkView(graph, { registry }).layers.map(({ activation }) => activation);
  expect(softmax).toEqual({ name: "softmax", isElementwise: false });
  expect([relu!.curve![0], relu!.curve!.at(-1)]).toEqual([0, 3]);
});

describe("what is no layered network is refused at the node that breaks the chain", () => {
  const refused = (graph: Graph): string => {
    try {
      networkView(graph, { registry });
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
    return "";
  };

  test("a convolution before a layer", () => {
    expect(refused(specGraph("packages/chainrule/fixtures/convolutional/spec.json"))).toMatchInlineSnapshot(`
      "not-layered at c1/s
        got   op conv2d of image, c1/W, before the weights of z/z
        need  layers: units times weights, a bias, and an activation of each unit, one layer after the other
        try   the graph itself, where every op is drawn"
    `);
  });

  test("a layer plus its own input", () => {
    const graph = modelOf(
      {
        a: { block: "dense", in: ["x"], units: 2, activation: "tanh" },
        r: { op: "add", in: ["a", "x"] },
        y: { block: "dense", in: ["r"], units: 1 },
      },
      { y: "y" },
    );
    expect(refused(graph)).toMatchInlineSnapshot(`
      "not-layered at r
        got   op add of a/a, x, before the weights of y/z
        need  layers: units times weights, a bias, and an activation of each unit, one layer after the other
        try   the graph itself, where every op is drawn"
    `);
  });

  test("units in another order", () => {
    const turned = (step: number): Graph =>
      modelOf(
        {
          a: { block: "dense", in: ["x"], units: 2, activation: "tanh" },
          r: { op: "slice", in: ["a"], axis: 1, step },
          y: { block: "dense", in: ["r"], units: 1 },
        },
        { y: "y" },
      );
    expect(refused(turned(1))).toBe("");
    expect(refused(turned(-1))).toMatchInlineSnapshot(`
      "not-layered at r
        got   op slice of a/a, before the weights of y/z
        need  layers: units times weights, a bias, and an activation of each unit, one layer after the other
        try   the graph itself, where every op is drawn"
    `);
  });

  test("sums that go on in two ways", () => {
    const graph = modelOf(
      {
        z: { block: "dense", in: ["x"], units: 2 },
        a: { op: "tanh", in: ["z"] },
        y: { block: "dense", in: ["a"], units: 1 },
        w: { block: "dense", in: ["z"], units: 1 },
      },
      { y: "y", w: "w" },
    );
    expect(refused(graph)).toMatchInlineSnapshot(`
      "not-layered at z/z
        got   sums that go on through nothing and through tanh
        need  one activation for each layer
        try   the graph itself, where every op is drawn"
    `);
  });

  test("no layer at all", () => {
    expect(refused(modelOf({ y: { op: "tanh", in: ["x"] } }, { y: "y" }))).toMatchInlineSnapshot(`
      "not-layered at y
        got   a graph in which no units are multiplied by weights
        need  at least one layer: a product with weights, of inputs
        try   the graph itself, where every op is drawn"
    `);
  });
});
