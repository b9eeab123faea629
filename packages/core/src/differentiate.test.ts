import { expect, test } from "vitest";
import { differentiate, trainable } from "./differentiate.js";
import { type Graph, type GraphNode, graphHash, graphToJson } from "./graph.js";
import { graphFromJson } from "./graphDocument.js";
import { Registry } from "./registry.js";
import { problemsOf } from "./testing/refusals.js";
import { graphOf, run } from "./testing/run.js";
import { testRegistry as registry } from "./testing/testOps.js";

const gradientOf = (graph: Graph, of: string, ...wrt: string[]): Graph =>
  differentiate(graph, { of, wrt, registry });
const backward = (graph: Graph): GraphNode[] => graph.nodes.filter(({ rule }) => rule !== undefined);

/** F(x) = g² with g = 2x² + 1; F' = 8x(2x² + 1). */
const squareOfSquare = graphOf(
  (call, builder) => {
    const x = builder.source("input", "x", [], "float64");
    const g = builder.name(call("add", [call("multiply", [2, call("multiply", [x, x])]), 1]), "g");
    builder.name(call("multiply", [g, g]), "F");
  },
  ["F"],
);

test.each([
  [1, 24],
  [0, 0],
  [-2, -144],
])("B1: the derivative of (2x² + 1)² at %d is %d", (x, slope) => {
  expect(run(gradientOf(squareOfSquare, "F", "x"), { x })("grad/F/x")).toBe(slope);
});

test("B2: one graph is differentiated by any of its values: parameters, inputs, inner nodes", () => {
  const line = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [], "float64");
      const w = builder.source("parameter", "w", [], "float64", { value: 3 });
      const b = builder.source("parameter", "b", [], "float64", { value: -1 });
      builder.name(call("multiply", [w, x]), "wx");
      builder.name(call("add", [builder.get("wx"), b]), "f");
    },
    ["f"],
  );
  const read = run(gradientOf(line, "f", "x", "w", "b", "wx", "f"), { x: 5 });
  expect(["x", "w", "b", "wx", "f"].map((id) => read(`grad/f/${id}`))).toEqual([3, 5, 1, 1, 1]);
  expect(Object.keys(gradientOf(line, "f", "x").outputs)).toEqual(["f", "grad/f/x"]);
});

test("every backward node says whose gradient it is, through which consumer and by which rule", () => {
  const graph = gradientOf(squareOfSquare, "F", "x");
  const told = backward(graph).map(({ id, of, via, rule }) => ({ id, of, via, rule }));
  expect(told).toContainEqual({ id: "grad/F/F", of: "F", via: undefined, rule: "seed" });
  expect(told).toContainEqual({ id: "grad/F/g@F.a", of: "g", via: "F", rule: "multiply" });
  expect(told).toContainEqual({ id: "grad/F/g@F.b", of: "g", via: "F", rule: "multiply" });
  expect(told).toContainEqual({ id: "grad/F/g", of: "g", via: undefined, rule: "total" });
  expect(graph.nodes.slice(0, squareOfSquare.nodes.length)).toEqual(squareOfSquare.nodes);
});

test("what several consumers use has one contribution for each use, summed by a visible node", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [], "float64");
      const uses = [1, 2, 3].map((factor) => builder.name(call("multiply", [x, factor]), `u${factor}`));
      builder.name(
        uses.reduce((sum, use) => call("add", [sum, use])),
        "l",
      );
    },
    ["l"],
  );
  const both = gradientOf(graph, "l", "x");
  const read = run(both, { x: 7 });
  expect([1, 2, 3].map((i) => read(`grad/l/x@u${i}.a`))).toEqual([1, 2, 3]);
  expect(read("grad/l/x")).toBe(6);
  expect(
    backward(both)
      .filter(({ of, rule }) => of === "x" && rule === "total")
      .map(({ op }) => op),
  ).toEqual(["add", "add"]);
});

test("with one contribution the total is that node", () => {
  const graph = graphOf(
    (call, builder) => builder.name(call("tanh", [builder.source("input", "x", [], "float64")]), "y"),
    ["y"],
  );
  expect(backward(gradientOf(graph, "y", "x"))).toMatchObject([
    { id: "grad/y/y", op: "constant", rule: "seed" },
    { id: "grad/y/x", op: "tanhGradient", of: "x", via: "y", rule: "tanh" },
  ]);
});

