import { afterEach, beforeEach, expect, test } from "vitest";
import { Folder, run } from "./testing/io.js";
import { line } from "./testing/specs.js";

// A plugin needs nothing but its own text: definePlugin checks and freezes, and the command does that as well.
const plugin = `
  const cube = {
    name: "acme.cube",
    doc: { summary: "the cube" },
    inputs: ["x"],
    formula: (m, { x }) => m.multiply(x, m.multiply(x, x)),
    samples: [{ inputs: { x: ["N"] } }],
  };
  export default { name: "acme", version: 1, ops: [cube] };
`;
const spec = {
  ...line,
  plugins: { acme: 1 },
  model: {
    ...line.model,
    nodes: { ...line.model.nodes, f: { op: "acme.cube", in: ["wb"] }, wb: { op: "add", in: ["wx", "b"] } },
  },
};

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  folder.write("acme.mjs", plugin);
  folder.write("spec.json", spec);
});
afterEach(() => folder.remove());

test("a plugin's op computes, and is differentiated through its formula", async () => {
  const feeds = folder.write("feeds.json", { x: [2], y: [0] });
  folder.write("spec.json", {
    ...spec,
    model: { ...spec.model, params: { w: { shape: [], value: 1 }, b: { shape: [], value: 0 } } },
  });
  const args = ["eval", "spec.json", "--plugin", "acme.mjs", "--feeds", feeds, "--of", "loss", "--json"];
  // f = 8, loss = 64, and dl/db = 2 · 8 · 3 · 2².
  expect(JSON.parse((await run(folder, args)).stdout)).toMatchObject({
    outputs: { prediction: [8], loss: 64 },
    gradients: { "grad/loss/b": 192, "grad/loss/w": 384 },
  });
});

test("of another version it is refused, and said to be missing", async () => {
  folder.write("spec.json", { ...spec, plugins: { acme: 2 } });
  const { code, stderr } = await run(folder, ["check", "spec.json", "--plugin", "acme.mjs"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/missing-plugin\n {2}got {3}acme 1\n {2}need {2}acme 2\n {2}try {3}--plugin PATH\n/);
});

test.each([
  ["that is not there", undefined, /Cannot find module/],
  ["whose text is none", "export default {{", /Unexpected token|invalid JS syntax/],
  ["that takes another's names", plugin.replace("acme.cube", "cube"), /"cube" must be named "acme\.cube"/],
  [
    "that takes the name of what is there",
    plugin.replace('"acme"', '"chainrule"').replace("acme.cube", "add"),
    /"add" is defined twice/,
  ],
])("a plugin %s is refused", async (_, text, message) => {
  if (text !== undefined) folder.write("other.mjs", text);
  const { code, stderr } = await run(folder, ["check", "spec.json", "--plugin", "other.mjs"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^bad-plugin at other\.mjs\n/);
  expect(stderr).toMatch(message);
});
