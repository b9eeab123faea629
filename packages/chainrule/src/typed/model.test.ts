import { readFileSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import {
  build,
  type BuildSpec,
  checkExpectations,
  defaultRegistry,
  graphToJson,
  model,
  openSpec,
  ops,
  Refusal,
  type Spec,
  type Tensor,
  toNested,
} from "../index.js";

const registry = defaultRegistry();
const example = (path: string): BuildSpec =>
  openSpec(readFileSync(new URL(`../../../../examples/${path}`, import.meta.url), "utf8"), path).spec;
const graphOf = (path: string): string => graphToJson(build(example(path), { registry }));

const xor = model(
  { name: "xor", seed: 0, inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } } },
  (m, { x, y }) => {
    const hidden = m.block("hidden", "dense", { x }, { units: 4, activation: "tanh" });
    const logit = m.block("logit", "dense", { x: hidden }, { units: 1 });
    const p = m.name("p", ops.sigmoid(logit));
    const loss = m.name("loss", ops.binaryCrossEntropyWithLogits(logit, y, { reduction: "mean" }));
    return { prediction: p, loss, accuracy: m.name("accuracy", ops.binaryAccuracy(p, y)) };
  },
);

test("xor in code is xor in JSON, byte for byte", () => {
  expect(graphToJson(xor.graph)).toBe(graphOf("xor/xor.json"));
});

test("instances stay instances in the spec", () => {
  expect(xor.spec.model.nodes).toMatchObject({
    hidden: { block: "dense", in: { x: "x" }, units: 4, activation: "tanh" },
    logit: { block: "dense", in: { x: "hidden" }, units: 1 },
  });
});

test("Louppe's network in code is the one in JSON: numbers are operands, the order of calls means nothing", () => {
  const louppe = model(
    {
      name: "louppe",
      dtype: "float64",
      dims: { p: 2, q: 2 },
      inputs: { x: { shape: ["N", "p"] }, y: { shape: ["N"] } },
    },
    (m, { x, y }) => {
      const W2 = m.parameter("W2", ["q"], { value: [0.7, -0.6] });
      const W1 = m.parameter("W1", ["p", "q"], {
        value: [
          [0.5, -0.3],
          [0.2, 0.4],
        ],
      });
      const u6 = m.name("u6", ops.norm(W2, { ord: "fro" }));
      const u5 = m.name("u5", ops.norm(W1, { ord: "fro" }));
      const u8 = m.name("u8", ops.multiply(0.1, m.name("u7", ops.add(u5, u6))));
      const u2 = m.name("u2", ops.sigmoid(m.name("u1", ops.matmul(x, W1))));
      const prediction = m.name("yhat", ops.sigmoid(m.name("u3", ops.matmul(u2, W2))));
      const u4 = m.name("u4", ops.binaryCrossEntropy(prediction, y, { reduction: "mean" }));
      return { prediction, loss: m.name("l", ops.add(u4, u8)) };
    },
  );
  expect(graphToJson(louppe.graph)).toBe(graphOf("louppe/louppe.json"));
  const { loss } = louppe.plan({ dims: { N: 1 } }).run({ x: [[1, -2]], y: [1] });
  expect(toNested(loss)).toBe(0.7559158984201614);
});

test("outputs are there by name, those that were asked for", () => {
  const { prediction } = xor.plan({ dims: { N: 2 }, outputs: ["prediction"] }).run({
    x: [
      [0, 0],
      [1, 0],
    ],
  });
  expect(prediction.shape).toEqual([2, 1]);
  expectTypeOf(prediction).toEqualTypeOf<Tensor>();
});

