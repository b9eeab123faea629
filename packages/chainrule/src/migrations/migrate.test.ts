import { attribute, defineOp, definePlugin, parseDocument } from "@chainrule/core";
import { train } from "@chainrule/optim";
import fc from "fast-check";
import { lastValueFrom } from "rxjs";
import { describe, expect, test } from "vitest";
import { openSpec } from "../project.js";
import { defaultRegistry } from "../registry.js";
import { applyChanges } from "./applyChanges.js";
import { type Change, removeKey, renameKey, setValue } from "./change.js";
import { defineMigration, wayBetween } from "./migration.js";
import { migrateSpec } from "./migrate.js";
import { placesOf } from "./places.js";

const draft = `// A line through four points.
{
  "version": 0, // of the draft
  "name": "line", "dtype": "float64",
  "model": {
    "inputs": { "x": { "shape": ["N"] }, "y": { "shape": ["N"] } },
    "params": { "w": { "shape": [], "initializer": /* flat */ "zeros" }, "b": { "shape": [], "value": 0 } },
    "nodes": {
      "wx":   { "type": "multiply", "inputs": ["w", "x"] },   // aligned
      "f":    { "type": "add",      "inputs": ["wx", "b"] },
      "loss": { "type": "squaredError", "inputs": ["f", "y"], "scale": 1e0, "reduction": "mean" },
    },
    "outputs": { "prediction": "f", "loss": "loss" },
  },
  "data": { "examples": { "x": [0, 1, 2, 3], "y": [1, 3, 5, 7] } },
  // how
  "training": { "loss": "loss", "batchSize": 4, // all rows
    "optimizer": { "type": "sgd", "learningRate": 0.1 },
    "epochs": 200 }
}
`;

