import { draws, type Nested, Refusal, toNested } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import type { TrainEvent } from "../events.js";
import { dataset, jobOf } from "../testing/jobs.js";
import { prepareTraining, type TrainJob, type Training } from "../training.js";
import { trainingEvents } from "../trainingEvents.js";

type Model = Parameters<typeof jobOf>[0]["model"];
type Train = Parameters<typeof jobOf>[2];

const solving = { stop: [{ steps: 1 }], optimiser: { type: "closedForm", method: "normalEquation" } };
const lda = { ...solving, optimiser: { type: "closedForm", method: "lda" } };
const { normal, uniform } = draws(0, "data", "closedForm");

/** Rows with two features and an answer that is near a plane, by draws that are always the same. */
const plane = (() => {
  const x = Array.from({ length: 30 }, (_, i) => [normal(0, 2 * i), 3 + 2 * normal(0, 2 * i + 1)]);
  const y = x.map(([a, b], i) => 2 * a! - b! + 0.5 + 0.3 * normal(1, i));
  return { train: dataset({ x, y }) };
})();

/** A loss on a prediction `f` that some nodes make of x. */
function modelOf(
  nodes: Model["nodes"],
  params: Model["params"] = {},
  y = ["N"] as (number | string)[],
): Model {
  return {
    inputs: { x: { shape: ["N", 2] }, y: { shape: y } },
    params,
    nodes: { ...nodes, loss: { op: "squaredError", in: ["f", "y"], reduction: "mean", scale: 1 } },
    outputs: { loss: "loss" },
  };
}
const neuron = modelOf({ f: { block: "neuron", in: ["x"] } });
const job = (
  model: Model,
  train: Train = solving,
  data: TrainJob["data"] = plane,
  dtype = "float64" as const,
) => jobOf({ name: "solved", model, dtype, seed: 2 }, data, train);

function run(of: TrainJob): { readonly training: Training; readonly events: TrainEvent[] } {
  const training = prepareTraining(of);
  return { training, events: [...trainingEvents(training)].filter((event) => event !== undefined) };
}

function solved(of: TrainJob): Record<string, Nested> {
  const { training } = run(of);
  return Object.fromEntries(training.parameters.map((id) => [id, toNested(training.state.read(id))]));
}

/** Code, place and node of the first problem. */
function refused(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, path = [], at } = error.problems[0]!;
    return `${code} ${path.join(".")}${at === undefined ? "" : ` at ${at}`}`;
  }
  return "not refused";
}

/** (XᵀX)⁻¹Xᵀy for rows (x₁, x₂, 1), by Gauss and Jordan's elimination of the normal equations. */
function normalEquations({ train }: typeof plane, ridge = 0): number[] {
  const [xs, ys] = ["x", "y"].map((name) => train.columns[name]!.data);
  const rows = Array.from(ys!, (y, i) => [xs![2 * i]!, xs![2 * i + 1]!, 1, y]);
  const system = [0, 1, 2].map((j) =>
    [0, 1, 2, 3].map((k) => rows.reduce((sum, row) => sum + row[j]! * row[k]!, j === k && j < 2 ? ridge : 0)),
  );
  for (let k = 0; k < 3; k++) {
    system[k] = system[k]!.map((value, _, line) => value / line[k]!);
    for (let i = 0; i < 3; i++) {
      if (i !== k) system[i] = system[i]!.map((value, j) => value - system[i]![k]! * system[k]![j]!);
    }
  }
  return system.map((line) => line[3]!);
}

const near = (values: readonly number[], digits = 10): unknown[] =>
  values.map((x) => expect.closeTo(x, digits) as unknown);

