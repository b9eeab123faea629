import { afterEach, beforeEach, expect, test } from "vitest";
import { openSpec } from "../project.js";
import { Folder, run } from "../testing/io.js";
import { compareProfiles } from "./compare.js";

/** A network whose author states almost nothing, under the profile for everyday work. */
const spec = `{
  "chainrule": 1,
  "profile": "default",
  "seed": 3,
  "blocks": {
    "bend": {
      "args": { "by": { "type": "op", "default": "tanh" } },
      "inputs": { "x": { "shape": ["N", "n"] } },
      "nodes": { "a": { "op": { "$arg": "by" }, "in": ["x"] } },
      "output": "a"
    }
  },
  "model": {
    "inputs": { "x": { "shape": ["N", 1] }, "y": { "shape": ["N", 1] } },
    "params": { "w": { "shape": [1], "value": [2] } },
    "nodes": {
      "wx": { "op": "multiply", "in": ["x", "w"] },
      "h": {
        "block": "bend",
        "in": ["wx"],
        "by": { "op": "leakyRelu", "alpha": 0.5 }
      },
      "loss": { "op": "squaredError", "in": ["h", "y"], "scale": 1 }
    },
    "outputs": { "loss": "loss" }
  },
  "data": { "examples": { "x": [[-1], [1]], "y": [[0], [0]] } },
  "train": { "minimise": "loss", "batch": { "size": "full" }, "optimiser": { "type": "sgd", "lr": 0.1 }, "stop": [{ "steps": 1 }] }
}`;

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());
const explained = async (text: string, ...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(folder, ["explain", folder.write("spec.json", text), ...args]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
};

test("every setting says which line, default or profile gave it", async () => {
  expect(await explained(spec)).toMatchInlineSnapshot(`
    "spec: float32, seed 3, profile default

    x             input [N, 1] float32               line 14
    y             input [N, 1] float32               line 14
    w             parameter [1] float32              line 15
      .value      [2]                                line 15
      .trainable  true                               default
    wx            multiply(x, w) [N, 1] float32      line 17
    h             block bend                         line 18
      .by         {"op": "leakyRelu", "alpha": 0.5}  line 21
      h/a         leakyRelu(wx) [N, 1] float32       line 9
        .alpha    0.5                                line 9
        .form     "multiply"                         profile default
    loss          squaredError(h/a, y) [] float32    line 23
      .reduction  "mean"                             profile default
      .scale      1                                  line 23

    conventions
      gradient by     parameters  profile default
      weights         X W         profile default
      layers          W_1         profile default
      delta           row         profile default
      rate            η           profile default
      loss            L           profile default
      h/a.alpha       0.5         line 9
      h/a.form        "multiply"  profile default
      loss.reduction  "mean"      profile default
      loss.scale      1           line 23
    "
  `);
});

test("as JSON it is the same", async () => {
  const { items, conventions } = JSON.parse(await explained(spec, "--json")) as {
    items: { id: string; settings: { key: string; from: string }[] }[];
    conventions: { profile: string };
  };
  expect(conventions.profile).toBe("default");
  expect(items.find(({ id }) => id === "loss")!.settings).toEqual([
    { key: "reduction", value: "mean", from: "profile default", convention: true },
    { key: "scale", value: 1, from: "line 23", convention: true },
  ]);
});

// At w = 2 the outputs are -1 and 2: squares 1 and 4, their mean 2.5 and their sum 5; the slopes 1 and 4.
test("two profiles side by side, with the numbers that change", async () => {
  expect(await explained(spec, "--compare", "kent")).toMatchInlineSnapshot(`
    "                               default  kent
    conventions
      weights                      X W      W a
      layers                       W_1      W^[1]
      delta                        row      column
      rate                         η        α
      loss                         L        J
    settings
      loss.reduction               "mean"   "sum"
    numbers before the first step
      loss                         2.5      5
      train/loss                   2.5      5
      gradNorm/w                   2.5      5
    "
  `);
});

test("a profile that leaves something open says what", async () => {
  const open = spec.replace(', "alpha": 0.5', "");
  expect(await explained(open, "--compare", "kent")).toMatchInlineSnapshot(`
    "under kent it cannot be built:
    spec.json:9:18  missing-attribute at h/a
      got   no "alpha" for op leakyRelu
      need  "alpha", a finite number (slope of the negative side, or what it is divided by: see form)
      try   "alpha": 0.1
    "
  `);
});

test("where everything is stated, nothing differs but how it is written down", async () => {
  const stated = spec
    .replace('"alpha": 0.5', '"alpha": 0.5, "form": "multiply"')
    .replace('"scale": 1', '"scale": 1, "reduction": "mean"');
  expect(await explained(stated, "--compare", "louppe")).toMatchInlineSnapshot(`
    "             default  louppe
    conventions
      weights    X W      Wᵀ x
      delta      row      column
      rate       η        γ
      loss       L        ℓ
    3 numbers the same under both
    "
  `);
  expect(await explained(stated, "--compare", "default")).toMatchInlineSnapshot(`
    "nothing differs
    3 numbers the same under both
    "
  `);
});

test("D1, D2: a layer is written down as its lecture does", async () => {
  const layer = spec
    .replace('"w": { "shape": [1]', '"w": { "shape": []')
    .replace('"value": [2]', '"value": 2')
    .replace('["h", "y"]', '["m", "y"]')
    .replace(
      '"loss": { "op"',
      '"d": { "block": "dense", "in": ["h"], "units": 3, "bias": false }, "m": { "op": "sum", "in": ["d"], "axes": [1], "keepDims": true }, "loss": { "op"',
    );
  const lines = async (profile: string): Promise<string[]> => {
    const stdout = await explained(layer.replace('"default"', `"${profile}"`));
    return stdout.split("\n").filter((line) => line.endsWith("as it is written"));
  };
  expect((await lines("kent")).map((line) => line.trim().split(/ {2,}/)[1])).toEqual([
    "W_d [3, 1]",
    "z_d = W_d a_h [3, N]",
  ]);
  expect((await lines("louppe")).map((line) => line.trim().split(/ {2,}/)[1])).toEqual([
    "z_d = W_dᵀ a_h [3, N]",
  ]);
});

test("what is drawn says what its draws depend on", async () => {
  const dropped = spec
    .replace('"loss": { "op"', '"d": { "op": "dropout", "in": ["h"], "rate": 0.5 }, "loss": { "op"')
    .replace('["h", "y"]', '["d", "y"]');
  expect((await explained(dropped)).split("\n").filter((line) => /stream|\.seed/.test(line))).toEqual([
    expect.stringMatching(/\.stream +"d" +the node's path/),
    expect.stringMatching(/\.seed +3 +the graph's seed/),
  ]);
});

test("a profile that is none is refused", async () => {
  const { code, stderr } = await run(folder, [
    "explain",
    folder.write("spec.json", spec),
    "--compare",
    "loupe",
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('try   "louppe"');
});

test("numbers that JSON lacks are told apart", () => {
  // In float32 the square of 1e30 is infinite, and what is left of it after itself no number.
  const losing = (loss: object): string =>
    JSON.stringify({
      ...(JSON.parse(spec) as object),
      model: {
        inputs: { x: { shape: ["N"] } },
        params: { w: { shape: [], value: 1 } },
        nodes: {
          wx: { op: "multiply", in: ["x", "w"] },
          square: { op: "square", in: ["wx"] },
          ends: loss,
          loss: { op: "sum", in: ["ends"] },
        },
        outputs: { loss: "loss" },
      },
      data: { examples: { x: [1e30] } },
    });
  const comparison = compareProfiles(
    { name: "left", open: () => openSpec(losing({ op: "multiply", in: ["square", 1] })) },
    { name: "right", open: () => openSpec(losing({ op: "subtract", in: ["square", "square"] })) },
  );
  expect([comparison.left.refusal, comparison.right.refusal]).toEqual([undefined, undefined]);
  expect(comparison.numbers).toContainEqual({ name: "loss", left: Infinity, right: NaN });
});
