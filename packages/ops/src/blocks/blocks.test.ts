import type { ModelSpec, Nested, NodeSpec } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { graphOf, idsOf, numbersOf } from "../testing/blockNumbers.js";
import { flat, refusal } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

const one = (node: NodeSpec, inputs: ModelSpec["inputs"], outputs: ModelSpec["outputs"] = {}): ModelSpec => ({
  inputs,
  nodes: { b: node },
  outputs: { y: "b", ...outputs },
});
const plane: ModelSpec["inputs"] = { x: { shape: ["N", 2] } };
const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

describe("neuron", () => {
  test.each([
    ["M1: AND", -1.5, [0, 0, 0, 1]],
    ["M1: OR", -0.5, [0, 1, 1, 1]],
  ])("%s is a threshold unit with weights (1, 1)", (_, b, truth) => {
    const graph = graphOf(one({ block: "neuron", in: ["x"], activation: "step" }, plane));
    expect(numbersOf(graph, { "b/w": [1, 1], "b/b": b }, { x: corners })("y")).toEqual(truth);
  });

  test("without activation and bias it is one product", () => {
    const graph = graphOf(one({ block: "neuron", in: ["x"], bias: false }, plane));
    expect(idsOf(graph)).toEqual(["x", "b/w", "b/s"]);
    expect(numbersOf(graph, { "b/w": [2, -1] }, { x: [[3, 4]] })("y")).toEqual([2]);
  });
});

test("M5: a dense layer is as many neurons as it has units", () => {
  const layer = graphOf(one({ block: "dense", in: ["x"], units: 2, activation: "sigmoid" }, plane));
  const unit = graphOf(one({ block: "neuron", in: ["x"], activation: "sigmoid" }, plane));
  const x = [
    [0.3, -1.2],
    [2, 0.5],
  ];
  const W = [
    [0.1, -0.7],
    [1.3, 0.4],
  ];
  const together = numbersOf(layer, { "b/W": W, "b/b": [0.2, -0.1] }, { x })("y") as number[][];
  const apart = [0, 1].map((j) => {
    const w = W.map((row) => row[j]!);
    return numbersOf(unit, { "b/w": w, "b/b": [0.2, -0.1][j]! }, { x })("y") as number[];
  });
  expectClose(
    together,
    x.map((_, i) => apart.map((column) => column[i]!)),
  );
});

describe("mlp", () => {
  const node = { block: "mlp", in: ["x"], widths: [3, 2], activation: ["tanh", "relu"] };

  test("has a layer for each width, with its own activation", () => {
    const graph = graphOf(one(node, plane));
    expect(idsOf(graph).filter((id) => id.endsWith("/a"))).toEqual(["b/h/0/a", "b/h/1/a"]);
    const shapes = Object.fromEntries(graph.nodes.map(({ id, op, shape }) => [id, `${op} ${shape.join()}`]));
    expect(shapes).toMatchObject({
      "b/h/0/W": "parameter 2,3",
      "b/h/0/a": "tanh N,3",
      "b/h/1/W": "parameter 3,2",
      "b/h/1/a": "relu N,2",
    });
  });

  test("M6: over a batch it is two nested loops over examples and layers", () => {
    const layers = [
      {
        W: [
          [0.4, -0.2, 0.1],
          [0.3, 0.9, -0.5],
        ],
        b: [0.1, 0, -0.3],
        g: Math.tanh,
      },
      {
        W: [
          [1, -1],
          [0.5, 0.25],
          [-2, 3],
        ],
        b: [0.05, -0.2],
        g: (z: number) => Math.max(0, z),
      },
    ];
    const params = Object.fromEntries(
      layers.flatMap(({ W, b }, l): [string, Nested][] => [
        [`b/h/${l}/W`, W],
        [`b/h/${l}/b`, b],
      ]),
    );
    const expected = corners.map((example) =>
      layers.reduce<number[]>(
        (h, { W, b, g }) => b.map((bias, j) => g(h.reduce((z, value, i) => z + value * W[i]![j]!, bias))),
        example,
      ),
    );
    expectClose(numbersOf(graphOf(one(node, plane)), params, { x: corners })("y"), expected);
  });

  test("refuses a list of activations of another length, and no layers", () => {
    expect(refusal(() => graphOf(one({ ...node, widths: [3] }, plane)))).toBe(
      "bad-attribute: one activation, or one for each layer",
    );
    expect(refusal(() => graphOf(one({ ...node, widths: [] }, plane)))).toBe(
      "bad-attribute: at least one width",
    );
  });
});

