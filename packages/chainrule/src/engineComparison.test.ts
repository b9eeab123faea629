import { type Engine, type Op, reference, tensor, withReplacedOps } from "@chainrule/core";
import { expect, test } from "vitest";
import { compareEnginesOn } from "./engineComparison.js";
import { comparisonText } from "./engineComparisonText.js";
import { defaultEngine, engineNamed, engineNames } from "./engines.js";
import { openSpec } from "./project.js";
import { Folder, run } from "./testing/io.js";
import { line } from "./testing/specs.js";

/** The reference engine, with one more step of rounding in one op. */
const faulty = (name: string, change: Op["formula"]): Engine =>
  withReplacedOps(reference(), "faulty", (op) => (op.name === name ? { ...op, formula: change! } : op));
const project = openSpec(JSON.stringify({ ...line, train: { ...line.train, batch: { size: 3 } } }));
const { train: _, ...untrained } = line;

test("a spec that is trained is compared over its training step, short batches included", () => {
  const told = compareEnginesOn(project, { a: reference(), b: reference(), steps: 4 });
  expect([told.isSame, told.steps, told.updated]).toEqual([true, 4, 2]);
  expect(comparisonText(told)).toMatch(
    /^reference and reference agree bit for bit\n\d+ nodes, 2 updated values, 4 steps: \d+ numbers\n$/,
  );
});

test("the first value that a fault reaches is named, with both values and their distance", () => {
  const b = faulty("multiply", (m, { a, b: x }) => m.multiply(m.multiply(a!, x!), 1 + 2 ** -50));
  const told = compareEnginesOn(project, { a: reference(), b, steps: 4 });
  // w x is 0 at first: the backward pass is where a product that is not 0 comes first.
  expect(told.first).toMatchObject({ op: "multiply", dtype: "float64", step: 1 });
  const text = comparisonText(told);
  expect(text).toMatch(/^reference and faulty differ first at \S+ \(multiply\), in step 1\n/);
  expect(text).toMatch(/^ {2}element \[.*\] of \[.*\] float64$/m);
  expect(text).toMatch(/^ {2}reference {2}\S+\n {2}faulty {5}\S+\n {2}apart {6}\d+ ulp$/m);
});

test("within a bound every value that is off is listed, and nothing is said to differ", () => {
  const params = { w: { shape: [], value: 3 }, b: { shape: [], value: 0.5 } };
  const spec = { ...untrained, model: { ...line.model, params } };
  const told = compareEnginesOn(openSpec(JSON.stringify(spec)), {
    a: reference(),
    b: faulty("add", (m, { a, b }) => m.multiply(m.add(a!, b!), 1 + 2 ** -52)),
    bound: 100,
    // f is 3.5 and 6.5: one more rounding adds 1.75 ulp, or 1.625.
    feeds: { x: tensor([1, 2]), y: tensor([1, 1]) },
  });
  expect(told).toMatchObject({ isSame: true, bound: 100 });
  expect(comparisonText(told)).toMatch(/ agree within 100 ulp\n.*\n\nvalue .*\nf +add +2 +1\nloss .*/);
});

test("a spec that is not trained is compared on its rows, gradient of the loss included", () => {
  const told = compareEnginesOn(openSpec(JSON.stringify(untrained)), { a: reference(), b: reference() });
  expect([told.isSame, told.updated]).toEqual([true, 0]);
  const forward = Object.keys(line.model.nodes).length;
  expect(told.nodes).toBeGreaterThan(forward);
});

test("an engine is what its name says, in a spec as on the command line", async () => {
  expect(engineNames).toContain(defaultEngine);
  for (const name of engineNames) {
    expect(engineNamed(name).compile).toBeTypeOf("function");
    expect(openSpec(JSON.stringify({ ...line, engine: name })).engine.name).toBe(engineNamed(name).name);
  }
  const folder = new Folder();
  const spec = folder.write("line.json", line);
  const { stdout } = await run(folder, [
    "train",
    spec,
    "--engine",
    "reference",
    "--out",
    "run",
    "--events",
    "-",
  ]);
  expect(stdout).toContain('"engine":"reference"');
  expect(JSON.parse(folder.read("run/spec.json"))).toMatchObject({ engine: "reference" });
  folder.remove();
});

test("compare-engines prints the verdict as text or as JSON, and ends with 0", async () => {
  const folder = new Folder();
  const spec = folder.write("line.json", line);
  const args = ["compare-engines", spec, "--engines", "reference,reference", "--steps", "2"];
  expect(await run(folder, args)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^reference and reference agree bit for bit\n/),
  });
  for (const json of [["--format", "json"], ["--json"]]) {
    const { code, stdout } = await run(folder, [...args, ...json]);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { isSame: true, steps: 2, largest: [] }]);
  }
  const feeds = folder.write("feeds.json", { x: [1], y: [2] });
  expect((await run(folder, [...args, "--feeds", feeds])).stdout).toContain(", 0 updated values, 2 steps");
  folder.remove();
});

test("what both engines refuse is a mistake in the input: exit code 2", async () => {
  const folder = new Folder();
  const spec = folder.write("line.json", untrained);
  const feeds = folder.write("feeds.json", { x: [1] });
  const { code, stderr } = await run(folder, ["compare-engines", spec, "--feeds", feeds]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("missing-feed")]);
  folder.remove();
});
