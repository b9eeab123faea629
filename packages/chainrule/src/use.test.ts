import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Folder, run } from "./testing/io.js";
import { classes, points } from "./testing/specs.js";

/** Two blocks, of which the second uses the first. */
const library = `{
  "chainrule": 1,
  "blocks": {
    "bend": {
      "inputs": { "x": { "shape": ["N", "n"] } },
      "nodes": { "a": { "op": "tanh", "in": ["x"] } },
      "output": "a"
    },
    "residual": {
      "inputs": { "x": { "shape": ["N", "n"] } },
      "nodes": {
        "h": { "block": "bend", "in": ["x"] },
        "sum": { "op": "add", "in": ["x", "h"] }
      },
      "output": "sum"
    }
  }
}`;
const spec = {
  ...classes,
  use: { residual: "./lib/blocks.json" },
  model: {
    ...classes.model,
    nodes: {
      r: { block: "residual", in: ["x"], repeat: 2 },
      ...classes.model.nodes,
      logits: { block: "dense", in: ["r"], units: 2 },
    },
  },
};

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  mkdirSync(join(folder.path, "lib"));
  folder.write("points.csv", points);
});
afterEach(() => folder.remove());
const check = async (blocks: string, changes: object = {}): Promise<string> => {
  folder.write("lib/blocks.json", blocks);
  folder.write("spec.json", JSON.stringify({ ...spec, ...changes }, null, 2));
  const { code, stdout, stderr } = await run(folder, ["check", "spec.json"]);
  expect(code).toBe(stderr === "" ? 0 : 2);
  return stderr || stdout;
};

test("a block comes from another file, and what it uses there comes with it", async () => {
  expect(await check(library)).toMatch(/^r\/1\/h\/a +tanh/m);
});

test("a run keeps the file beside its spec, so that the model can be used without the first folder", async () => {
  await check(library);
  await run(folder, ["train", "spec.json", "--out", "run"]);
  expect(readFileSync(join(folder.path, "run/lib/blocks.json"), "utf8")).toBe(library);
  const { code, stdout } = await run(folder, ["predict", "run", "points.csv"]);
  expect([code, stdout.split("\n")[0]]).toEqual([0, "row,side,probability_east,probability_west"]);
});

test("a mistake inside a file is placed in that file", async () => {
  expect(await check(library.replace('"tanh"', '"tahn"'))).toMatchInlineSnapshot(`
    "./lib/blocks.json:6:25  unknown-op at r/0/h/a
      got   "tahn"
      need  the name of a loaded op
      try   "tanh"
    "
  `);
  expect(await check(library.replace('["x", "h"]', '["x", "g"]'))).toMatchInlineSnapshot(`
    "./lib/blocks.json:13:43  unknown-node at sum
      got   "g"
      need  the id of an input, parameter, buffer, constant or node of the block
      try   one of x, h, sum
    "
  `);
  expect(await check(library.replace('"output": "sum"', '"outptu": "sum"'))).toMatchInlineSnapshot(`
    "./lib/blocks.json:15:7  unknown-key
      got   "outptu"
      need  one of doc, args, inputs, params, buffers, constants, nodes, output
      try   "output"
    "
  `);
  expect(await check(library.replace('"chainrule": 1,', ""))).toMatchInlineSnapshot(`
    "./lib/blocks.json:1:1  missing-key
      got   no "chainrule"
      need  a number
    "
  `);
  expect(await check(library.slice(0, -1))).toMatchInlineSnapshot(`
    "./lib/blocks.json:18:1  syntax
      got   the end of the document
      need  "}"
      try   }
    "
  `);
});

test("a block that the file lacks", async () => {
  expect(await check(library, { use: { residaul: "lib/blocks.json" } })).toMatchInlineSnapshot(`
    "spec.json:84:5  unknown-block
      got   "residaul", which lib/blocks.json does not hold
      need  the name of a block of that file
      try   "residual"
    spec.json:22:9  unknown-block at r
      got   "residual"
      need  the name of a loaded block
      try   "residaul"
    "
  `);
});

test("a file that is not there, or not in the folder", async () => {
  expect(await check(library, { use: { residual: "blocks.json" } })).toMatchInlineSnapshot(`
    "spec.json:84:5  unreadable-file
      got   blocks.json: no such file
      need  a file that can be read
    "
  `);
  expect(await check(library, { use: { residual: "../blocks.json" } })).toMatchInlineSnapshot(`
    "spec.json:84:5  path-outside
      got   "../blocks.json"
      need  a path relative to the spec's folder, with forward slashes, that stays inside it
      try   "blocks.json"
    "
  `);
  symlinkSync("/etc/passwd", join(folder.path, "link.json"));
  expect(await check(library, { use: { residual: "link.json" } })).toMatchInlineSnapshot(`
    "spec.json:84:5  path-outside
      got   "link.json", which leads out of the spec's folder
      need  a file inside that folder
    "
  `);
});

test("a file whose name a run folder needs is refused before anything is written", async () => {
  folder.write("graph.json", library);
  folder.write("spec.json", JSON.stringify({ ...spec, use: { residual: "./graph.json" } }, null, 2));
  const { code, stderr } = await run(folder, ["train", "spec.json", "--out", "run"]);
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "spec.json:84:5  path-taken
      got   "./graph.json", which a run folder holds itself
      need  another name for the file
    "
  `);
  expect(folder.list()).not.toContain("run");
});