test("broadcasting is undone: the gradient has the shape of what was stretched, and sums over its copies", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", ["N", 2], "float64");
      const row = builder.source("parameter", "row", [2], "float64", { value: [1, 2] });
      const column = builder.source("input", "column", ["N", 1], "float64");
      const scalar = builder.source("parameter", "scalar", [], "float64", { value: 0.5 });
      const product = call("multiply", [call("multiply", [x, row]), call("add", [column, scalar])]);
      builder.name(call("sum", [product]), "l");
    },
    ["l"],
  );
  const both = gradientOf(graph, "l", "x", "row", "column", "scalar");
  const read = run(
    both,
    {
      x: [
        [1, 2],
        [3, 4],
      ],
      column: [[1], [-1]],
    },
    { dims: { N: 2 } },
  );
  // l = Σᵢⱼ xᵢⱼ rⱼ (cᵢ + s), with c + s = (1.5, -0.5).
  expect(read("grad/l/row")).toEqual([1.5 * 1 - 0.5 * 3, 1.5 * 2 - 0.5 * 4]);
  expect(read("grad/l/column")).toEqual([[1 + 4], [3 + 8]]);
  expect(read("grad/l/scalar")).toBe(5 + 11);
  expect(read("grad/l/x")).toEqual([
    [1.5, 3],
    [-0.5, -1],
  ]);
});

test("frozen parameters are left out unless they are asked for", () => {
  const graph = graphOf(
    (call, builder) => {
      const w = builder.source("parameter", "w", [], "float64", { value: 2, trainable: true });
      const frozen = builder.source("parameter", "frozen", [], "float64", { value: 3, trainable: false });
      builder.name(call("multiply", [w, call("tanh", [frozen])]), "l");
    },
    ["l"],
  );
  expect(trainable(graph)).toEqual(["w"]);
  const both = differentiate(graph, { of: "l", registry });
  expect(Object.keys(both.outputs)).toEqual(["l", "grad/l/w"]);
  expect(backward(both).some(({ of }) => of === "frozen" || of === "tanh")).toBe(false);
  expect(run(gradientOf(graph, "l", "frozen"), {})("grad/l/frozen")).toBeCloseTo(
    2 * (1 - Math.tanh(3) ** 2),
    15,
  );
});

const derivatives = (l: (x: number) => number, x: number, h = 2 ** -10): number =>
  (l(x - 2 * h) - 8 * l(x - h) + 8 * l(x + h) - l(x + 2 * h)) / (12 * h);

test("an op without a vjp is differentiated through its formula, its attributes included", () => {
  const graph = graphOf(
    (call, builder) =>
      builder.name(call("cube", [builder.source("input", "x", [], "float64")], { factor: 0.5 }), "y"),
    ["y"],
  );
  expect(run(gradientOf(graph, "y", "x"), { x: 2 })("grad/y/x")).toBe(6);
});

test("and a composite through its decomposition", () => {
  const graph = graphOf(
    (call, builder) =>
      builder.name(call("sumSquares", [builder.source("input", "x", ["N"], "float64")]), "y"),
    ["y"],
  );
  expect(run(gradientOf(graph, "y", "x"), { x: [1, -2, 3] }, { dims: { N: 3 } })("grad/y/x")).toEqual([
    2, -4, 6,
  ]);
});

test("of an op with rules for some inputs the others go through its formula, and nothing is counted twice", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [], "float64");
      const t = builder.name(call("tanh", [x]), "t");
      builder.name(call("blend", [t, x]), "l");
    },
    ["l"],
  );
  const l = (x: number): number => Math.tanh(x) * x * x;
  expect(run(gradientOf(graph, "l", "x"), { x: 0.7 })("grad/l/x")).toBeCloseTo(derivatives(l, 0.7), 10);
  const twice = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [], "float64");
      builder.name(call("blend", [x, x]), "l");
    },
    ["l"],
  );
  expect(run(gradientOf(twice, "l", "x"), { x: 2 })("grad/l/x")).toBe(12);
});

test("a decomposition may hand back an input, also one that the same op made", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [2], "float64");
      const twice = call("unwrapped", [call("unwrapped", [call("tanh", [x])])]);
      builder.name(call("sum", [twice]), "l");
    },
    ["l"],
  );
  expect(run(gradientOf(graph, "l", "x"), { x: [0, 0] })("grad/l/x")).toEqual([1, 1]);
});

