// onnxruntime: a training step written by hand as an ONNX graph, forward, backward and update. Parameters and slots are
// inputs and outputs; two sets of tensors take turns, so that none is allocated or copied between steps.
import { createRequire } from "node:module";
import { adam, isBinary, layersOf } from "../lib/rows.js";
import { serve } from "../lib/serve.js";
import { OnnxGraph } from "./onnx.js";

const require = createRequire(import.meta.url);

async function make(row, { weights, batches }) {
  const ort = require("onnxruntime-node");
  const { model, state } = trainingGraph(row);
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    extra: { session: { set_denormal_as_zero: "1" } },
  });
  const tensor = (data, shape, type = "float32") => new ort.Tensor(type, data, shape);
  const sets = [0, 1].map(() =>
    state.map(({ shape }) => tensor(new Float32Array(shape.reduce((a, b) => a * b)), shape)),
  );
  const loss = tensor(new Float32Array(1), []);
  const fed = batches.map(({ x, y }) => ({
    x: tensor(x, [row.batch, row.widths[0]]),
    y: isBinary(row) ? tensor(y, [row.batch, 1]) : tensor(y, [row.batch], "int32"),
  }));
  const rates = { rate: tensor(new Float32Array(1), []), correction: tensor(new Float32Array(1), []) };
  const ways = [0, 1].map((from) => ({
    feeds: Object.fromEntries(state.map(({ name }, i) => [name, sets[from][i]])),
    fetches: {
      loss,
      ...Object.fromEntries(state.map(({ name }, i) => [`${name}'`, sets[1 - from][i]])),
    },
  }));
  let count = 0;
  return {
    info: { "onnxruntime-node": require("onnxruntime-node/package.json").version, threads: 1 },
    reset() {
      count = 0;
      state.forEach(({ from }, i) => {
        const { data } = sets[0][i];
        if (from === undefined) data.fill(0);
        else data.set(weights.subarray(from, from + data.length));
      });
    },
    async run(steps, from = 0) {
      for (let i = from; i < from + steps; i++) {
        const { feeds, fetches } = ways[count % 2];
        count++;
        const batch = fed[i % fed.length];
        if (row.optimiser === "adam") {
          rates.rate.data[0] = row.lr / (1 - adam.beta1 ** count);
          rates.correction.data[0] = 1 / (1 - adam.beta2 ** count);
          await session.run({ ...feeds, ...batch, ...rates }, fetches);
        } else {
          await session.run({ ...feeds, ...batch }, fetches);
        }
      }
      return loss.data[0];
    },
  };
}

/** The model's bytes, and its state: name, shape and, of weights, where the file has them. */
function trainingGraph(row) {
  const graph = new OnnxGraph();
  const { node } = { node: graph.node.bind(graph) };
  const layers = layersOf(row);
  const last = layers.length - 1;
  const one = graph.scalar(1);
  const zero = graph.scalar(0);
  const outs = ["x"];
  layers.forEach((_, l) => {
    const z = node("Gemm", [outs[l], `W${l}`, `b${l}`]);
    outs.push(l === last ? z : node(row.activation === "tanh" ? "Tanh" : "Relu", [z]));
  });
  let d = isBinary(row) ? binaryLoss(graph, outs.at(-1), row) : classLoss(graph, outs.at(-1), row);
  const update = row.optimiser === "adam" ? adamUpdate(graph) : sgdUpdate(graph, row);
  const axis = graph.constant(BigInt64Array.of(0n), [1]);
  for (let l = last; l >= 0; l--) {
    const [h, above] = [outs[l], d];
    if (l > 0) {
      const dh = node("Gemm", [d, `W${l}`], { transB: 1 });
      d =
        row.activation === "tanh"
          ? node("Mul", [dh, node("Sub", [one, node("Mul", [h, h])])])
          : node("Where", [node("Greater", [h, zero]), dh, zero]);
    }
    update.weights(`W${l}`, h, above);
    update.biases(`b${l}`, node("ReduceSum", [above, axis], { keepdims: 0 }));
  }
  const state = layers.flatMap(({ n, m, W, b }, l) => [
    { name: `W${l}`, shape: [n, m], from: W },
    { name: `b${l}`, shape: [m], from: b },
    ...update.slots.flatMap((slot) => [
      { name: `${slot}.W${l}`, shape: [n, m] },
      { name: `${slot}.b${l}`, shape: [m] },
    ]),
  ]);
  const float = (name, shape) => ({ name, shape, type: "float32" });
  const y = isBinary(row) ? float("y", [row.batch, 1]) : { name: "y", shape: [row.batch], type: "int32" };
  const inputs = [
    float("x", [row.batch, row.widths[0]]),
    y,
    ...update.rates.map((name) => float(name, [])),
    ...state.map(({ name, shape }) => float(name, shape)),
  ];
  const outputs = [float("loss", []), ...state.map(({ name, shape }) => float(`${name}'`, shape))];
  return { model: graph.encode(inputs, outputs), state };
}