describe("a run", () => {
  test("is one step, told as any other", () => {
    const { events, training } = run({ ...job(neuron), watch: { phases: true } });
    expect(events.map((event) => (event.type === "step" ? event.phase : event.type))).toEqual([
      "run.start",
      "sample",
      "forward",
      "backward",
      "update",
      "metrics",
      "checkpoint",
      "run.end",
    ]);
    expect(events[0]).toMatchObject({
      batch: { size: 30, perEpoch: 1 },
      parameters: { trained: 3, frozen: 0 },
    });
    expect(events.find(({ type }) => type === "metrics")).toMatchObject({ step: 1, epoch: 1, lr: 1 });
    expect(events.at(-1)).toMatchObject({ type: "run.end", rule: { steps: 1 }, step: 1 });
    expect(training.graph.updates).toEqual({ "f/w": "update/f/w", "f/b": "update/f/b" });
  });

  test("leaves the job's own state alone, and begins where it says", () => {
    const { training, events } = run(job(neuron));
    const metrics = events.find((event) => event.type === "metrics")!;
    const fresh = prepareTraining(job(neuron));
    const first = fresh.metrics.during.get("train/loss")!();
    expect(metrics.values["loss"]).toBeCloseTo(first, 12);
    expect(training.metrics.during.get("train/loss")!()).toBeLessThan(first / 10);
  });

  test("gives the same bits twice", () => {
    expect(run(job(neuron)).events).toEqual(run(job(neuron)).events);
  });

  test("over whole epochs is one step too", () => {
    expect(solved(job(neuron, { ...solving, stop: [{ epochs: 1 }] }))).toEqual(solved(job(neuron)));
  });
});