describe("the draft of the language", () => {
  test("comes to its first version with every comment and space where it was", () => {
    expect(migrateSpec(draft).text).toMatchInlineSnapshot(`
      "// A line through four points.
      {
        "chainrule": 1, // of the draft
        "name": "line", "dtype": "float64",
        "model": {
          "inputs": { "x": { "shape": ["N"] }, "y": { "shape": ["N"] } },
          "params": { "w": { "shape": [], "init": /* flat */ "zeros" }, "b": { "shape": [], "value": 0 } },
          "nodes": {
            "wx":   { "op": "multiply", "in": ["w", "x"] },   // aligned
            "f":    { "op": "add",      "in": ["wx", "b"] },
            "loss": { "op": "squaredError", "in": ["f", "y"], "scale": 1e0, "reduction": "mean" },
          },
          "outputs": { "prediction": "f", "loss": "loss" },
        },
        "data": { "examples": { "x": [0, 1, 2, 3], "y": [1, 3, 5, 7] } },
        // how
        "train": { "minimise": "loss", "batch": { "size": 4 }, // all rows
          "optimiser": { "type": "sgd", "lr": 0.1 },
          "stop": [{ "epochs": 200 }] }
      }
      "
    `);
  });

  test("and then it builds and trains", async () => {
    expect(() => openSpec(draft, "line.json")).toThrow(
      "line.json:3:3  unsupported-version\n  got   version 0\n  need  version 1\n  try   chainrule migrate line.json",
    );
    const project = openSpec(migrateSpec(draft).text, "line.json");
    const last = await lastValueFrom(train(project.job));
    expect(last).toMatchObject({ type: "run.end" });
    // y = 2 x + 1 goes through all four points.
    expect(project.spec.train).toMatchObject({ batch: { size: 4 }, stop: [{ epochs: 200 }] });
  });

  test("what is current stays as it is", () => {
    const { text } = migrateSpec(draft);
    expect(migrateSpec(text)).toEqual({ text, steps: [] });
  });

  test.each([
    [
      '{ "version": 0, "model": { "nodes": { "h": { "op": "tanh", "type": "tanh" } } } }',
      /1:60 {2}conflict\n.*both "type" and "op"\n/,
    ],
    ['{ "version": 0, "training": { "epochs": 1, "steps": 2 } }', /conflict\n.*both "steps" and "epochs"\n/],
    [
      '{ "version": 0, "x": 1, "chainrule": 3 }',
      /unsupported-version\n.*version 3\n.*version 1, or a chainrule newer than/,
    ],
    ['{ "chainrule": "1" }', /unsupported-version\n.*version "1"\n.*\n {2}try {3}"chainrule": 1$/],
    ['{ "chainrule": -1 }', /unsupported-version/],
    ['{ "version": 1 }', /missing-key/],
    ["[1]", /missing-key/],
  ])("%s is refused", (text, message) => {
    expect(() => migrateSpec(text)).toThrow(message);
  });

  test("any document that says it is a draft is migrated or refused, and is current then", () => {
    const word = fc.constantFrom(
      "version",
      "model",
      "nodes",
      "params",
      "training",
      "optimizer",
      "type",
      "op",
      "epochs",
      "steps",
      "loss",
      "a",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom(0, 1, "a", null),
        fc.array(tie("value"), { maxLength: 2 }),
        fc.dictionary(word, tie("value")),
      ),
    }));
    const top = fc.record({ model: value, training: value, data: value }, { requiredKeys: [] });
    fc.assert(
      fc.property(top, (some) => {
        const text = JSON.stringify({ version: 0, ...some });
        let migrated: string | undefined;
        try {
          migrated = migrateSpec(text).text;
        } catch (error) {
          expect(error).toMatchObject({ name: "Refusal", code: "conflict" });
        }
        if (migrated !== undefined) expect(migrateSpec(migrated).steps).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

const swish = defineOp({
  name: "acme.swish",
  doc: { summary: "x · sigmoid(sharpness x)" },
  inputs: ["x"],
  attributes: { sharpness: attribute.number({ doc: "how sharp the bend at 0 is", default: 1, above: 0 }) },
  formula: (m, { x }, { sharpness }) => m.multiply(x, m.sigmoid(m.multiply(sharpness, x))),
  samples: [{ inputs: { x: ["N"] } }],
});
const sharper = defineMigration({
  plugin: "acme",
  from: 1,
  to: 2,
  doc: { summary: "acme.swish calls its beta sharpness" },
  changes: (document) =>
    placesOf(document, "op", "acme.swish").map((path) => renameKey([...path, "beta"], "sharpness")),
});
const acme = definePlugin({ name: "acme", version: 2, ops: [swish], migrations: [sharper] });

describe("a plugin", () => {
  const registry = defaultRegistry(acme);
  const spec = `{ "chainrule": 1, "plugins": { "acme": 1 },
  "model": { "inputs": { "x": { "shape": ["N", 2] } }, "nodes": {
    "h": { "block": "dense", "in": ["x"], "units": 3, "activation": { "op": "acme.swish", "beta": 2 /* steep */ } },
    "r": { "op": "acme.swish", "in": ["h"] },
    "s": { "op": "acme.swish", "beta": 3, "in": ["r"] }, "l": { "op": "mean", "in": ["s"] } },
    "outputs": { "loss": "l" } } }`;

  test("renames an attribute in nodes and in arguments", () => {
    expect(() => openSpec(spec, "spec.json", { registry })).toThrow(
      "missing-plugin\n  got   acme 2\n  need  acme 1\n  try   chainrule migrate spec.json",
    );
    const { text, steps } = migrateSpec(spec, { registry });
    expect(text).toBe(spec.replaceAll('"beta"', '"sharpness"').replace('"acme": 1', '"acme": 2'));
    expect(steps.map(({ migration }) => migration.name)).toEqual(["acme.1to2"]);
    expect(openSpec(text, "spec.json", { registry }).graph.outputs).toEqual({ loss: "l" });
  });

  test("a newer one that is needed, or one that is not loaded, is said to be missing", () => {
    const at = (version: number): string => `{ "chainrule": 1, "plugins": { "acme": ${version} } }`;
    expect(() => migrateSpec(at(3), { registry })).toThrow(
      /missing-plugin\n.*acme 2\n.*acme 3\n {2}try {3}--plugin PATH/,
    );
    expect(() => migrateSpec(at(1))).toThrow(/missing-plugin\n.*acme is not loaded/);
  });

  test.each([
    [
      "breaks",
      () => {
        throw new Error("oh");
      },
      /bad-migration at acme\.1to2\n {2}got {3}oh\n/,
    ],
    ["loses its way", () => [setValue(["data", "a"], 1)], /data\.a, which is not there/],
    ["changes all at once", () => [setValue([], 1)], /the whole document at once/],
    [
      "makes what cannot be read",
      () => [renameKey(["plugins"], "__proto__")],
      /bad-migration.*\n.*forbidden-key/,
    ],
  ])("whose migration %s is told, without a stack", (_, changes: () => Change[], message) => {
    const broken = definePlugin({ ...acme, migrations: [defineMigration({ ...sharper, changes })] });
    expect(() => migrateSpec(spec, { registry: defaultRegistry(broken) })).toThrow(message);
  });
});

test("a way goes by the longest steps that do not lead too far, and none is no way", () => {
  const [a, b, c, d] = (
    [
      [1, 2],
      [1, 3],
      [3, 4],
      [3, 6],
    ] as const
  ).map(([from, to]) =>
    defineMigration({ plugin: "acme", from, to, doc: { summary: "" }, changes: () => [] }),
  );
  expect(wayBetween([a!, b!, c!, d!], "acme", 1, 4)).toEqual([b, c]);
  expect(wayBetween([a!, b!, c!, d!], "acme", 1, 1)).toEqual([]);
  expect(wayBetween([a!, b!, c!, d!], "acme", 1, 5)).toBeUndefined();
  expect(wayBetween([a!, b!, c!, d!], "acme", 4, 1)).toBeUndefined();
  expect(() => defineMigration({ ...a!, from: 2, to: 2 })).toThrow(TypeError);
});

describe("changes of a text", () => {
  test.each([
    ['{ "a": 1, "b": 2 }', [removeKey(["a"])], '{ "b": 2 }'],
    ['{\n  "a": 1,\n  // b\n  "b": 2 // two\n}', [removeKey(["a"])], '{\n  // b\n  "b": 2 // two\n}'],
    ['{\n  "a": 1,\n  "b": 2 // two\n}', [removeKey(["b"])], '{\n  "a": 1\n}'],
    ['{ "a": 1 /* one */ , "b": 2 }', [removeKey(["a"])], '{ "b": 2 }'],
    ["{}", [setValue(["a"], 1), setValue(["b"], { c: [1, "x"] })], '{ "a": 1, "b": { "c": [1, "x"] } }'],
    ['{\n  // b\n  "b": 2\n}', [setValue(["a"], [])], '{\n  // b\n  "b": 2,\n  "a": []\n}'],
    [
      '{ "a": { "b": [1, 2] } }',
      [renameKey(["a"], "c"), setValue(["a", "b", 1], null)],
      '{ "c": { "b": [1, null] } }',
    ],
    ['{ "a": 1, "b": 2 }', [renameKey(["a"], "b"), renameKey(["b"], "a")], '{ "b": 1, "a": 2 }'],
  ] as const)("%s", (text, changes, changed) => {
    expect(applyChanges(text, changes)).toBe(changed);
    expect(() => parseDocument(changed, "")).not.toThrow();
  });

  test("that cross are a mistake", () => {
    expect(() => applyChanges('{ "a": { "b": 1 } }', [setValue(["a"], 1), setValue(["a", "b"], 1)])).toThrow(
      TypeError,
    );
  });

  test("many at once take no time", () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`n${i}`, { type: "tanh", inputs: [] }]),
    );
    const { steps } = migrateSpec(JSON.stringify({ version: 0, model: { nodes } }));
    expect(steps[0]!.changes).toHaveLength(40_002);
  });
});