test("a cell, unrolled over three steps, is Elman's recurrence; its gradient has a term for each step", () => {
  const model: ModelSpec = {
    inputs: { h0: { shape: ["N", 2] }, xs: { shape: ["N", 3, 1] } },
    nodes: {
      h: {
        block: "cell",
        in: { h: "h0", x: "xs" },
        units: 2,
        repeat: 3,
        carry: "h",
        scan: { x: 1 },
        share: true,
        collect: 1,
      },
      total: { op: "sum", in: ["h"] },
    },
    outputs: { h: "h", total: "total" },
  };
  const graph = graphOf(model);
  const [W, U, b] = [
    [[0.5, -1]],
    [
      [0.2, 0.3],
      [-0.4, 0.1],
    ],
    [0.1, -0.2],
  ] as const;
  const run = (w: readonly number[]): number[][] => {
    const states: number[][] = [];
    [1, -2, 0.5].reduce<number[]>(
      (h, x) => {
        const next = [0, 1].map((j) => Math.tanh(x * w[j]! + h[0]! * U[0][j]! + h[1]! * U[1][j]! + b[j]!));
        states.push(next);
        return next;
      },
      [0, 0],
    );
    return states;
  };
  const numbers = numbersOf(
    graph,
    { "h/W": W, "h/U": U, "h/b": b },
    { h0: [[0, 0]], xs: [[[1], [-2], [0.5]]] },
    "total",
  );
  expectClose(numbers("h"), [run(W[0])]);
  const slope = [0, 1].map((j) => {
    const at = (by: number): number =>
      flat(run(W[0].map((w, i) => (i === j ? w + by : w)))).reduce((sum, value) => sum + value, 0);
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });
  flat(numbers("grad/total/h/W")).forEach((value, j) => expect(value).toBeCloseTo(slope[j]!, 8));
  const parts = [0, 1, 2].map((t) => flat(numbers(`grad/total/h/W@h/${t}/xW.b`)));
  expectClose(
    flat(numbers("grad/total/h/W")),
    [0, 1].map((j) => parts.reduce((sum, part) => sum + part[j]!, 0)),
  );
});

test("conv with padding same keeps the size; its bias is one for each channel", () => {
  const inputs: ModelSpec["inputs"] = { image: { shape: ["N", 1, 2, 2] } };
  const node: NodeSpec = {
    block: "conv",
    in: ["image"],
    channels: 2,
    kernel: 3,
    padding: "same",
    activation: "relu",
  };
  const graph = graphOf(one(node, inputs));
  expect(graph.nodes.at(-1)!.shape).toEqual(["N", 2, 2, 2]);
  // The first kernel sums the window, the second takes its middle away from nothing.
  const ones = [
    [
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ],
  ];
  const middle = [
    [
      [0, 0, 0],
      [0, -1, 0],
      [0, 0, 0],
    ],
  ];
  const read = numbersOf(
    graph,
    { "b/W": [ones, middle], "b/b": [[[0.5]], [[3]]] },
    {
      image: [
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ],
    },
  );
  expect(read("y")).toEqual([
    [
      [
        [10.5, 10.5],
        [10.5, 10.5],
      ],
      [
        [2, 1],
        [0, 0],
      ],
    ],
  ]);
});