describe("normalEquation", () => {
  const expected = normalEquations(plane);

  test("M2: one unit with g = identity is (XᵀX)⁻¹Xᵀy", () => {
    expect(solved(job(neuron))).toEqual({
      "f/w": near(expected.slice(0, 2)),
      "f/b": expect.closeTo(expected[2]!, 10) as unknown,
    });
  });

  test("M14, O12: gradient descent on the same rows ends where the derivative is zero", () => {
    const descent = { optimiser: { type: "sgd", lr: 0.05 }, stop: [{ steps: 3000 }] };
    const walked = solved(job(neuron, descent));
    expect(walked["f/w"]).toEqual(near(expected.slice(0, 2), 8));
    expect(walked["f/b"]).toBeCloseTo(expected[2]!, 8);
    const { training } = run(job(neuron));
    const again = prepareTraining({ ...job(neuron, descent), state: training.state });
    again.stepper.sample();
    again.stepper.forward();
    again.stepper.backward();
    for (const id of again.parameters)
      expect(again.metrics.during.get(`gradNorm/${id}`)!()).toBeLessThan(1e-12);
  });

  test("M14: it is the same for every scale and reduction of the loss", () => {
    for (const reduction of ["sum", "mean"]) {
      for (const scale of [1, 0.5]) {
        const loss = { op: "squaredError", in: ["f", "y"], reduction, scale };
        const model = { ...neuron, nodes: { f: neuron.nodes["f"]!, loss } };
        expect(solved(job(model))["f/w"]).toEqual(near(expected.slice(0, 2)));
      }
    }
  });

  test("in float32 the equations are float64, of the rows as float32 has them", () => {
    const { training } = run(jobOf({ name: "solved", model: neuron, dtype: "float32" }, plane, solving));
    const { data } = training.state.peek("f/w");
    expect(data).toBeInstanceOf(Float32Array);
    expect([...data]).toEqual(near(expected.slice(0, 2), 6));
  });

  test.each<[string, Model["nodes"], Model["params"]]>([
    [
      "dense with one unit, flattened",
      { h: { block: "dense", in: ["x"], units: 1 }, f: { op: "reshape", in: ["h"], shape: ["N"] } },
      {},
    ],
    [
      "affine",
      { h: { op: "affine", in: ["x", "W", "b"] }, f: { op: "sum", in: ["h"], axes: [1] } },
      { W: { shape: [2, 1], init: "zeros" }, b: { shape: [1], init: "zeros" } },
    ],
    [
      "matmul and add",
      { s: { op: "matmul", in: ["x", "w"] }, f: { op: "add", in: ["s", "b"] } },
      { w: { shape: [2], init: "glorot" }, b: { shape: [], value: 7 } },
    ],
    [
      "scaled, negated and shifted, by numbers and a frozen layer",
      {
        s: { op: "matmul", in: ["x", "M"] },
        t: { op: "matmul", in: ["s", "w"] },
        u: { op: "divide", in: ["t", 4] },
        n: { op: "negate", in: ["u"] },
        v: { op: "subtract", in: ["n", "b"] },
        f: { op: "add", in: ["v", 100] },
      },
      {
        M: {
          shape: [2, 2],
          value: [
            [2, 1],
            [0, 1],
          ],
          trainable: false,
        },
        w: { shape: [2], init: "ones" },
        b: { shape: [], init: "zeros" },
      },
    ],
    ["whitened", { z: { block: "standardise", in: ["x"] }, f: { block: "neuron", in: ["z"] } }, {}],
  ])("finds the same line, however the affine model is written: %s", (_, nodes, params) => {
    const loss = run(job(modelOf(nodes, params))).training.metrics.during.get("train/loss")!();
    expect(loss).toBeCloseTo(run(job(neuron)).training.metrics.during.get("train/loss")!(), 12);
  });

  test("features may bend: a parabola is affine in its coefficients", () => {
    const x = [-2, -1, 0, 1, 2];
    const data = { train: dataset({ x: x.map((v) => [v, v]), y: x.map((v) => 3 * v * v - v + 2) }) };
    const model = modelOf(
      {
        first: { op: "slice", in: ["x"], axis: 1, start: 0, stop: 1 },
        v: { op: "reshape", in: ["first"], shape: ["N"] },
        s: { op: "square", in: ["v"] },
        as: { op: "multiply", in: ["a", "s"] },
        bv: { op: "multiply", in: ["v", "b"] },
        sum: { op: "add", in: ["as", "bv"] },
        f: { op: "add", in: ["sum", "c"] },
      },
      { a: { shape: [], value: 0 }, b: { shape: [], value: 0 }, c: { shape: [], value: 0 } },
    );
    const { a, b, c } = solved(job(model, solving, data));
    expect([a, b, c]).toEqual(near([3, -1, 2]));
  });

  test("several outputs are several regressions", () => {
    const { x, y } = plane.train.columns;
    const both = Array.from(y!.data, (value, i) => [value, x!.data[2 * i]! - 1]);
    const data = { train: { ...plane.train, columns: { x: x!, y: dataset({ y: both }).columns["y"]! } } };
    const model = modelOf({ f: { block: "dense", in: ["x"], units: 2 } }, {}, ["N", 2]);
    const { "f/W": W, "f/b": b } = solved(job(model, solving, data));
    expect(W).toEqual([near([expected[0]!, 1]), near([expected[1]!, 0])]);
    expect(b).toEqual(near([expected[2]!, -1]));
  });

  test("what is frozen stays, and the rest is solved around it", () => {
    const { training } = run(job(neuron, { ...solving, freeze: ["f/b"] }));
    expect(toNested(training.state.read("f/b"))).toBe(0);
    const { data: x } = plane.train.columns["x"]!;
    const { data: y } = plane.train.columns["y"]!;
    const w = training.state.peek("f/w").data;
    for (const j of [0, 1]) {
      const slope = Array.from(y).reduce(
        (sum, value, i) => sum + (w[0]! * x[2 * i]! + w[1]! * x[2 * i + 1]! - value) * x[2 * i + j]!,
        0,
      );
      expect(slope).toBeCloseTo(0, 10);
    }
  });

  test("a ridge costs weights, not biases", () => {
    const optimiser = { ...solving.optimiser, ridge: 5 };
    const [a, b, c] = normalEquations(plane, 5);
    const found = solved(job(neuron, { ...solving, optimiser }));
    expect(found).toEqual({ "f/w": near([a!, b!]), "f/b": expect.closeTo(c!, 10) as unknown });
  });

  test("equal columns leave their weights open: refused by the weight's name, or shared by a ridge", () => {
    const x = [1, 2, 3, 4].map((v) => [v, v]);
    const data = { train: dataset({ x, y: [2, 4, 6, 8] }) };
    expect(refused(() => run(job(neuron, solving, data)))).toBe("singular-system train.optimiser at f/w[1]");
    const optimiser = { ...solving.optimiser, ridge: 1e-9 };
    const { "f/w": w } = solved(job(neuron, { ...solving, optimiser }, data));
    expect(w).toEqual(near([1, 1], 6));
  });

  test("fewer rows than numbers are told so, and two biases are one too many", () => {
    const data = {
      train: dataset({
        x: [
          [1, 2],
          [2, 1],
        ],
        y: [1, 2],
      }),
    };
    expect(refused(() => run(job(neuron, solving, data)))).toMatch(
      /^singular-system train\.optimiser at f\//,
    );
    const twice = modelOf(
      { g: { block: "neuron", in: ["x"] }, f: { op: "add", in: ["g", "c"] } },
      { c: { shape: [], value: 0 } },
    );
    expect(refused(() => run(job(twice)))).toMatch(/^singular-system train\.optimiser at (c|g\/b)$/);
  });

  test("numbers that are none are refused before anything is solved", () => {
    const data = {
      train: dataset({
        x: [
          [1, 2],
          [2, 1],
          [0, 3],
        ],
        y: [1, Infinity, 2],
      }),
    };
    expect(refused(() => run(job(neuron, solving, data)))).toBe("non-finite train at y");
    const limits = { ...job(neuron).limits!, elements: 80 } as never;
    expect(refused(() => run({ ...job(neuron), limits }))).toBe("too-large train.optimiser");
  });
});

