import {
  build,
  type BuildSpec,
  closedOutputs,
  compile,
  createState,
  differentiate,
  type Graph,
  graphFromJson,
  graphHash,
  graphToJson,
  type Nested,
  reference,
  Refusal,
  scalarIds,
  scalarTensors,
  tensor,
  toScalars,
} from "@chainrule/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { registry } from "./testing/evaluate.js";
import { louppe } from "./testing/louppe.js";
import { randomGraph } from "./testing/randomGraph.js";

type Numbers = Readonly<Record<string, Nested>>;

/** Runs a graph with its gradients of `loss`, if it has any. */
function run(graph: Graph, feeds: Numbers, dims: Readonly<Record<string, number>> = { N: 1 }) {
  const plan = compile(graph, { registry, engine: reference(), state: createState(graph, registry), dims });
  plan.feed(Object.fromEntries(Object.entries(feeds).map(([id, value]) => [id, tensor(value)])));
  plan.forward();
  plan.backward();
  return plan;
}

const perceptron: BuildSpec = {
  dtype: "float64",
  model: {
    inputs: { x: { shape: ["N", 2] } },
    params: { w: { shape: [2], value: [1, 1] }, b: { shape: [], value: -1.5 } },
    nodes: {
      s: { op: "matmul", in: ["x", "w"] },
      z: { op: "add", in: ["s", "b"] },
      f: { op: "step", in: ["z"] },
    },
    outputs: { f: "f" },
  },
};

describe("a perceptron, as single numbers", () => {
  const scalars = toScalars(build(perceptron, { registry }), { registry });

  test("M1: it is inputs, weights, products, their sum, the bias and the step", () => {
    expect(scalars.nodes.map(({ id, op, in: inputs }) => [id, op, ...inputs].join(" "))).toEqual([
      "x_1 input",
      "x_2 input",
      "b parameter",
      "w_1 parameter",
      "w_2 parameter",
      "s/multiply multiply x_1 w_1",
      "s/multiply2 multiply x_2 w_2",
      "s add s/multiply s/multiply2",
      "z add s b",
      "f step z",
    ]);
  });

  test("says AND", () => {
    const answers = [[0, 0], [0, 1], [1, 0], [1, 1]].map(([x_1, x_2]) => run(scalars, { x_1: x_1!, x_2: x_2! }).scalar("f")); // prettier-ignore
    expect(answers).toEqual([0, 0, 0, 1]);
  });

  test("is a graph like any other: it survives JSON", () => {
    expect(graphHash(graphFromJson(graphToJson(scalars), registry))).toBe(graphHash(scalars));
  });
});

test("B7: Louppe's network: the loss, and ∂loss/∂W1 number by number", () => {
  const model = build(louppe, { registry });
  const scalars = differentiate(toScalars(model, { registry }), { of: "loss", registry });
  const plan = run(scalars, { x_1: 1, x_2: -2, y: 1 });
  expect(plan.scalar("loss")).toBeCloseTo(0.7559158984201614, 14);
  const made = scalarIds("W1", [2, 2]).map((id) => plan.scalar(`grad/loss/${id}`));
  const printed = [-0.0097794969, 0.0092932473, 0.1828583101, -0.0458030473];
  made.forEach((value, i) => expect(value).toBeCloseTo(printed[i]!, 10));
});

test("several examples: a row and a column in each name, and the cross entropy opened", () => {
  const model = build(louppe, { registry });
  const scalars = toScalars(model, { registry, dims: { N: 3 } });
  const x = tensor([[1, -2], [0.5, 1], [-1, 3]]); // prettier-ignore
  const y = tensor([1, 0, 1]);
  const whole = compile(model, { registry, engine: reference(), state: createState(model, registry), dims: { N: 3 } }); // prettier-ignore
  whole.feed({ x, y });
  whole.forward();
  const plan = compile(scalars, { registry, engine: reference(), state: createState(scalars, registry) });
  plan.feed(scalarTensors({ x, y }));
  plan.forward();
  expect(Object.keys(scalars.outputs)).toEqual(["prediction_1", "prediction_2", "prediction_3", "loss"]);
  expect(plan.scalar("loss")).toBeCloseTo(whole.scalar("loss"), 14);
  expect(plan.scalar("x_3_2")).toBe(3);
});

test("parameters hold the numbers that an initialiser drew", () => {
  const spec: BuildSpec = {
    dtype: "float64",
    model: {
      inputs: { x: { shape: ["N", 3] } },
      nodes: { h: { block: "dense", in: ["x"], units: 2, activation: "tanh" } },
      outputs: { h: "h" },
    },
  };
  const model = build(spec, { registry });
  const scalars = toScalars(model, { registry });
  const drawn = createState(model, registry).read("h/W").data;
  const state = createState(scalars, registry);
  expect(scalarIds("h/W", [3, 2]).map((id) => state.read(id).data[0])).toEqual(Array.from(drawn));
  expect(Object.values(scalars.outputs)).toEqual(["h/a_1", "h/a_2"]);
});

