import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Json, type Plugin } from "@chainrule/core";
import { expect, test } from "vitest";
import { edited } from "../refusals/refusal.js";
import { defaultRegistry } from "../registry.js";
import { Editor, type Underlined } from "../testing/editor.js";
import { line } from "../testing/specs.js";
import { specSchema } from "./specSchema.js";

const registry = defaultRegistry();
const editor = new Editor(specSchema(registry));
const example = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/${name}`, import.meta.url));

const underlined = (changes: Readonly<Record<string, Json>>): Promise<Underlined[]> =>
  editor.underlined(edited(line, changes));
/** The line's spec with one more node. */
const withNode = (node: Json): Promise<Underlined[]> => underlined({ "model.nodes.extra": node });

test.each(["louppe", "penguins", "xor"])("nothing is underlined in the example %s", async (name) => {
  expect(await editor.underlined(readFileSync(example(`${name}/${name}.json`), "utf8"))).toEqual([]);
});

test("nothing is underlined in the example of a plugin once the plugin is loaded", async () => {
  const text = readFileSync(example("plugin/swish.json"), "utf8");
  const plugin = (await import(pathToFileURL(example("plugin/plugin.js")).href)) as {
    readonly default: Plugin;
  };
  expect(await new Editor(specSchema(defaultRegistry(plugin.default))).underlined(text)).toEqual([]);
  expect(await editor.underlined(text)).toEqual([
    { text: '"acme.swish"', message: "need the name of a loaded op" },
  ]);
});

test("every op takes what its samples say, in any of their forms", async () => {
  for (const op of registry.all("ops")) {
    for (const { inputs, attributes } of op.samples) {
      const settings = { op: op.name, ...(JSON.parse(JSON.stringify(attributes ?? {})) as object) };
      const names = Object.keys(inputs);
      const byName = Object.fromEntries(names.map((name) => [name, 1]));
      const needed = (found: Underlined[]): Underlined[] =>
        found.filter(({ message }) => !message.startsWith("Missing property"));
      expect([op.name, needed(await withNode({ ...settings, in: names }))]).toEqual([op.name, []]);
      expect([op.name, needed(await withNode({ ...settings, in: byName }))]).toEqual([op.name, []]);
    }
  }
});

test("a wrong value is underlined, in the attribute's own words", async () => {
  const leaky = { op: "leakyRelu", in: ["x"], alpha: 0.1, form: "multiply" };
  expect(await withNode(leaky)).toEqual([]);
  expect(await withNode({ ...leaky, form: "multiplied" })).toEqual([
    { text: '"multiplied"', message: 'need one of "multiply", "divide"' },
  ]);
  expect(await withNode({ ...leaky, alpha: "0.1" })).toEqual([
    { text: '"0.1"', message: "need a finite number" },
  ]);
  expect(await withNode({ op: "sum", in: ["x"], axes: [0, 0] })).toEqual([
    { text: expect.stringContaining("[") as string, message: 'need "all" or a list of distinct integers' },
  ]);
  expect(await withNode({ block: "standardise", in: ["x"], repeat: 0 })).toEqual([
    { text: "0", message: expect.stringContaining("at least 1") as string },
  ]);
});

test("an unknown key is underlined where it stands", async () => {
  const from = { op: "leakyRelu", in: ["x"], alpha: 0.1, from: "multiply" };
  expect(await withNode(from)).toEqual(
    expect.arrayContaining([
      { text: '"from"', message: "need an attribute of op leakyRelu: alpha, form" },
      { text: '"extra"', message: 'Missing property "form".' },
    ]),
  );
  expect(await withNode({ op: "tanh", in: ["x"], alpha: 1 })).toEqual([
    { text: '"alpha"', message: "need no attributes for op tanh" },
  ]);
  expect(await underlined({ modle: {} })).toEqual([
    { text: '"modle"', message: 'need a key of the language; your own begin with "x-"' },
  ]);
  expect(await underlined({ "x-mine": {} })).toEqual([]);
});

test("a profile fills in conventions; nothing else", async () => {
  const bare = { op: "leakyRelu", in: ["x"] };
  expect((await withNode(bare)).map(({ message }) => message)).toEqual([
    'Missing property "alpha".',
    'Missing property "form".',
  ]);
  const alphas = { ...bare, form: "multiply", repeat: [{ alpha: 0.1 }, { alpha: 0.2 }] };
  expect(await withNode(alphas)).toEqual([]);
  expect(await underlined({ profile: "default", "model.nodes.extra": bare })).toEqual([]);
  expect(await underlined({ profile: "nobody" })).toEqual([
    { text: '"nobody"', message: "need the name of a loaded profile" },
  ]);
});

const mistakes: [what: string, changes: Readonly<Record<string, Json>>, text: string, message: string][] = [
  ["an op that is none", { "model.nodes.wx.op": "multiplyy" }, '"multiplyy"', "need the name of a loaded op"],
  ["too few inputs", { "model.nodes.f.in": ["wx"] }, "wx", "need 2 inputs for op add: a, b"],
  [
    "an input by another name",
    { "model.nodes.f.in": { a: 1, c: 2 } },
    '"c"',
    "need an input of op add: a, b",
  ],
  ["neither op nor block", { "model.nodes.f": { in: ["w"] } }, "in", "need one of op and block"],
  ["both", { "model.nodes.f.block": "dense" }, '"dense"', "need one of op and block"],
  ["carry without repeat", { "model.nodes.f.carry": "a" }, '"a"', 'need "repeat" beside it'],
  ["an initialiser that is none", { "model.params.w.init": "hee" }, '"hee"', "need an initialiser's name or"],
  ["a dtype that is none", { dtype: "float16" }, '"float16"', 'need one of "float32", "float64"'],
  ["a seed that is none", { seed: 0.5 }, "0.5", "need an integer at least 0"],
  ["another version", { chainrule: 2 }, "2", "need version 1"],
  ["an optimiser that is none", { "train.optimiser.type": "adm" }, '"adm"', "loaded optimiser"],
  ["another's setting", { "train.optimiser.beta1": 0.9 }, '"beta1"', "need no attributes for optimiser sgd"],
  [
    "a rate of what is solved",
    { "train.optimiser": { type: "closedForm", method: "lda", lr: 1 } },
    '"lr"',
    "need an attribute of optimiser closedForm: method, ridge",
  ],
  ["a rate that is no number", { "train.optimiser.lr": "fast" }, '"fast"', "need a number at least 0, or {"],
  ["a schedule that is none", { "train.optimiser.lr": { schedule: "cosin" } }, '"cosin"', "loaded schedule"],
  ["a batch of none", { "train.batch.size": 0 }, "0", 'need "full", or "single", or an integer at least 1'],
  ["a stop rule that is none", { "train.stop": [{ step: 3 }] }, '"step"', "need one of steps, epochs,"],
  ["no model", { model: null }, "null", "need an object"],
  ["a section of later", { vary: {} }, "{}", "need one spec for one run"],
];

test.each(mistakes)("%s is underlined", async (_, changes, text, message) => {
  const found = await underlined(changes);
  expect(found).toContainEqual({
    text: expect.stringContaining(text) as string,
    message: expect.stringContaining(message) as string,
  });
});

test("a placeholder stands for any value in a block's body, and for none in the model", async () => {
  const hidden = {
    args: { units: { type: "integer", minimum: 1 }, activation: { type: "op", default: "tanh" } },
    inputs: { x: { shape: ["N", "n"] } },
    params: { W: { shape: ["n", { $arg: "units" }], init: "he" } },
    nodes: {
      d: { block: "dense", in: ["x"], units: { $arg: "units" }, activation: { $arg: "activation" } },
      a: { op: { $arg: "activation" }, in: ["d"] },
    },
    output: "a",
  };
  const use = { block: "hidden", in: ["x"], units: 3, repeat: 2 };
  expect(await underlined({ blocks: { hidden }, "model.nodes.extra": use })).toEqual([]);
  expect(await withNode({ ...use, units: { $arg: "units" } })).toEqual([
    {
      text: expect.stringContaining('"$arg"') as string,
      message: 'need a value: { "$arg": … } stands in blocks only',
    },
  ]);
  expect(await editor.underlined(JSON.stringify({ chainrule: 1, blocks: { hidden } }))).toEqual([]);
  const nodes = { a: { op: "tanh", in: ["x"], alpha: 1 } };
  expect(await underlined({ blocks: { hidden: { ...hidden, nodes } } })).toEqual([
    { text: '"alpha"', message: "need no attributes for op tanh" },
  ]);
});

test("copies, bound parameters and inputs by name are as the language has them", async () => {
  const nodes = {
    h0: { op: "broadcastTo", in: [0], shape: ["N", 16] },
    h: {
      block: "cell",
      in: { h: "h0", x: "xs" },
      repeat: 8,
      carry: "h",
      scan: { x: 1 },
      collect: 1,
      share: true,
      units: 16,
    },
    dec: { block: "dense", in: ["enc"], units: 784, bias: true, params: { W: "Wt" } },
    again: { block: "dense", in: ["enc"], share: "dec", repeat: [{ units: 3 }, { units: 4, bias: false }] },
  };
  expect(
    await underlined({
      profile: { extends: "default", fills: { norm: { ord: 2 } } },
      use: { residual: "./blocks.json" },
      "model.nodes": nodes,
      "train.minimise": { loss: 1, other: 0.5 },
      "train.freeze": ["dec/**"],
    }),
  ).toEqual([]);
});
