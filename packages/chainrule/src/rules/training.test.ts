// Rules 8, 9, 11, 12 and 13: modes, losses, freezing, expectations, randomness.
import { prepareTraining, toleranceOf, trainingEvents } from "@chainrule/optim";
import { expect, test } from "vitest";
import { gradientsOf, opened, refusedOf, specOf } from "../testing/rules.js";

const dense = { block: "dense", in: ["x"], units: 3 };
const dropped = { d: { op: "dropout", in: ["h"], rate: 0.5 }, y: { block: "dense", in: ["d"], units: 2 } };

test('8: "same ids in both; ops that differ declare it"', () => {
  const { graph, evalGraph } = opened(specOf({ h: dense, ...dropped }));
  const opsOf = ({ nodes }: typeof graph): (readonly [string, string])[] =>
    nodes.map(({ id, op }) => [id, op]);
  // Beside what the spec names, training has the number of its step, which dropout draws by.
  const named = ({ nodes }: typeof graph): string[] =>
    nodes.map(({ id }) => id).filter((id) => id !== "update/@step");
  expect(named(evalGraph)).toEqual(named(graph));
  expect(named(evalGraph)).toHaveLength(evalGraph.nodes.length);
  expect(opsOf(graph).filter(([id]) => id === "d")).toEqual([["d", "dropout"]]);
  expect(opsOf(evalGraph).filter(([id]) => id === "d")).toEqual([["d", "identity"]]);
});

const rows = {
  x: [
    [1, 2, 3],
    [3, 2, 5],
    [8, 2, 4],
  ],
  y: [[1], [0], [1]],
};
const train = {
  minimise: "loss",
  batch: { size: "full" },
  optimiser: { type: "sgd", lr: 0.1 },
  stop: [{ steps: 3 }],
};
const regression = (nodes: object, model: object = {}, top: object = {}) =>
  specOf(
    { ...nodes, loss: { op: "squaredError", in: ["f", "y"], scale: 1, reduction: "mean" } },
    { inputs: { x: { shape: ["N", 3] }, y: { shape: ["N", 1] } }, outputs: { loss: "loss" }, ...model },
    { data: { examples: rows }, train, ...top },
  );

test('8: "buffers change only by updates": those of standardise stay as they were fitted', () => {
  const training = prepareTraining(
    opened(regression({ s: { block: "standardise", in: ["x"] }, f: { block: "dense", in: ["s"], units: 1 } }))
      .job,
  );
  const mean = [...training.state.read("s/mean").data];
  for (const _ of trainingEvents(training));
  expect(mean).toEqual([4, 2, 4]);
  expect([...training.state.read("s/mean").data]).toEqual(mean);
});

test.each(["squaredError", "binaryCrossEntropy", "binaryCrossEntropyWithLogits", "softmaxCrossEntropy"])(
  '9: "every loss states reduction": %s',
  (op) => {
    const needed =
      op === "squaredError" ? { scale: 1 } : op === "softmaxCrossEntropy" ? { target: "probabilities" } : {};
    expect(refusedOf(() => opened(specOf({ l: { op, in: ["x", "x"], ...needed } })))).toContain(
      "missing-attribute l",
    );
  },
);

test('9: "minimise is an output, or { output: weight }, which makes a node objective"', () => {
  const nodes = {
    h: dense,
    a: { op: "norm", in: ["h/W"], ord: "fro" },
    f: { block: "dense", in: ["h"], units: 1 },
  };
  const outputs = { loss: "loss", size: "a" };
  const { graph } = prepareTraining(
    opened(regression(nodes, { outputs }, { train: { ...train, minimise: { loss: 2, size: 0.1 } } })).job,
  );
  expect(graph.outputs).toMatchObject({ objective: "objective", "grad/objective/h/W": "grad/objective/h/W" });
  const taken = regression(
    nodes,
    { outputs: { ...outputs, objective: "a" } },
    { train: { ...train, minimise: { loss: 2 } } },
  );
  expect(refusedOf(() => prepareTraining(opened(taken).job))).toEqual(["duplicate-id objective"]);
});

