import { expect, test } from "vitest";
import { openFixture } from "../testing/fixtures.js";
import { takeStep } from "../testing/oneStep.js";
import { affine, crossEntropy, expectNear, mean } from "../testing/plain.js";

const step = takeStep(openFixture("spiral"));
const { before, after, rows, rate } = step;
const layers = ["h/0", "h/1", "h/2", "logits"];
const isLast = (layer: number): boolean => layer === layers.length - 1;
/** Leaky relu with 0.1 · z below 0, and its slope. */
const slopeAt = (z: number): number => (z > 0 ? 1 : 0.1);

/** Backpropagation by hand, one example after another, over the batch of the first step. */
function byHand(): { readonly loss: number; readonly gradients: Readonly<Record<string, number[]>> } {
  const gradients = Object.fromEntries(
    Object.entries(before).map(([id, values]) => [id, new Array<number>(values.length).fill(0)]),
  );
  const count = rows["x"]!.length;
  const losses = rows["x"]!.map((x, row) => {
    const inputs: number[][] = [[...x]];
    const sums = layers.map((name, layer) => {
      const z = affine(inputs[layer]!, before[`${name}/W`]!, before[`${name}/b`]!);
      inputs.push(z.map((value) => value * slopeAt(value)));
      return z;
    });
    const label = rows["y"]![row]![0]!;
    const logits = sums.at(-1)!;
    // Softmax less the target, over the batch.
    let g = logits.map((_, k) => (Math.exp(-crossEntropy(logits, k)) - (k === label ? 1 : 0)) / count);
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const [W, b] = [`${layers[layer]}/W`, `${layers[layer]}/b`];
      if (!isLast(layer)) g = g.map((value, j) => value * slopeAt(sums[layer]![j]!));
      g.forEach((value, j) => (gradients[b]![j]! += value));
      inputs[layer]!.forEach((value, i) =>
        g.forEach((each, j) => (gradients[W]![i * g.length + j]! += value * each)),
      );
      g = inputs[layer]!.map((_, i) =>
        g.reduce((sum, each, j) => sum + each * before[W]![i * g.length + j]!, 0),
      );
    }
    return crossEntropy(logits, label);
  });
  return { loss: mean(losses), gradients };
}

const { loss, gradients } = byHand();

test("its first batch are 32 of 240 rows, each class among them, and the loss is that of plain loops", () => {
  expect(rows["x"]).toHaveLength(32);
  expect(new Set(rows["y"]!.map((label) => label[0]))).toEqual(new Set([0, 1, 2]));
  expectNear([...step.value("loss")], [loss], 1e-6, "loss");
});

// float32 rounds at 6e-8; sums over 32 rows and four layers carry a few of these.
test.each(Object.keys(gradients))("the gradient by %s is that of backpropagation by hand", (name) => {
  expectNear([...step.value(`grad/loss/${name}`)], gradients[name]!, 2e-6, name);
});

test.each(Object.keys(gradients))("Adam's first step changes %s by -lr g / (|g| + ε)", (name) => {
  expect(rate).toBe(0.01);
  // From m = v = 0 both means, corrected, are those of g alone. Where g itself is rounding, so is its sign.
  const clear = gradients[name]!.map((g, i) => [g, i] as const).filter(([g]) => Math.abs(g) > 1e-6);
  expect(clear.length).toBeGreaterThan(0.9 * gradients[name]!.length);
  for (const [g, i] of clear) {
    const change = after[name]![i]! - before[name]![i]!;
    expect(Math.abs(change + (rate * g) / (Math.abs(g) + 1e-8))).toBeLessThan(5e-7);
  }
});
