import {
  build,
  compile,
  createState,
  type Graph,
  reference,
  Registry,
  tensor,
  tensorOf,
} from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin, readOptimiser, trainingStep } from "@chainrule/optim";
import { expect, test } from "vitest";
import { loopsOf } from "../engine/loops.js";
import { wasm } from "../engine/wasm.js";

const registry = new Registry([builtin, optimPlugin]);

const model = build(
  {
    model: {
      inputs: { x: { shape: ["N", 4] }, y: { shape: ["N"], dtype: "int32", classes: 3 } },
      nodes: {
        hidden: { block: "dense", in: ["x"], units: 8, activation: "relu" },
        logits: { block: "dense", in: ["hidden"], units: 3 },
        loss: {
          op: "softmaxCrossEntropy",
          in: ["logits", "y"],
          target: "index",
          reduction: "mean",
        },
        p: { op: "softmax", in: ["logits"] },
      },
      outputs: { loss: "loss", p: "p" },
    },
  },
  { registry },
);

function loops(graph: Graph, outputs?: readonly string[]): string {
  return loopsOf(
    compile(graph, {
      registry,
      engine: wasm(),
      state: createState(graph, registry),
      dims: { N: 16 },
      ...(outputs && { outputs }),
    }),
  );
}

/** What the nests make, one line each. */
const titles = (text: string): string[] => [...text.matchAll(/^\/\/ (.*)$/gm)].map((match) => match[1]!);

const trained = (type: string): Graph =>
  trainingStep(model, { minimise: "loss", optimiser: readOptimiser({ type, lr: 0.1 }, registry), registry });

test("a layer and its activation are one nest, and a softmax is one", () => {
  const made = titles(loops(model, ["p"]));
  expect(made).toHaveLength(3);
  expect(made[0]).toBe("hidden/z, hidden/a");
  expect(made[1]).toBe("logits/z");
  expect(made[2]).toMatch(/^p\/max, .*, p$/);
});

test("a softmax cross entropy takes its rows in one nest", () => {
  const made = titles(loops(model, ["loss"]));
  expect(made.filter((title) => title.includes("loss/exp"))).toEqual([
    "loss/target, loss/max, loss/shifted, loss/exp, loss/total, loss/logTotal, loss/shares, loss/losses",
  ]);
});

test.each(["sgd", "momentum", "adam"])("%s is one sweep over each parameter", (type) => {
  const text = loops(trained(type));
  const updates = titles(text.slice(text.indexOf("procedure update")));
  for (const id of ["hidden/W", "hidden/b", "logits/W", "logits/b"]) {
    expect(updates.filter((title) => title.split(", ").includes(`update/${id}`))).toHaveLength(1);
    expect(updates.filter((title) => title.includes(`update/${id}/`))).toHaveLength(1);
  }
});

test("no nest of a training step does nothing but transpose", () => {
  const made = titles(loops(trained("sgd")));
  expect(made.filter((title) => title.includes("transpose"))).toEqual([]);
});

test.each([1, 2, 3, 4])("the batch runs along the vectors where a layer has %i units", (units) => {
  const graph = build(
    {
      model: {
        inputs: { x: { shape: ["N", 3] } },
        nodes: { u: { block: "dense", in: ["x"], units } },
        outputs: { u: "u" },
      },
    },
    { registry },
  );
  const text = loops(graph);
  // A vector of a column goes to as many rows; one of a row to neighbours in memory, for which nothing is said.
  const stores = [...text.matchAll(/^ *store \[u\/z(?: \+ [^\]]+)?\](?: by (\d+))? = (v\d+)$/gm)];
  const vectors = stores.filter(([, , value]) => text.includes(`${value}:f32x4 = `));
  expect(vectors.length).toBeGreaterThan(0);
  const between = units === 1 || units === 4 ? undefined : `${4 * units}`;
  expect(new Set(vectors.map(([, bytes]) => bytes))).toEqual(new Set([between]));
});

test("a small network can be read as loops", () => {
  const graph = build(
    {
      model: {
        inputs: { x: { shape: ["N", 2] } },
        nodes: { u: { block: "dense", in: ["x"], units: 4, activation: "tanh" } },
        outputs: { u: "u" },
      },
    },
    { registry },
  );
  const state = createState(graph, registry);
  const plan = compile(graph, { registry, engine: wasm(), state, dims: { N: 3 } });
  expect(loopsOf(plan).split("procedure backward")[0]).toMatchInlineSnapshot(`
    "procedure forward
    // u/z
    v1:f32x4 = load [u/b]
    v0:f32x4 = v1
    v3:f32x4 = load [u/b]
    v2:f32x4 = v3
    v5:f32x4 = load [u/b]
    v4:f32x4 = v5
    for k in 0..2
      v6:f32x4 = load [u/W + 16·k]
      v7:f32x4 = load [x + 4·k] by 0
      v8:f32x4 = multiply(v7, v6)
      v0:f32x4 = add(v0, v8)
      v9:f32x4 = load [x + 8 + 4·k] by 0
      v10:f32x4 = multiply(v9, v6)
      v2:f32x4 = add(v2, v10)
      v11:f32x4 = load [x + 16 + 4·k] by 0
      v12:f32x4 = multiply(v11, v6)
      v4:f32x4 = add(v4, v12)
    store [u/z] = v0
    store [u/z + 16] = v2
    store [u/z + 32] = v4
    // u/a
    for c in 0..3
      v0:f32x4 = load [u/z + 16·c]
      v1:f32x4 = tanh(v0)
      store [u/z + 16·c] = v1

    "
  `);
});