test.each([
  ["trainable: false", { f: { op: "matmul", in: ["u", "V"] } }, train],
  ["train.freeze", { f: { block: "dense", in: ["u"], units: 1 } }, { ...train, freeze: ["*/h/*/W", "W"] }],
])('11: "frozen parameters get no backward nodes and no slots": %s', (_, last, section) => {
  const isDeclared = section === train;
  const nodes = {
    u: { op: "matmul", in: ["m", "W"] },
    m: { block: "mlp", in: ["x"], widths: [3, 3] },
    ...last,
  };
  const params = {
    W: { shape: [3, 3], init: "glorot", trainable: !isDeclared },
    ...(isDeclared && { V: { shape: [3, 1], init: "glorot" } }),
  };
  const spec = regression(
    nodes,
    { params },
    { train: { ...section, optimiser: { type: "momentum", lr: 0.1 } } },
  );
  const { graph } = prepareTraining(opened(spec).job);
  const made = graph.nodes
    .map(({ id }) => id)
    .filter((id) => /^(grad\/loss|slot|update(\/slot)?)\//.test(id));
  const frozen = isDeclared ? ["W"] : ["W", "m/h/0/W", "m/h/1/W"];
  for (const id of frozen)
    expect(
      made.filter((each) => new RegExp(`^(grad/loss|slot|update|update/slot)/${id}($|[@/])`).test(each)),
    ).toEqual([]);
  expect(made).toContain("slot/m/h/1/b/momentum");
});

test("11: where all before a node is frozen, nothing is differentiated there", () => {
  const params = { W: { shape: [3, 3], init: "glorot", trainable: false }, V: { shape: [3], init: "zeros" } };
  const nodes = {
    h: { op: "matmul", in: ["x", "W"] },
    a: { op: "tanh", in: ["h"] },
    y: { op: "add", in: ["a", "V"] },
    s: { op: "sum", in: ["y"] },
  };
  expect(gradientsOf(opened(specOf(nodes, { params, outputs: { s: "s" } })), "s")).toEqual([
    "grad/s/y",
    "grad/s/V",
  ]);
});

test('12: "the default tolerance is 1e-9 in float64 and 1e-5 in float32; a wider one needs why"', () => {
  const promise = { value: "loss", at: "start", equals: 1 } as const;
  expect([toleranceOf(promise, "float64"), toleranceOf(promise, "float32")]).toEqual([1e-9, 1e-5]);
  expect(() => toleranceOf({ ...promise, tolerance: 2e-5 }, "float32")).toThrow(/unexplained-tolerance/);
  expect(toleranceOf({ ...promise, tolerance: 2e-5, why: "measured" }, "float32")).toBe(2e-5);
});

test('13: "adding dropout changes no initial weight"', () => {
  const withOut = opened(
    specOf({ h: dense, y: { ...dropped.y, in: ["h"] } }, {}, { seed: 7 }),
  ).initialState();
  const withIt = opened(specOf({ h: dense, ...dropped }, {}, { seed: 7 })).initialState();
  expect(withIt.ids()).toEqual(withOut.ids());
  for (const id of withOut.ids()) expect(withIt.read(id)).toEqual(withOut.read(id));
});

test('13: a draw is that of "the node\'s path, or stream: to survive a rename", and of the seed', () => {
  const draw = (id: string, parameter: object = {}, seed = 0): number[] => {
    const params = { [id]: { shape: [3], init: { type: "normal", std: 1 }, ...parameter } };
    const state = opened(specOf({ y: { op: "add", in: ["x", id] } }, { params }, { seed })).initialState();
    return [...state.read(id).data];
  };
  expect(draw("v", { stream: "w" })).toEqual(draw("w"));
  expect(draw("v")).not.toEqual(draw("w"));
  expect(draw("w", {}, 1)).not.toEqual(draw("w"));
});
