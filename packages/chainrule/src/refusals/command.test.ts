import { expect, test } from "vitest";
import { lineWith, refusal } from "./refusal.js";

test("no spec", async () => {
  expect(await refusal({ spec: "", args: ["check", "other.json"] })).toMatchInlineSnapshot(`
    "unreadable-file
      got   other.json: no such file
      need  a file that can be read
    "
  `);
});

test("a setting that leads nowhere", async () => {
  expect(await refusal({ ...lineWith({}), args: ["train", "spec.json", "--set", "trian.optimiser.lr=1"] }))
    .toMatchInlineSnapshot(`
    "unknown-path
      got   trian
      need  one of chainrule, name, dtype, model, data, train
      try   "train"
    "
  `);
});

test("a setting without a value", async () => {
  expect(await refusal({ ...lineWith({}), args: ["train", "spec.json", "--set", "seed"] }))
    .toMatchInlineSnapshot(`
    "bad-setting at --set
      got   "seed"
      need  path=value
      try   --set train.optimiser.lr=0.1
    "
  `);
});

test("a folder that is not empty", async () => {
  expect(await refusal({ ...lineWith({}), args: ["train", "spec.json", "--out", "."] }))
    .toMatchInlineSnapshot(`
    "not-empty
      got   ., which holds spec.json
      need  a folder that is empty or not there yet
    "
  `);
});

test("weights that are not there", async () => {
  expect(await refusal({ ...lineWith({}), args: ["train", "spec.json", "--weights", "run"] }))
    .toMatchInlineSnapshot(`
    "unreadable-file
      got   run/weights.safetensors: no such file
      need  a file that can be read
    "
  `);
});

test("a plugin that is none", async () => {
  expect(
    await refusal({
      ...lineWith({}),
      files: { "plugin.mjs": "export default 1;" },
      args: ["check", "spec.json", "--plugin", "plugin.mjs"],
    }),
  ).toMatchInlineSnapshot(`
    "bad-plugin at plugin.mjs
      got   a module whose default export is no plugin
      need  an ES module with \`export default definePlugin({ name, version, … })\`
    "
  `);
});

test("feeds for no input", async () => {
  expect(
    await refusal({
      ...lineWith({}),
      files: { "f.json": '{ "z": [1] }' },
      args: ["eval", "spec.json", "--feeds", "f.json"],
    }),
  ).toMatchInlineSnapshot(`
    "f.json:1:3  unknown-feed
      got   "z"
      need  an input: x, y
      try   one of x, y
    "
  `);
});

test("feeds of another shape", async () => {
  expect(
    await refusal({
      ...lineWith({}),
      files: { "f.json": '{ "x": [[1]] }' },
      args: ["eval", "spec.json", "--feeds", "f.json"],
    }),
  ).toMatchInlineSnapshot(`
    "f.json:1:3  shape-mismatch
      got   [1, 1]
      need  [1]
    "
  `);
});

test("feeds that do not suffice", async () => {
  expect(
    await refusal({
      ...lineWith({}),
      files: { "f.json": "{}" },
      args: ["eval", "spec.json", "--feeds", "f.json"],
    }),
  ).toMatchInlineSnapshot(`
    "missing-feed at prediction
      got   nothing for x
      need  values for x
    "
  `);
});

test("a gradient of what is no scalar", async () => {
  expect(
    await refusal({
      ...lineWith({}),
      files: { "f.json": '{ "x": [1], "y": [1] }' },
      args: ["eval", "spec.json", "--feeds", "f.json", "--of", "prediction"],
    }),
  ).toMatchInlineSnapshot(`
    "not-scalar at f
      got   float64 [N]
      need  one float number, shape []
      try   reduce it first, with "sum" or "mean"
    "
  `);
});

test("a port that is none", async () => {
  expect(await refusal({ ...lineWith({}), args: ["train", "spec.json", "--serve", "99999"] }))
    .toMatchInlineSnapshot(`
    "bad-port at --serve
      got   "99999"
      need  a port from 0 to 65535
      try   the spec before --serve, or --serve=4321
    "
  `);
});