test("what is left of a sum meets a tensor that is repeated along one of its axes, in one nest", () => {
  const graph = build(
    {
      dtype: "float64",
      model: {
        inputs: { x: { shape: ["N", 2, 3, 2] }, b: { shape: [1, 2, 2] } },
        nodes: { s: { op: "sum", in: ["x"], axes: [2] }, y: { op: "add", in: ["s", "b"] } },
        outputs: { y: "y" },
      },
    },
    { registry },
  );
  const state = createState(graph, registry);
  const plan = compile(graph, { registry, engine: wasm(), state, dims: { N: 2 } });
  const x = tensor(Array.from({ length: 24 }, () => 1));
  plan.feed({ x: { ...x, shape: [2, 2, 3, 2] }, b: tensor([[[10, 20], [30, 40]]]) }); // prettier-ignore
  plan.forward();
  expect(titles(loopsOf(plan))).toEqual(["s, y"]);
  expect(Array.from(plan.read("y").data)).toEqual([13, 23, 33, 43, 13, 23, 33, 43]);
});

test.each([
  ["min", "minimum"],
  ["prod", "multiply"],
])("%s runs in loops along rows and columns, with the interpreter's bits", (op, combine) => {
  const along = (axes: number[]) => ({ op, in: ["x"], axes });
  const graph = build(
    {
      model: {
        inputs: { x: { shape: ["N", 21] } },
        nodes: { rows: along([1]), columns: along([0]), all: along([0, 1]) },
        outputs: { rows: "rows", columns: "columns", all: "all" },
      },
    },
    { registry },
  );
  const data = Float32Array.from({ length: 11 * 21 }, (_, i) => 0.75 + ((i * 37) % 101) / 150);
  const [fast, plain] = (["wasm", "interpreter"] as const).map((emitter) => {
    const state = createState(graph, registry);
    const plan = compile(graph, { registry, engine: wasm({ emitter }), state, dims: { N: 11 } });
    plan.feed({ x: { dtype: "float32", shape: [11, 21], data } });
    plan.forward();
    return plan;
  });
  const text = loopsOf(fast!);
  expect(text).toContain(`${combine}(`);
  expect(text).not.toContain("kernel");
  const { data: rows } = fast!.read("rows");
  const exact = (row: number): number =>
    Array.from(data.subarray(21 * row, 21 * row + 21)).reduce((a, b) =>
      op === "min" ? Math.min(a, b) : a * b,
    );
  rows.forEach((value, row) => expect(Math.abs(value / exact(row) - 1)).toBeLessThan(21 * 2 ** -24));
  for (const name of ["rows", "columns", "all"])
    expect(new Uint8Array(fast!.read(name).data.buffer)).toEqual(
      new Uint8Array(plain!.read(name).data.buffer),
    );
});

test("only plans of this engine have loops", () => {
  const plan = compile(model, {
    registry,
    engine: reference(),
    state: createState(model, registry),
    dims: { N: 1 },
    outputs: ["p"],
  });
  expect(() => loopsOf(plan)).toThrow(TypeError);
});

test.each([
  [[0], [3]],
  [[2], [3, 1]],
] as const)(
  "sums along %s and what repeats along one of the other axes are one sweep, each element written",
  (axes, bias) => {
    const graph = build(
      {
        model: {
          inputs: { x: { shape: axes[0] === 0 ? [2, 3, 3] : [3, 3, 2] }, b: { shape: bias } },
          nodes: {
            s: { op: "sum", in: ["x"], axes },
            y: { op: "multiply", in: ["s", "b"] },
          },
          outputs: { y: "y" },
        },
      },
      { registry },
    );
    expect(titles(loops(graph))).toEqual(["s, y"]);
    const plan = compile(graph, { registry, engine: wasm(), state: createState(graph, registry) });
    const ones = new Float32Array(18).fill(1);
    plan.feed({
      x: tensorOf(ones, axes[0] === 0 ? [2, 3, 3] : [3, 3, 2], "float32"),
      b: tensorOf([1, 2, 3], bias, "float32"),
    });
    plan.forward();
    const wanted = axes[0] === 0 ? [2, 4, 6, 2, 4, 6, 2, 4, 6] : [2, 2, 2, 4, 4, 4, 6, 6, 6];
    expect([...plan.read("y").data]).toEqual(wanted);
  },
);