describe("lda", () => {
  const points = [
    [-1, 0],
    [0, -1],
    [-2, 1],
    [1, 0],
    [-3, 0],
    [1, 1],
    [-3, -1],
    [0, 0],
    [1, 0],
    [2, 3],
  ];
  const classes = { train: dataset({ x: points, y: [0, 0, 0, 0, 0, 0, 0, 1, 1, 1] }) };
  const unit: Model = {
    ...neuron,
    nodes: {
      z: { block: "neuron", in: ["x"] },
      p: { op: "sigmoid", in: ["z"] },
      loss: { op: "binaryCrossEntropy", in: ["p", "y"], reduction: "mean" },
    },
  };
  const logits: Model = {
    ...unit,
    nodes: { ...unit.nodes, loss: { op: "binaryCrossEntropyWithLogits", in: ["z", "y"], reduction: "sum" } },
  };

  test("M3: ten rows with the lecture's moments give the lecture's w and b", () => {
    for (const model of [unit, logits]) {
      const { "z/w": w, "z/b": b } = solved(job(model, lda, classes));
      expect(w).toEqual(near([6 / 7, 4 / 7], 13));
      expect(b).toBeCloseTo(-2 / 7 + Math.log(3 / 7), 13);
    }
  });

  test("M4: on gaussian classes logistic regression ends near LDA's w and b, and both near the true ones", () => {
    const rows = 3000;
    // Σ = L Lᵀ = [[2, .5], [.5, 1]].
    const l = [Math.SQRT2, 0.5 / Math.SQRT2, Math.sqrt(1 - 0.125)];
    const y = Array.from({ length: rows }, (_, i) => (uniform(9, i) < 0.3 ? 1 : 0));
    const x = y.map((label, i) => {
      const [a, b] = [normal(9, 2 * i), normal(9, 2 * i + 1)];
      return [(label === 1 ? 1 : -1) + l[0]! * a, label + l[1]! * a + l[2]! * b];
    });
    const drawn = { train: dataset({ x, y }) };
    const direct = solved(job(logits, lda, drawn));
    const mean: Model = {
      ...unit,
      nodes: {
        ...unit.nodes,
        loss: { op: "binaryCrossEntropyWithLogits", in: ["z", "y"], reduction: "mean" },
      },
    };
    const walked = solved(job(mean, { optimiser: { type: "sgd", lr: 1 }, stop: [{ steps: 400 }] }, drawn));
    const flatten = (found: Record<string, Nested>): number[] => [
      ...(found["z/w"] as number[]),
      found["z/b"] as number,
    ];
    const truth = [6 / 7, 4 / 7, -2 / 7 + Math.log(3 / 7)];
    // The curvature of 3000 rows' cross entropy gives each number a standard error of about 0.05; both come from the
    // same rows and so are nearer to one another.
    flatten(direct).forEach((value, i) => expect(Math.abs(value - truth[i]!)).toBeLessThan(0.15));
    flatten(walked).forEach((value, i) => expect(Math.abs(value - truth[i]!)).toBeLessThan(0.15));
    flatten(walked).forEach((value, i) => expect(Math.abs(value - flatten(direct)[i]!)).toBeLessThan(0.1));
  });

  test("what is no one unit is refused at its logit", () => {
    const wide: Model = {
      ...unit,
      inputs: { ...unit.inputs, y: { shape: ["N", 2] } },
      nodes: { ...unit.nodes, z: { block: "dense", in: ["x"], units: 2 } },
    };
    const labels = { train: dataset({ x: points, y: points.map((_, i) => [i % 2, 1 - (i % 2)]) }) };
    expect(refused(() => run(job(wide, lda, labels)))).toBe("not-one-unit train.optimiser.method at z/z");
    expect(refused(() => run(job(unit, { ...lda, freeze: ["z/b"] }, classes)))).toBe(
      "not-one-unit train.optimiser.method at z/z",
    );
    const offset = { ...unit, nodes: { ...unit.nodes, h: unit.nodes["z"]!, z: { op: "add", in: ["h", 1] } } };
    expect(refused(() => run(job(offset, lda, classes)))).toBe("not-one-unit train.optimiser.method at z");
  });

  test("labels that are no two classes, and features that do not vary, are refused", () => {
    const withLabels = (y: number[], x = points) => ({ train: dataset({ x, y }) });
    const bad = "bad-classes train.optimiser.method";
    expect(refused(() => run(job(unit, lda, withLabels(points.map(() => 1)))))).toBe(bad);
    expect(refused(() => run(job(unit, lda, withLabels(points.map((_, i) => i / 10)))))).toBe(bad);
    const y = points.map((_, i) => (i < 5 ? 0 : 1));
    const twice = points.map(([a]) => [a!, 3 * a!]);
    expect(refused(() => run(job(unit, lda, withLabels(y, twice))))).toMatch(
      /^singular-system .* at z\/w\[[01]\]$/,
    );
    // In each class one value: their difference is all there is.
    const byClass = points.map(([a], i) => [a!, y[i]!]);
    expect(refused(() => run(job(unit, lda, withLabels(y, byClass))))).toBe(
      "singular-system train.optimiser at z/w[1]",
    );
  });

  test("a ridge is not for it", () => {
    const optimiser = { ...lda.optimiser, ridge: 1 };
    expect(refused(() => run(job(unit, { ...lda, optimiser }, classes)))).toBe(
      "bad-attribute train.optimiser.ridge",
    );
  });
});

