import { expect, test } from "vitest";
import { lineWith, refusal } from "./refusal.js";

test("an optimiser that is none", async () => {
  expect(await refusal(lineWith({ "train.optimiser.type": "adm" }))).toMatchInlineSnapshot(`
    "spec.json:80:7  unknown-optimiser
      got   "adm"
      need  the name of a loaded optimiser
      try   "adam"
    "
  `);
});

test("a setting that the optimiser does not have", async () => {
  expect(await refusal(lineWith({ "train.optimiser.momentum": 0.9 }))).toMatchInlineSnapshot(`
    "spec.json:82:7  unknown-attribute
      got   "momentum"
      need  no attributes for optimiser sgd
    "
  `);
});

test("a schedule that is none", async () => {
  expect(await refusal(lineWith({ "train.optimiser.lr": { schedule: "cosin", from: 1, to: 0, steps: 10 } })))
    .toMatchInlineSnapshot(`
    "spec.json:82:9  unknown-schedule
      got   "cosin"
      need  the name of a loaded schedule
      try   "cosine"
    "
  `);
});

test("a rate that is no number", async () => {
  expect(await refusal(lineWith({ "train.optimiser.lr": "fast" }))).toMatchInlineSnapshot(`
    "spec.json:81:7  wrong-type
      got   "fast"
      need  a number, or an object
    "
  `);
});

test("nothing that ends a run", async () => {
  expect(await refusal(lineWith({ "train.stop": [] }))).toMatchInlineSnapshot(`
    "spec.json:83:5  bad-value
      got   []
      need  at least 1
    "
  `);
});

test("two stop rules in one", async () => {
  expect(await refusal(lineWith({ "train.stop[0].epochs": 3 }))).toMatchInlineSnapshot(`
    "spec.json:84:7  bad-value
      got   {"steps":200,"epochs":3}
      need  one rule: steps; or epochs; or metric with patience; or metric with below; or metric with above; or parameterChange
    "
  `);
});

test("a metric that is none", async () => {
  expect(await refusal(lineWith({ "train.stop": [{ metric: "validation/loss", below: 1 }] })))
    .toMatchInlineSnapshot(`
      "spec.json:85:9  unknown-metric
        got   "validation/loss"
        need  a metric of this run: loss, train/loss, lr, gradNorm/b, gradNorm/w
        try   one of loss, train/loss, lr, gradNorm/b, gradNorm/w
      "
    `);
});

test("an output to minimise that is none", async () => {
  expect(await refusal(lineWith({ "train.minimise": "los" }))).toMatchInlineSnapshot(`
    "spec.json:75:5  unknown-output
      got   "los"
      need  the name of an output
      try   "loss"
    "
  `);
});

test("a batch of nothing", async () => {
  expect(await refusal(lineWith({ "train.batch.size": 0 }))).toMatchInlineSnapshot(`
    "spec.json:77:7  bad-value
      got   0
      need  at least 1
    "
  `);
});

test("a glob that matches nothing", async () => {
  expect(await refusal(lineWith({ "train.freeze": ["enc/**"] }))).toMatchInlineSnapshot(`
    "spec.json:89:7  unmatched-glob
      got   "enc/**", which matches no parameter
      need  a glob over the paths of parameters
      try   one of b, w
    "
  `);
});

test("everything frozen", async () => {
  expect(await refusal(lineWith({ "train.freeze": ["*"] }))).toMatchInlineSnapshot(`
    "spec.json:88:5  nothing-to-train
      got   2 parameters, none of them free to change
      need  at least one trainable parameter that is not frozen
    "
  `);
});

test("a parameter that the loss does not reach", async () => {
  expect(await refusal(lineWith({ "model.params.v": { shape: [], value: 0 } }))).toMatchInlineSnapshot(`
    "spec.json:79:5  unreachable at v
      got   no path from v to loss along which loss varies
      need  at least one
      try   connect v to loss, or leave it out with "trainable": false
    "
  `);
});

test("a watched metric that is none", async () => {
  expect(await refusal(lineWith({ watch: { metrics: ["acuracy"] } }))).toMatchInlineSnapshot(`
    "spec.json:91:7  unknown-metric
      got   "acuracy"
      need  a metric of this run: loss, train/loss, lr, gradNorm/b, gradNorm/w
      try   one of loss, train/loss, lr, gradNorm/b, gradNorm/w
    "
  `);
});

test("a tolerance without a reason", async () => {
  expect(
    await refusal({
      ...lineWith({ expect: [{ value: "loss", at: "start", equals: 21, tolerance: 0.1 }] }),
      args: ["check", "spec.json", "--expect"],
    }),
  ).toMatchInlineSnapshot(`
    "spec.json:94:7  unexplained-tolerance
      got   0.1, wider than 1e-9, without a reason
      need  at most 1e-9 in float64, or a reason
      try   "why": "…"
    "
  `);
});

test("an expectation of an unknown node", async () => {
  expect(
    await refusal({
      ...lineWith({ expect: [{ value: "lss", at: "start", equals: 21 }] }),
      args: ["check", "spec.json", "--expect"],
    }),
  ).toMatchInlineSnapshot(`
    "spec.json:90:5  unknown-node
      got   "lss"
      need  the name of an output or the id of a node
      try   "loss"
    "
  `);
});

test("a measure that is minimised", async () => {
  const measured = {
    "model.nodes.near": { op: "binaryAccuracy", in: ["f", "y"] },
    "model.outputs.near": "near",
    "train.minimise": "near",
  };
  expect(await refusal(lineWith(measured))).toMatchInlineSnapshot(`
    "spec.json:83:5  unreachable at near
      got   no path from near to any of b, w
      need  a path along which it varies: comparisons, and so measures such as accuracy, are locally constant
      try   differentiate a loss; a measure can be watched
    "
  `);
});
