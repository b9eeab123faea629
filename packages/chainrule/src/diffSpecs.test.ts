import { afterEach, beforeEach, expect, test } from "vitest";
import { diffSpecs, formatSpecDiff, isSameSpec } from "./diffSpecs.js";
import { Folder, run } from "./testing/io.js";
import { line } from "./testing/specs.js";

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());

const text = JSON.stringify(line);
const told = (other: object): string => formatSpecDiff(diffSpecs(text, JSON.stringify(other)));

test("order of keys, comments, docs and defaults that are spelled out are no difference", () => {
  const { model, ...rest } = line;
  const other = {
    ...Object.fromEntries(Object.entries(rest).reverse()),
    doc: "a line",
    seed: 0,
    model: {
      ...model,
      params: {
        w: { shape: [], value: 0, trainable: true },
        b: { ...model.params.b, doc: "where it begins" },
      },
      nodes: { ...model.nodes, f: { op: "add", in: { b: "b", a: "wx" } } },
    },
  };
  const difference = diffSpecs(text, `// the same\n${JSON.stringify(other, null, 4)}`);
  expect(isSameSpec(difference)).toBe(true);
  expect(formatSpecDiff(difference)).toBe("");
});

test("an optimiser's defaults are no difference, its settings are", () => {
  const withOptimiser = (optimiser: object): string =>
    JSON.stringify({ ...line, train: { ...line.train, optimiser } });
  const momentum = withOptimiser({ type: "momentum", lr: 0.1 });
  const spelled = withOptimiser({ decay: 0.9, lr: 0.1, type: "momentum" });
  expect(formatSpecDiff(diffSpecs(momentum, spelled))).toBe("");
  expect(formatSpecDiff(diffSpecs(momentum, withOptimiser({ type: "momentum", lr: 0.1, decay: 0.5 })))).toBe(
    "~ train.optimiser.decay  0.9 → 0.5\n",
  );
  const schedule = withOptimiser({ type: "sgd", lr: { schedule: "cosine", from: 0.1, to: 0, steps: 5 } });
  expect(formatSpecDiff(diffSpecs(text, schedule))).toBe(
    '~ train.optimiser.lr  0.1 → {"schedule":"cosine","from":0.1,"to":0,"steps":5}\n',
  );
  const closed = withOptimiser({ type: "closedForm", method: "normalEquation" });
  const closedSpelled = withOptimiser({ ridge: 0, method: "normalEquation", type: "closedForm" });
  expect(formatSpecDiff(diffSpecs(closed, closedSpelled))).toBe("");
});

test("a dense layer written out by hand differs in its names only", () => {
  const inputs = { x: { shape: ["N", 2] } };
  const outputs = { y: "y" };
  const block = {
    chainrule: 1,
    model: { inputs, nodes: { y: { block: "dense", in: ["x"], units: 3, activation: "tanh" } }, outputs },
  };
  const byHand = {
    chainrule: 1,
    model: {
      inputs,
      params: { W: { shape: [2, 3], init: "glorot" }, b: { shape: [3], init: "zeros" } },
      nodes: { z: { op: "affine", in: ["x", "W", "b"] }, y: { op: "tanh", in: ["z"] } },
      outputs,
    },
  };
  const { graph } = diffSpecs(JSON.stringify(block), JSON.stringify(byHand));
  expect(graph).toMatchObject({ added: [], removed: [], changed: [], outputs: {} });
  expect(graph.renamed.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([
    "y/W W",
    "y/a y",
    "y/b b",
    "y/z z",
  ]);
});

test("a block of the spec's own that says what a built-in one says is no difference", () => {
  const model = (block: object): object => ({
    inputs: { x: { shape: ["N", 2] } },
    nodes: { y: { in: ["x"], ...block } },
    outputs: { y: "y" },
  });
  const own = {
    inputs: { in: { shape: ["N", "n"] } },
    params: { b: { shape: [3], init: "zeros" }, W: { shape: ["n", 3], init: "glorot" } },
    nodes: { a: { op: "tanh", in: ["z"] }, z: { op: "affine", in: ["in", "W", "b"] } },
    output: "a",
  };
  const builtIn = { chainrule: 1, model: model({ block: "dense", units: 3, activation: "tanh" }) };
  const written = { chainrule: 1, blocks: { layer: own }, model: model({ block: "layer" }) };
  expect(isSameSpec(diffSpecs(JSON.stringify(builtIn), JSON.stringify(written)))).toBe(true);
});

test("what stands beside the model is told by its path", () => {
  const { expect: _, ...rest } = { ...line, expect: undefined };
  expect(
    told({
      ...rest,
      seed: 1,
      watch: { every: { steps: 1 } },
      train: { ...line.train, stop: [{ steps: 3 }, { epochs: 2 }] },
    }),
  ).toMatchInlineSnapshot(`
    "~ seed  0 → 1
    ~ train.stop[0].steps  200 → 3
    ~ train.stop[1]  nothing → {"epochs":2}
    ~ watch  nothing → {"every":{"steps":1}}
    "
  `);
});

test("diff ends with 0 where two files say the same, with 1 where not, with 2 where one cannot be read", async () => {
  const { name: _, ...unnamed } = line;
  folder.write("a.json", unnamed);
  folder.write("b.json", `// a copy\n${JSON.stringify(unnamed, null, 2)}`);
  folder.write("c.json", { ...unnamed, dtype: "float32" });
  expect(await run(folder, ["diff", "a.json", "b.json"])).toEqual({
    code: 0,
    stdout: "a.json and b.json say the same\n",
    stderr: "",
  });
  const { code, stdout } = await run(folder, ["diff", "a.json", "c.json"]);
  expect(code).toBe(1);
  expect(stdout).toContain("~ dtype  float64 → float32\n");
  expect((await run(folder, ["diff", "a.json", "d.json"])).code).toBe(2);
  const json = await run(folder, ["diff", "a.json", "b.json", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ same: true, graph: { changed: [] }, beside: {} });
});