describe("models that are not affine in what is trained are refused at the first node in which it shows", () => {
  const w: NonNullable<Model["params"]> = { w: { shape: [2], init: "ones" } };
  const s: Model["nodes"] = { s: { op: "matmul", in: ["x", "w"] } };
  test.each<[string, Model["nodes"], Model["params"]]>([
    ["f/a", { f: { block: "neuron", in: ["x"], activation: "tanh" } }, {}],
    ["f", { ...s, f: { op: "relu", in: ["s"] } }, w],
    ["f", { ...s, f: { op: "abs", in: ["s"] } }, w],
    ["f", { ...s, f: { op: "square", in: ["s"] } }, w],
    ["f", { ...s, f: { op: "maximum", in: ["s", 0] } }, w],
    ["f", { ...s, f: { op: "multiply", in: ["s", "s"] } }, w],
    ["f", { ...s, f: { op: "divide", in: [1, "s"] } }, w],
    // Flat but for jumps: its derivative is 0, which depends on nothing.
    ["r", { ...s, r: { op: "sign", in: ["s"] }, f: { op: "add", in: ["s", "r"] } }, w],
    ["c", { ...s, c: { op: "less", in: ["s", 0] }, f: { op: "select", in: ["c", "s", 0] } }, w],
    [
      "f",
      {
        h: { block: "dense", in: ["x"], units: 3 },
        g: { block: "dense", in: ["h"], units: 1 },
        f: { op: "reshape", in: ["g"], shape: ["N"] },
      },
      {},
    ],
    ["f", { ...s, f: { op: "multiply", in: ["s", "v"] } }, { ...w, v: { shape: [], value: 1 } }],
    [
      "d",
      {
        d: { op: "dropout", in: ["x"], rate: 0.5 },
        s: { op: "matmul", in: ["d", "w"] },
        f: { op: "identity", in: ["s"] },
      },
      w,
    ],
  ])("%s", (at, nodes, params) => {
    // Of two layers it is the second whose derivative has the first one's numbers, and the first whose has the second's.
    expect(refused(() => prepareTraining(job(modelOf(nodes, params))))).toMatch(
      new RegExp(`^not-affine train\\.optimiser at ${at === "f" && "g" in nodes ? "g/z" : at}$`),
    );
  });

  test("of two layers each is affine in what is trained where the other is frozen", () => {
    const nodes = {
      h: { block: "dense", in: ["x"], units: 2 },
      g: { block: "dense", in: ["h"], units: 1 },
      f: { op: "reshape", in: ["g"], shape: ["N"] },
    };
    expect(refused(() => prepareTraining(job(modelOf(nodes), { ...solving, freeze: ["h/*"] })))).toBe(
      "not refused",
    );
    // Two units into one: only their sum is determined.
    expect(refused(() => prepareTraining(job(modelOf(nodes), { ...solving, freeze: ["g/*"] })))).toMatch(
      /^singular-system/,
    );
  });
});

