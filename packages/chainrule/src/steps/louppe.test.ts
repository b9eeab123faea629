import { expect, test } from "vitest";
import { openFixture } from "../testing/fixtures.js";
import { type Numbers, takeStep } from "../testing/oneStep.js";
import { entriesOf, slopes } from "../testing/plain.js";

// The numbers of the lecture are held by examples.test.ts; here is the step that is taken with them.
const { before, after, rate, graph } = takeStep(openFixture("louppe"));

/** The lecture's loss for x = (1, -2), y = 1, written out. */
function loss({ W1, W2 }: Numbers): number {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const hidden = [sigmoid(W1![0]! - 2 * W1![2]!), sigmoid(W1![1]! - 2 * W1![3]!)] as const;
  const yhat = sigmoid(hidden[0] * W2![0]! + hidden[1] * W2![1]!);
  return -Math.log(yhat) + 0.1 * (Math.hypot(...W1!) + Math.hypot(...W2!));
}

// float64: what is left is the error of the differences, some 1e-10, times lr.
test.each(["W1", "W2"])("one step changes %s by -lr times the slope of plain arithmetic", (name) => {
  slopes(loss, before, name, entriesOf(before[name]!)).forEach((slope, i) =>
    expect(after[name]![i]! - before[name]![i]!).toBeCloseTo(-rate * slope, 10),
  );
});

test("W1 is used twice, and its gradient is the sum of two contributions", () => {
  const terms = graph.nodes.map(({ id }) => id).filter((id) => /^grad\/loss\/W1@\w+\.\w+$/.test(id));
  expect(terms.sort()).toEqual(["grad/loss/W1@u1.b", "grad/loss/W1@u5.x"]);
});