/** Appends the loss; returns the derivative by the logit, (sigmoid(z) − y) / N. */
function binaryLoss(graph, z, { batch }) {
  const e = graph.node("Exp", [graph.node("Neg", [graph.node("Abs", [z])])]);
  const log = graph.node("Log", [graph.node("Add", [graph.scalar(1), e])]);
  const linear = graph.node("Sub", [graph.node("Relu", [z]), graph.node("Mul", [z, "y"])]);
  graph.node("ReduceMean", [graph.node("Add", [linear, log])], { keepdims: 0 }, "loss");
  const error = graph.node("Sub", [graph.node("Sigmoid", [z]), "y"]);
  return graph.node("Mul", [error, graph.scalar(1 / batch)]);
}

/** Appends the loss; returns the derivative by the logits, (softmax(z) − one-hot y) / N. */
function classLoss(graph, z, { batch, widths }) {
  const depth = graph.constant(Int32Array.of(widths.at(-1)), [1]);
  const values = graph.constant(Float32Array.of(0, 1), [2]);
  const target = graph.node("OneHot", ["y", depth, values]);
  const log = graph.node("LogSoftmax", [z]);
  const sum = graph.node("ReduceSum", [graph.node("Mul", [target, log])], { keepdims: 0 });
  graph.node("Mul", [sum, graph.scalar(-1 / batch)], {}, "loss");
  const error = graph.node("Sub", [graph.node("Exp", [log]), target]);
  return graph.node("Mul", [error, graph.scalar(1 / batch)]);
}

/** One Gemm multiplies, scales and adds to the weights. */
const sgdUpdate = (graph, { lr }) => ({
  slots: [],
  rates: [],
  weights: (name, h, d) => graph.node("Gemm", [h, d, name], { transA: 1, alpha: { float: -lr } }, `${name}'`),
  biases: (name, g) => graph.node("Sub", [name, graph.node("Mul", [g, graph.scalar(lr)])], {}, `${name}'`),
});

function adamUpdate(graph) {
  const [b1, c1, b2, c2, epsilon] = [
    adam.beta1,
    1 - adam.beta1,
    adam.beta2,
    1 - adam.beta2,
    adam.epsilon,
  ].map((value) => graph.scalar(value));
  const { node } = { node: graph.node.bind(graph) };
  const mix = (slot, a, b, value) =>
    node("Add", [node("Mul", [slot, a]), node("Mul", [value, b])], {}, `${slot}'`);
  const update = (name, g) => {
    const m = mix(`m.${name}`, b1, c1, g);
    const v = mix(`v.${name}`, b2, c2, node("Mul", [g, g]));
    const root = node("Add", [node("Sqrt", [node("Mul", [v, "correction"])]), epsilon]);
    node("Sub", [name, node("Div", [node("Mul", [m, "rate"]), root])], {}, `${name}'`);
  };
  return {
    slots: ["m", "v"],
    rates: ["rate", "correction"],
    weights: (name, h, d) => update(name, node("Gemm", [h, d], { transA: 1 })),
    biases: update,
  };
}

await serve(make);