test("200 random graphs: values and gradients by scalars are those by tensors, to 1e-12", () => {
  const draw = fc.array(fc.integer({ min: 0, max: 999_999 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(draw, (draws) => {
      const model = randomGraph(draws);
      const wrt = ["w0", "w1"].filter((id) => leadsTo(model, id));
      if (wrt.length === 0) return;
      const whole = run(differentiate(model, { of: "loss", wrt, registry }), {});
      const elements = wrt.flatMap((id) => scalarIds(id, [2, 2]));
      const scalars = toScalars(model, { registry });
      // A norm's derivative at 0 is defined, its root's there is not.
      const plan = run(differentiate(scalars, { of: "loss", wrt: elements, registry }), {});
      if (scalars.nodes.some(({ id, op }) => op === "sqrt" && plan.scalar(id) === 0)) return;
      const size = (values: ArrayLike<number>): number => Math.max(1, ...Array.from(values, Math.abs));
      const loss = whole.scalar("loss");
      expect(Math.abs(plan.scalar("loss") - loss)).toBeLessThanOrEqual(1e-12 * size([loss]));
      for (const id of wrt) {
        const { data } = whole.read(`grad/loss/${id}`);
        scalarIds(id, [2, 2]).forEach((element, i) => {
          const made = plan.scalar(`grad/loss/${element}`);
          expect(Math.abs(made - data[i]!)).toBeLessThanOrEqual(1e-12 * size(data));
        });
      }
    }),
    { numRuns: 200, seed: 20_261_125 },
  );
});

/** Whether the loss stands on a parameter. */
function leadsTo({ nodes }: Graph, parameter: string): boolean {
  const reached = new Set([parameter]);
  for (const { id, in: inputs } of nodes) if (inputs.some((input) => reached.has(input))) reached.add(id);
  return reached.has("l");
}

test("each op but these says what every number of its result is made of", () => {
  const closed = registry.names("ops").filter((name) => {
    const { formula, moves, element, decompose } = registry.get("ops", name);
    return !formula && !moves && !element && !decompose;
  });
  expect(closed.sort()).toEqual([
    "accuracy",
    "argMax",
    "argMin",
    "binaryAccuracy",
    "classShares",
    "confusionCount",
    "confusionMatrix",
    "conv2d",
    "conv2dFilterGradient",
    "conv2dInputGradient",
    "dropout",
    "maxPool2d",
    "maxPool2dGradient",
    "maxPool2dPick",
    "oneHot",
    "rreluAlpha",
    "scatterAdd",
    "singularCurvature",
    "singularDirection",
    "spectralNorm",
    "topKAccuracy",
  ]);
});

test("rows are gathered where their numbers stand in the spec", () => {
  const spec: BuildSpec = {
    dtype: "float64",
    model: {
      constants: { rows: { value: [2, 0], dtype: "int32" } },
      inputs: { x: { shape: [3, 2] } },
      nodes: { y: { op: "gather", in: ["x", "rows"] } },
      outputs: { y: "y" },
    },
  };
  const { outputs } = toScalars(build(spec, { registry }), { registry });
  expect(outputs).toEqual({ y_1_1: "x_3_1", y_1_2: "x_3_2", y_2_1: "x_1_1", y_2_2: "x_1_2" });
});

test("what a pad puts beside the elements is one constant, whatever number it is", () => {
  for (const value of [0, 1, 2, -1, 0.5]) {
    const spec: BuildSpec = {
      dtype: "float64",
      model: {
        inputs: { x: { shape: [2] } },
        nodes: { y: { op: "pad", in: ["x"], axis: 0, before: 1, after: 1, between: 1, value } },
        outputs: { y: "y" },
      },
    };
    const { nodes, outputs } = toScalars(build(spec, { registry }), { registry });
    expect(outputs).toEqual({ y_1: "y_1", y_2: "x_1", y_3: "y_1", y_4: "x_2", y_5: "y_1" });
    expect(nodes.find(({ id }) => id === "y_1")).toMatchObject({ op: "constant", attributes: { value } });
  }
});

describe("refusals", () => {
  const classes: BuildSpec = {
    model: {
      inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"], dtype: "int32", classes: 3 } },
      nodes: {
        z: { block: "dense", in: ["x"], units: 3 },
        loss: { op: "softmaxCrossEntropy", in: ["z", "y"], target: "index", reduction: "mean" },
      },
      outputs: { z: "z", loss: "loss" },
    },
  };
  const refused = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
    return "";
  };

  test("an op that cannot be opened is named, with the outputs that can", () => {
    const model = build(classes, { registry });
    expect(refused(() => toScalars(model, { registry }))).toMatchInlineSnapshot(`
      "cannot-open at loss/oneHot
        got   op oneHot of y, which does not say what each number of its result is made of
        need  formulas, products of matrices, sums, and what moves elements about
        try   outputs: ["z"]"
    `);
    expect([...closedOutputs(model, { registry })].map(([name, { op }]) => [name, op])).toEqual([
      ["loss", "oneHot"],
    ]);
    expect(Object.keys(toScalars(model, { registry, outputs: ["z"] }).outputs)).toEqual([
      "z_1",
      "z_2",
      "z_3",
    ]);
  });

  test("a backward pass is made of scalars, not taken apart", () => {
    const both = differentiate(build(louppe, { registry }), { of: "loss", registry });
    expect(refused(() => toScalars(both, { registry }))).toMatchInlineSnapshot(`
      "later-pass at grad/loss/l
        got   a graph with a backward pass or an optimiser in it
        need  the model alone
        try   make scalars first, then differentiate them"
    `);
  });

  test("too many numbers are refused before any is made", () => {
    const model = build(classes, { registry });
    const wide = { N: 1_000_000_000 };
    expect(refused(() => toScalars(model, { registry, dims: wide, outputs: ["z"] }))).toMatchInlineSnapshot(`
      "too-many-nodes at x
        got   [1000000000, 2], a node for each element
        need  at most 4000000 nodes"
    `);
  });

  test("two nodes of one name", () => {
    const spec: BuildSpec = {
      model: {
        inputs: { x: { shape: [2] }, x_1: { shape: [] } },
        nodes: { y: { op: "add", in: ["x", "x_1"] } },
        outputs: { y: "y" },
      },
    };
    expect(refused(() => toScalars(build(spec, { registry }), { registry }))).toMatchInlineSnapshot(`
      "duplicate-id
        got   "x_1" twice
        need  one node for each id"
    `);
  });
});