test("a graph may be differentiated again, also after it was a document", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [], "float64");
      builder.name(call("multiply", [call("tanh", [x]), call("cube", [x])]), "l");
    },
    ["l"],
  );
  const first = gradientOf(graph, "l", "x");
  const read = graphFromJson(graphToJson(first), registry);
  expect(graphHash(read)).toBe(graphHash(first));
  const second = gradientOf(read, "grad/l/x", "x");
  const slope = (x: number): number => run(first, { x })("grad/l/x") as number;
  expect(slope(0.4)).toBeCloseTo(
    derivatives((x) => Math.tanh(x) * x ** 3, 0.4),
    10,
  );
  expect(run(second, { x: 0.4 })("grad/grad/l/x/x")).toBeCloseTo(derivatives(slope, 0.4), 9);
  const third = gradientOf(second, "grad/grad/l/x/x", "x");
  const curvature = (x: number): number => run(second, { x })("grad/grad/l/x/x") as number;
  expect(run(third, { x: 0.4 })("grad/grad/grad/l/x/x/x")).toBeCloseTo(derivatives(curvature, 0.4), 8);
});

test("the gradients of two outputs live side by side", () => {
  const graph = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", [], "float64");
      builder.name(call("tanh", [x]), "a");
      builder.name(call("multiply", [x, x]), "b");
    },
    ["a", "b"],
  );
  const both = gradientOf(gradientOf(graph, "a", "x"), "b", "x");
  const read = run(both, { x: 3 });
  expect(read("grad/b/x")).toBe(6);
  expect(read("grad/a/x")).toBeCloseTo(1 - Math.tanh(3) ** 2, 15);
  expect(problemsOf(() => gradientOf(both, "b", "x"))).toMatchObject([{ code: "duplicate-id" }]);
});

test("a chain of 100,000 nodes has a derivative: the walk is no recursion", () => {
  const graph = graphOf(
    (call, builder) => {
      let value = builder.source("input", "x", [], "float64");
      for (let i = 0; i < 100_000; i++) value = call("tanh", [value]);
      builder.name(value, "l");
    },
    ["l"],
  );
  expect(run(gradientOf(graph, "l", "x"), { x: 0 })("grad/l/x")).toBe(1);
});

const refusing = graphOf(
  (call, builder) => {
    const x = builder.source("input", "x", [2], "float64");
    const n = builder.source("input", "n", [2], "int32");
    builder.source("parameter", "w", [], "float64", { value: 1 });
    const p = builder.name(call("positive", [x]), "p");
    builder.name(call("sum", [p]), "constant");
    builder.name(call("scale", [x, n]), "y");
    builder.name(call("sum", [builder.get("y")]), "l");
  },
  ["l", "y", "constant"],
);

test("only one float number has a gradient", () => {
  expect(problemsOf(() => gradientOf(refusing, "y", "x"))).toEqual([
    {
      code: "not-scalar",
      at: "y",
      got: "float64 [2]",
      need: "one float number, shape []",
      try: 'reduce it first, with "sum" or "mean"',
    },
  ]);
});

test("what no varying path leads from is unreachable: unused, not a float, or locally constant on the way", () => {
  for (const [of, wrt] of [
    ["l", "w"],
    ["l", "n"],
    ["constant", "x"],
  ] as const) {
    expect(problemsOf(() => gradientOf(refusing, of, wrt))).toEqual([
      {
        code: "unreachable",
        at: wrt,
        got: `no path from ${wrt} to ${of} along which ${of} varies`,
        need: "at least one",
        try: `"params.${wrt}.trainable": false`,
      },
    ]);
  }
});

test("unknown names are refused with the nearest", () => {
  expect(problemsOf(() => gradientOf(refusing, "ll", "x"))).toMatchObject([
    { code: "unknown-node", got: '"ll"', try: '"l"' },
  ]);
  expect(problemsOf(() => gradientOf(refusing, "l", "q"))).toMatchObject([
    { code: "unknown-node", got: '"q"' },
  ]);
});

test("without a rule, a formula and a decomposition there is no derivative", () => {
  const graph = graphOf(
    (call, builder) =>
      builder.name(call("sum", [call("tanh", [builder.source("input", "x", [2], "float64")])]), "l"),
    ["l"],
  );
  const ops = registry.plugins[0]!.ops!.map((op) => (op.name === "sum" ? { ...op, vjp: {} } : op));
  const bare = new Registry([{ ...registry.plugins[0]!, ops }]);
  expect(problemsOf(() => differentiate(graph, { of: "l", wrt: ["x"], registry: bare }))).toEqual([
    {
      code: "no-vjp",
      at: "l",
      got: "op sum without a derivative",
      need: "a vjp, a formula or a decomposition",
    },
  ]);
});