test("nodes that nobody names, parameters that are bound, buffers fitted to a value without a name", () => {
  const net = model({ dtype: "float64", seed: 2, inputs: { x: { shape: ["N", 3] } } }, (m, { x }) => {
    const s = m.block("s", "standardise", { x: ops.tanh(x) });
    const enc = m.block(
      "enc",
      "dense",
      { x: s },
      { units: 2, activation: { op: "leakyRelu", alpha: 0.1, form: "multiply" } },
    );
    const Wt = m.name("Wt", ops.transpose(m.get("enc/W")));
    const dec = m.block("dec", "dense", { x: enc }, { units: 3 }, { W: Wt });
    const bias = m.parameter("bias", [3], { init: { type: "constant", value: 1 }, trainable: false });
    const shift = m.constant("shift", [1, 2, 3]);
    const kept = m.buffer("kept", [], { value: 2 });
    return { y: ops.add(ops.multiply(kept, ops.add(dec, bias)), shift) };
  });
  const inJson = openSpec({
    dtype: "float64",
    seed: 2,
    model: {
      inputs: { x: { shape: ["N", 3] } },
      params: { bias: { shape: [3], init: { type: "constant", value: 1 }, trainable: false } },
      buffers: { kept: { shape: [], value: 2 } },
      constants: { shift: { value: [1, 2, 3] } },
      nodes: {
        tanh: { op: "tanh", in: ["x"] },
        s: { block: "standardise", in: ["tanh"] },
        enc: {
          block: "dense",
          in: ["s"],
          units: 2,
          activation: { op: "leakyRelu", alpha: 0.1, form: "multiply" },
        },
        Wt: { op: "transpose", in: ["enc/W"] },
        dec: { block: "dense", in: ["enc"], units: 3, params: { W: "Wt" } },
        add: { op: "add", in: ["dec", "bias"] },
        multiply: { op: "multiply", in: ["kept", "add"] },
        add2: { op: "add", in: ["multiply", "shift"] },
      },
      outputs: { y: "add2" },
    },
    chainrule: 1,
  } as Spec);
  expect(graphToJson(net.graph)).toBe(graphToJson(inJson.graph));
  expect(graphToJson(net.evalGraph)).toBe(graphToJson(inJson.evalGraph));
});

test("random ops take the step from the graph, in code as in JSON", () => {
  const net = model({ seed: 4, inputs: { x: { shape: ["N", 3] } } }, (m, { x }) => ({
    d: m.name("d", () => ops.dropout(x, { rate: 0.5 })),
  }));
  const nodes = { d: { op: "dropout", in: ["x"], rate: 0.5 } };
  const inJson = openSpec({
    chainrule: 1,
    seed: 4,
    model: { inputs: { x: { shape: ["N", 3] } }, nodes, outputs: { d: "d" } },
  } as Spec);
  expect(graphToJson(net.graph)).toBe(graphToJson(inJson.graph));
  expect(graphToJson(net.evalGraph)).toBe(graphToJson(inJson.evalGraph));
});

test("a model in code trains: data and train go beside its spec", () => {
  const project = openSpec({
    ...xor.spec,
    data: {
      examples: {
        x: [
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ],
        y: [[0], [1], [1], [0]],
      },
    },
    train: {
      minimise: "loss",
      batch: { size: "full" },
      optimiser: { type: "momentum", lr: 0.5, decay: 0.9 },
      stop: [{ epochs: 200 }],
    },
    expect: [{ metric: "train/accuracy", at: "end", equals: 1 }],
  });
  expect(checkExpectations(project.job, project.spec.expect!).map(({ isMet }) => isMet)).toEqual([true]);
});

test("what cannot be is refused as it is in a spec", () => {
  const inputs = { x: { shape: ["N", "n"] } } as const;
  const code = (make: Parameters<typeof model<"x", "y">>[1], dims = {}): string => {
    try {
      model({ inputs, dims, ...{} }, make);
      return "accepted";
    } catch (error) {
      return error instanceof Refusal ? error.code : String(error);
    }
  };
  expect(code((_, { x }) => ({ y: x }))).toBe("unbound-dim");
  expect(code((_, { x }) => ({ y: x }), { n: 2 })).toBe("accepted");
  expect(code((m, { x }) => ({ y: m.name("a-b", ops.tanh(x)) }), { n: 2 })).toBe("bad-id");
  expect(code((m, { x }) => ({ y: m.name("x", ops.tanh(x)) }), { n: 2 })).toBe("duplicate-id");
  expect(code((m, { x }) => ({ y: m.parameter("w", ["q"], { init: "he" }) ?? x }), { n: 2 })).toBe(
    "unbound-dim",
  );
  expect(code((m, { x }) => ({ y: m.block("h", "dense", { x }, { units: 0 }) }), { n: 2 })).toBe(
    "bad-attribute",
  );
  expect(code((m, { x }) => ({ y: m.block("h", "dense", { z: x }, { units: 2 }) }), { n: 2 })).toBe(
    "unknown-input",
  );
});

test("a plan says what it lacks", () => {
  const plan = xor.plan({ dims: { N: 1 } });
  expect(() => plan.run({ x: [[0, 0]] })).toThrow(/missing-feed/);
  expect(() => plan.run({ x: [[0, 0, 0]], y: [[1]] })).toThrow(/shape-mismatch/);
});
