import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Folder, run } from "./testing/io.js";

/** By folder, or by folder and file. */
const specOf = (name: string): string => {
  const path = name.includes("/") ? name : `${name}/${name}`;
  return fileURLToPath(new URL(`../../../examples/${path}.json`, import.meta.url));
};
const others = [
  "kent/kent",
  "kent/rows",
  "chain/chain",
  "collapse/collapse",
  "collapse/tanh",
  "perceptron/and",
  "perceptron/or",
  "perceptron/learn",
  "linear-regression/linear-regression",
  "linear-regression/descent",
  "lda/lda",
  "lda/gaussians",
  "lda/logistic",
];

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());

test.each(["louppe", "xor", "penguins", "spiral", ...others])("%s does what it promises", async (name) => {
  const { code, stdout } = await run(folder, ["check", specOf(name), "--expect"]);
  expect(stdout).toMatch(/(\d+) of \1 expectations met\n$/);
  expect(code).toBe(0);
});

test("the penguins say which rows they leave out", async () => {
  const { stderr } = await run(folder, ["check", specOf("penguins")]);
  expect(stderr).toMatch(/^dropped 2 of 344 rows of penguins\.csv/);
});

test.each(["xor", "penguins", "spiral"])("%s gives the same bits twice", async (name) => {
  await run(folder, ["train", specOf(name), "--out", "a"]);
  await run(folder, ["train", specOf(name), "--out", "b"]);
  for (const file of ["events.ndjson", "weights.safetensors"]) {
    expect(readFileSync(join(folder.path, "a", file))).toEqual(readFileSync(join(folder.path, "b", file)));
  }
});

// Lecture numbers: dl/dW1 is the sum of a path through u8 (via u5) and one through u4 (via u1).
test("louppe: the contributions to dl/dW1 are the two paths of the lecture", async () => {
  const feeds = folder.write("feeds.json", { x: [[1, -2]], y: [1] });
  const { stdout } = await run(folder, [
    "eval",
    specOf("louppe"),
    "--feeds",
    feeds,
    "--of",
    "loss",
    "--json",
  ]);
  const { contributions, gradients } = JSON.parse(stdout) as Record<string, Record<string, number[][]>>;
  const near = (rows: readonly (readonly number[])[]) =>
    rows.map((row) => row.map((x) => expect.closeTo(x, 9) as number));
  expect(contributions!["grad/loss/W1@u1.b"]).toEqual(
    near([
      [-0.0778208787, 0.0501180764],
      [0.1556417574, -0.1002361527],
    ]),
  );
  expect(contributions!["grad/loss/W1@u5.x"]).toEqual(
    near([
      [0.0680413817, -0.040824829],
      [0.0272165527, 0.0544331054],
    ]),
  );
  expect(gradients!["grad/loss/W2"]).toEqual([
    expect.closeTo(-0.1581118407, 9),
    expect.closeTo(-0.1764140286, 9),
  ]);
});