describe("what else is refused, by place", () => {
  const attempt = (train: object, model = neuron): string =>
    refused(() => prepareTraining(job(model, { ...solving, ...train })));
  test.each<[string, object]>([
    ["not-full-batch train.batch.size", { batch: { size: 10 } }],
    ["not-full-batch train.batch.size", { batch: { size: "single" } }],
    ["not-one-step train.stop", { stop: [{ epochs: 100 }] }],
    ["not-one-step train.stop", { stop: [{ metric: "loss", below: 1 }] }],
    ["unknown-attribute train.optimiser.lr", { optimiser: { ...solving.optimiser, lr: 0.1 } }],
    ["missing-attribute train.optimiser", { optimiser: { type: "closedForm" } }],
    ["bad-attribute train.optimiser.method", { optimiser: { type: "closedForm", method: "qr" } }],
    ["bad-attribute train.optimiser.ridge", { optimiser: { ...solving.optimiser, ridge: -1 } }],
    ["unknown-optimiser train.optimiser.type", { optimiser: { type: "closeForm", lr: 1 } }],
    [
      "unknown-optimiser train.optimiser.chain.0.type",
      { optimiser: { chain: [{ type: "closedForm" }], lr: 1 } },
    ],
    ["wrong-loss train.minimise", { minimise: { loss: 2 } }],
    ["wrong-loss train.minimise at loss", { optimiser: lda.optimiser }],
    ["missing-key train.optimiser", { optimiser: { type: "sgd" } }],
    ["unknown-key train.optimiser.lrr", { optimiser: { type: "sgd", lrr: 1 } }],
  ])("%s", (told, train) => {
    expect(attempt(train)).toBe(told);
  });

  test("a loss that is no squared error, or none of a fixed target", () => {
    const mean = {
      ...neuron,
      nodes: {
        f: neuron.nodes["f"]!,
        e: { op: "subtract", in: ["f", "y"] },
        s: { op: "square", in: ["e"] },
        loss: { op: "mean", in: ["s"] },
      },
    };
    expect(attempt({}, mean)).toBe("wrong-loss train.minimise at loss");
    const swapped = { op: "squaredError", in: ["y", "f"], reduction: "mean", scale: 1 };
    const turned = { ...neuron, nodes: { f: neuron.nodes["f"]!, loss: swapped } };
    expect(attempt({}, turned)).toBe("wrong-loss train.minimise at loss");
    const hinge = { ...neuron, nodes: { ...neuron.nodes, p: { op: "tanh", in: ["f"] } } };
    const loss = { op: "binaryCrossEntropy", in: ["p", "y"], reduction: "mean" };
    expect(attempt({ optimiser: lda.optimiser }, { ...hinge, nodes: { ...hinge.nodes, loss } })).toBe(
      "wrong-loss train.minimise at p",
    );
  });

  test("batch and model are told together", () => {
    const bent = modelOf({ f: { block: "neuron", in: ["x"], activation: "tanh" } });
    try {
      prepareTraining(job(bent, { ...solving, batch: { size: 10 } }));
      expect.unreachable();
    } catch (error) {
      expect((error as Refusal).problems.map(({ code }) => code)).toEqual(["not-full-batch", "not-affine"]);
    }
  });
});
