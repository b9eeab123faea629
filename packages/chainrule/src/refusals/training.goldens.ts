import { expect } from "vitest";
import { golden } from "./golden.js";
import { classesWith, layeredWith, lineWith } from "./refusal.js";

golden("an optimiser that is none", lineWith({ "train.optimiser.type": "adm" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:80:7  unknown-optimiser
      got   "adm"
      need  the name of a loaded optimiser
      try   "adam"
    "
  `),
);

golden("a setting that the optimiser does not have", lineWith({ "train.optimiser.momentum": 0.9 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:82:7  unknown-attribute
      got   "momentum"
      need  no attributes for optimiser sgd
      try   leave out "momentum"
    "
  `),
);

golden(
  "a schedule that is none",
  lineWith({ "train.optimiser.lr": { schedule: "cosin", from: 1, to: 0, steps: 10 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:82:9  unknown-schedule
      got   "cosin"
      need  the name of a loaded schedule
      try   "cosine"
    "
  `),
);

golden("a rate that is no number", lineWith({ "train.optimiser.lr": "fast" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:81:7  wrong-type
      got   "fast"
      need  a number, or an object
    "
  `),
);

golden("nothing that ends a run", lineWith({ "train.stop": [] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:83:5  bad-value
      got   []
      need  at least 1
    "
  `),
);

golden("two stop rules in one", lineWith({ "train.stop[0].epochs": 3 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:84:7  bad-value
      got   {"steps":200,"epochs":3}
      need  one rule: steps; or epochs; or metric with patience; or metric with below; or metric with above; or parameterChange
    "
  `),
);

golden(
  "a metric that is none",
  lineWith({ "train.stop": [{ metric: "validation/loss", below: 1 }] }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:85:9  unknown-metric
        got   "validation/loss"
        need  a metric of this run: loss, train/loss, lr, gradNorm/b, gradNorm/w
        try   one of loss, train/loss, lr, gradNorm/b, gradNorm/w
      "
    `),
);

golden("an output to minimise that is none", lineWith({ "train.minimise": "los" }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:75:5  unknown-output
      got   "los"
      need  the name of an output
      try   "loss"
    "
  `),
);

golden("a batch of nothing", lineWith({ "train.batch.size": 0 }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:77:7  bad-value
      got   0
      need  at least 1
      try   1
    "
  `),
);

golden("a glob that matches nothing", lineWith({ "train.freeze": ["enc/**"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:89:7  unmatched-glob
      got   "enc/**", which matches no parameter
      need  a glob over the paths of parameters
      try   one of b, w
    "
  `),
);

golden("everything frozen", lineWith({ "train.freeze": ["*"] }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:88:5  nothing-to-train
      got   2 parameters, none of them free to change
      need  at least one trainable parameter that is not frozen
    "
  `),
);

golden(
  "a parameter that the loss does not reach",
  lineWith({ "model.params.v": { shape: [], value: 0 } }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
      "spec.json:79:5  unreachable at v
        got   no path from v to loss along which loss varies
        need  at least one
        try   "params.v.trainable": false
      "
    `),
);

golden("a watched metric that is none", lineWith({ watch: { metrics: ["acuracy"] } }), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:91:7  unknown-metric
      got   "acuracy"
      need  a metric of this run: loss, train/loss, lr, gradNorm/b, gradNorm/w
      try   one of loss, train/loss, lr, gradNorm/b, gradNorm/w
    "
  `),
);

golden(
  "a tolerance without a reason",
  {
    ...lineWith({ expect: [{ value: "loss", at: "start", equals: 21, tolerance: 0.1 }] }),
    args: ["check", "spec.json", "--expect"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:94:7  unexplained-tolerance
      got   0.1, wider than 1e-9, without a reason
      need  at most 1e-9 in float64, or a reason
      try   "why": "…"
    "
  `),
);

golden(
  "an expectation of an unknown node",
  {
    ...lineWith({ expect: [{ value: "lss", at: "start", equals: 21 }] }),
    args: ["check", "spec.json", "--expect"],
  },
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:90:5  unknown-node
      got   "lss"
      need  the name of an output or the id of a node
      try   "loss"
    "
  `),
);

const measured = {
  "model.nodes.near": { op: "binaryAccuracy", in: ["f", "y"] },
  "model.outputs.near": "near",
  "train.minimise": "near",
};
golden("a measure that is minimised", lineWith(measured), (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:83:5  unreachable at near
      got   no path to any parameter: near varies with none of b, w
      need  a path along which it varies: comparisons, and so measures such as accuracy, are locally constant
      try   differentiate a loss; a measure can be watched
    "
  `),
);

golden(
  "mistakes in the data and in the training, at once",
  classesWith({
    "data.columns.x": ["left", "rihgt"],
    "train.minimise": "los",
    "train.optimiser": { type: "adm", lr: { schedule: "cosin" } },
    "train.freeze": ["enc/**"],
  }),
  (told) =>
    expect(told).toMatchInlineSnapshot(`
    "spec.json:56:9  unknown-column
      got   "rihgt"
      need  a column of points.csv: left, right, side
      try   "right"
    spec.json:62:5  unknown-output
      got   "los"
      need  the name of an output
      try   "loss"
    spec.json:78:7  unmatched-glob
      got   "enc/**", which matches no parameter
      need  a glob over the paths of parameters
      try   one of logits/W, logits/b
    spec.json:67:7  unknown-optimiser
      got   "adm"
      need  the name of a loaded optimiser
      try   "adam"
    spec.json:69:9  unknown-schedule
      got   "cosin"
      need  the name of a loaded schedule
      try   "cosine"
    "
  `),
);

golden("neither data nor training", { spec: layeredWith({}).spec }, (told) =>
  expect(told).toMatchInlineSnapshot(`
    "spec.json:1:1  missing-key
      got   no "train"
      need  how the model is trained
      try   "train": { "minimise": "loss", "batch": { "size": "full" }, "optimiser": { "type": "sgd", "lr": 0.1 }, "stop": [{ "epochs": 100 }] }
    spec.json:1:1  missing-key
      got   no "data"
      need  rows to train on
      try   "data": { "csv": "data.csv" }
    "
  `),
);
