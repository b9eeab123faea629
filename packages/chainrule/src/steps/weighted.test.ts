import { expect, test } from "vitest";
import { openFixture } from "../testing/fixtures.js";
import { type Numbers, takeStep } from "../testing/oneStep.js";
import { affine, crossEntropy, entriesOf, expectNear, mean, slopes } from "../testing/plain.js";

const step = takeStep(openFixture("weighted"));
const { before, after, rows, rate, graph } = step;

/** 1 · reconstruction + 0.5 · classify, in plain loops. */
function loss(weights: Numbers): number {
  const dense = (x: ArrayLike<number>, name: string): number[] =>
    affine(x, weights[`${name}/W`]!, weights[`${name}/b`]!);
  const codes = rows["x"]!.map((x) => dense(x, "enc").map(Math.tanh));
  const squares = codes.flatMap((code, row) =>
    dense(code, "dec").map((y, i) => (y - rows["x"]![row]![i]!) ** 2),
  );
  const entropies = codes.map((code, row) => crossEntropy(dense(code, "logits"), rows["y"]![row]![0]!));
  return mean(squares) + 0.5 * mean(entropies);
}

const trained = ["dec/W", "dec/b", "logits/W", "logits/b"];
const frozen = ["enc/W", "enc/b"];

test("the objective is a node, the weighted sum of the losses", () => {
  expect(graph.outputs["objective"]).toBe("objective");
  expectNear([...step.value("objective")], [loss(before)], 1e-6, "objective");
});

// float32 rounds at 6e-8; momentum's first step is plain descent, as there is nothing to remember.
test.each(trained)("the gradient by %s is that of differences, and the first step is lr times it", (name) => {
  const expected = slopes(loss, before, name, entriesOf(before[name]!));
  expectNear([...step.value(`grad/objective/${name}`)], expected, 1e-6, name);
  const change = [...after[name]!].map((value, i) => value - before[name]![i]!);
  expected.forEach((g, i) => expect(Math.abs(change[i]! + rate * g)).toBeLessThan(1.2e-7));
});

test.each(frozen)("%s stays to the bit, and has neither backward nodes nor slots nor an update", (name) => {
  expect(after[name]).toEqual(before[name]);
  expect(graph.updates).not.toHaveProperty([name]);
  const made = graph.nodes.map(({ id }) => id).filter((id) => /^(grad|slot|update)\//.test(id));
  expect(made.filter((id) => id.split("@")[0]!.includes("/enc/"))).toEqual([]);
});

test("each trained parameter has a slot of momentum", () => {
  const slots = graph.nodes.filter(({ op }) => op === "slot").map(({ id }) => id);
  expect(slots.sort()).toEqual(trained.map((name) => `slot/${name}/momentum`));
});
