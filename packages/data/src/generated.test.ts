import { attribute, defaultLimits, definePlugin, type GraphNode, Registry } from "@chainrule/core";
import { expect, test } from "vitest";
import { defineGenerator } from "./generator.js";
import { loadData } from "./load.js";
import { dataPlugin } from "./plugin.js";
import type { DataSpec } from "./section.js";
import { inputNode } from "./testInputs.js";

const x = inputNode("x", ["N", 2], "float32");
const load = (data: DataSpec, inputs: readonly GraphNode[], options = {}) =>
  loadData(data, { inputs, seed: 0, readText: () => "", ...options });

test("the spiral of the language's description: 300 rows, 240 to train on", () => {
  const spec: DataSpec = {
    generator: "spiral",
    classes: 3,
    perClass: 100,
    noise: 0.1,
    split: { train: 0.8, validation: 0.2 },
  };
  const { splits, source, labels, notes } = load(spec, [x, inputNode("y", ["N"], "int32", 3)]);
  expect(splits.train.columns["x"]!.shape).toEqual([240, 2]);
  expect(splits.validation!.columns["y"]).toMatchObject({ dtype: "int32", shape: [60] });
  expect(new Set(splits.train.columns["y"]!.data)).toEqual(new Set([0, 1, 2]));
  expect({ source, labels, notes }).toEqual({ source: { rows: 300, used: 300 }, labels: {}, notes: [] });
});

test("a target takes classes as class numbers, as 0 and 1, or as one-hot rows", () => {
  const target = (node: GraphNode, more: Partial<DataSpec> = {}) =>
    load({ generator: "xor", ...more }, [x, node]).splits.train.columns["y"]!;
  expect(target(inputNode("y", ["N"], "int32", 2)).data).toEqual(new Int32Array([0, 1, 1, 0]));
  expect(target(inputNode("y", ["N"], "int32")).data).toEqual(new Int32Array([0, 1, 1, 0]));
  expect(target(inputNode("y", ["N"])).data).toEqual(new Float64Array([0, 1, 1, 0]));
  expect(target(inputNode("y", ["N", 1]))).toMatchObject({ shape: [4, 1] });
  expect(target(inputNode("y", ["N"], "bool")).data).toEqual(new Uint8Array([0, 1, 1, 0]));
  const oneHot = target(inputNode("y", ["N", 2]), { encode: { y: "oneHot" } });
  expect([...oneHot.data]).toEqual([1, 0, 0, 1, 0, 1, 1, 0]);
});

test("regression: x and y of shape [N] or [N, 1]", () => {
  const { columns } = load({ generator: "sine", count: 3, noise: 0 }, [
    inputNode("x", ["N", 1]),
    inputNode("y", ["N"]),
  ]).splits.train;
  expect(columns["x"]).toEqual({
    dtype: "float64",
    shape: [3, 1],
    data: new Float64Array([0, Math.PI, 2 * Math.PI]),
  });
  expect(columns["y"]!.shape).toEqual([3]);
});

test("inputs of other names say which column they take; labels name the classes", () => {
  const spec: DataSpec = {
    generator: "xor",
    columns: { points: "x", differs: ["y"] },
    labels: { differs: ["no", "yes"] },
    split: { train: 0.5, test: 0.5, stratify: "differs" },
  };
  const inputs = [inputNode("points", ["N", 2]), inputNode("differs", ["N"], "int32", 2)];
  const { splits, labels } = load(spec, inputs);
  expect([...splits.test!.columns["differs"]!.data].sort()).toEqual([0, 1]);
  expect(labels).toEqual({ differs: ["no", "yes"] });
});

test("a column that no input takes is left out: an autoencoder needs no classes", () => {
  expect(Object.keys(load({ generator: "spiral" }, [x]).splits.train.columns)).toEqual(["x"]);
});

test("the seed alone decides what is drawn", () => {
  const points = (seed: number) =>
    loadData({ generator: "moons" }, { inputs: [x], seed, readText: () => "" }).splits.train.columns["x"]!;
  expect(points(1)).toEqual(points(1));
  expect(points(1)).not.toEqual(points(2));
});

test("however many rows are asked for, they are counted before any is made", () => {
  expect(() => load({ generator: "spiral", perClass: 1e12 }, [x])).toThrow(/too-many-rows/);
  expect(() => load({ generator: "blobs", classes: 1e12, perClass: 1e3 }, [x])).toThrow(/too-many-rows/);
  const wide = inputNode("y", ["N", 1e6]);
  const spec: DataSpec = { generator: "blobs", classes: 1e6, perClass: 1, encode: { y: "oneHot" } };
  expect(() => load(spec, [x, wide])).toThrow(/too-many-elements at y/);
  const limits = { ...defaultLimits, rows: 10 };
  expect(() => load({ generator: "sine", count: 11 }, [inputNode("x", ["N"])], { limits })).toThrow(
    /try {3}"count": 10/,
  );
});

const acme = (
  made: Record<string, unknown>,
  columns: Record<string, { width: number } | { classes: number }>,
) =>
  new Registry([
    dataPlugin,
    definePlugin({
      name: "acme",
      version: 1,
      generators: [
        defineGenerator({
          name: "acme.line",
          doc: { summary: "a line" },
          attributes: { slope: attribute.number({ doc: "how steep" }) },
          example: { slope: 2 },
          make: ({ slope }) => ({
            rows: 3,
            columns,
            row: (i) => ({ x: [i], y: [slope * i], ...(made as Record<string, number[]>) }),
          }),
        }),
      ],
    }),
  ]);
const line = { x: { width: 1 }, y: { width: 1 } };

test("a plugin's generator works like any other", () => {
  const inputs = [inputNode("x", ["N"]), inputNode("y", ["N"])];
  const { splits } = load({ generator: "acme.line", slope: 3 }, inputs, { registry: acme({}, line) });
  expect([...splits.train.columns["y"]!.data]).toEqual([0, 3, 6]);
  expect(() => load({ generator: "acme.line" }, inputs, { registry: acme({}, line) })).toThrow(
    /^data {2}missing-attribute\n {2}got {3}no "slope" for generator acme\.line\n.*\n {2}try {3}"slope": 2$/,
  );
});

test("what a plugin makes is looked at before it is used", () => {
  const bind =
    (made: Record<string, unknown>, columns = line as Parameters<typeof acme>[1]) =>
    () =>
      load({ generator: "acme.line", slope: 1 }, [inputNode("y", ["N"])], { registry: acme(made, columns) });
  expect(bind({ y: [] })).toThrow(
    /not-a-number at y\n {2}got {3}NaN in row 0 of column y of generator acme\.line/,
  );
  expect(bind({ y: [Infinity] })).toThrow(/not-a-number/);
  expect(bind({ y: [0.5] }, { y: { classes: 2 } })).toThrow(/bad-class at y/);
  expect(bind({ y: [2] }, { y: { classes: 2 } })).toThrow(/bad-class at y/);
});

test("an attribute cannot take the name of a key of data", () => {
  const attributes = { rows: attribute.integer({ doc: "how many" }) };
  const make = () => ({ rows: 1, columns: {}, row: () => ({}) });
  expect(() => defineGenerator({ name: "g", doc: { summary: "" }, attributes, make })).toThrow(
    new TypeError('generator g: attribute name "rows" is reserved'),
  );
});