describe("heads", () => {
  const x = [
    [1, 2],
    [-1, 0.5],
  ];
  const W = [
    [0.3, -0.6],
    [0.2, 0.9],
  ];
  const b = [0.1, -0.4];
  const z = x.map((row) => b.map((bias, j) => bias + row[0]! * W[0]![j]! + row[1]! * W[1]![j]!));
  const head = (node: NodeSpec, y: ModelSpec["inputs"][string], outputs = {}): ReturnType<typeof graphOf> =>
    graphOf(one(node, { ...plane, y }, { loss: "b/loss", ...outputs }));

  test("D13: regression is a linear layer and its squared error", () => {
    const node = { block: "regression", in: ["x", "y"], outputs: 2, scale: 0.5, reduction: "sum" };
    const read = numbersOf(
      head(node, { shape: ["N", 2] }),
      { "b/W": W, "b/b": b },
      {
        x,
        y: [
          [1, 0],
          [0, 1],
        ],
      },
    );
    expectClose(read("y"), z);
    const errors = [z[0]![0]! - 1, z[0]![1]!, z[1]![0]!, z[1]![1]! - 1];
    expectClose(
      read("loss"),
      errors.reduce((sum, error) => sum + (error * error) / 2, 0),
    );
  });

  test("M7: regression without bias is one product", () => {
    const node = { block: "regression", in: ["x", "y"], bias: false, scale: 1, reduction: "mean" };
    expect(idsOf(head(node, { shape: ["N", 1] }))).toEqual(["x", "y", "b/W", "b/z", "b/loss"]);
  });

  test("D13: binary gives the probability of 1", () => {
    const node = { block: "binary", in: ["x", "y"], reduction: "mean" };
    const params = { "b/W": W.map(([w]) => [w!]), "b/b": [b[0]!] };
    const graph = head(node, { shape: ["N", 1] }, { accuracy: "b/accuracy" });
    const read = numbersOf(graph, params, { x, y: [[1], [0]] });
    const p = z.map((row) => sigmoid(row[0]!));
    expectClose(
      read("y"),
      p.map((value) => [value]),
    );
    expectClose(read("loss"), (-Math.log(p[0]!) - Math.log(1 - p[1]!)) / 2);
    expect(read("accuracy")).toBe(1);
  });

  test("M13, D13: multilabel is the sum of independent binary cross entropies", () => {
    const node = { block: "multilabel", in: ["x", "y"], labels: 2, reduction: "sum" };
    const read = numbersOf(
      head(node, { shape: ["N", 2] }),
      { "b/W": W, "b/b": b },
      {
        x,
        y: [
          [1, 0],
          [1, 1],
        ],
      },
    );
    const p = z.map((row) => row.map(sigmoid));
    const expected =
      -Math.log(p[0]![0]!) - Math.log(1 - p[0]![1]!) - Math.log(p[1]![0]!) - Math.log(p[1]![1]!);
    expectClose(read("loss"), expected);
  });

  test("D13, M9: multiclass is a softmax and its cross entropy; a shift of all logits changes nothing", () => {
    const node = { block: "multiclass", in: ["x", "y"], classes: 2, reduction: "mean" };
    const graph = head(node, { shape: ["N"], dtype: "int32", classes: 2 });
    const at = (shift: number) =>
      numbersOf(graph, { "b/W": W, "b/b": b.map((bias) => bias + shift) }, { x, y: [0, 1] });
    // Of two classes the softmax is the sigmoid of the difference.
    const p = z.map((row) => sigmoid(row[1]! - row[0]!));
    expectClose(
      at(0)("y"),
      p.map((value) => [1 - value, value]),
    );
    expectClose(at(0)("loss"), (-Math.log(1 - p[0]!) - Math.log(p[1]!)) / 2);
    expectClose(at(100)("y"), at(0)("y"));
  });
});

test("D2: with rows as examples X W + b is the transpose of W A + b with columns", () => {
  const graph = graphOf(one({ block: "dense", in: ["x"], units: 3 }, plane));
  const W = [
    [0.5, -1, 2],
    [0.25, 3, -0.75],
  ];
  const b = [0.1, 0.2, 0.3];
  const rows = numbersOf(graph, { "b/W": W, "b/b": b }, { x: corners })("y") as number[][];
  // The lecture's W is [units, inputs], its A has an example a column.
  const columns = b.map((bias, j) =>
    corners.map((example) => bias + W[0]![j]! * example[0]! + W[1]![j]! * example[1]!),
  );
  expectClose(
    rows,
    corners.map((_, n) => columns.map((unit) => unit[n]!)),
  );
});
