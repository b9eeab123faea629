import { draws, tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import { openFixture } from "../testing/fixtures.js";
import { type Numbers, takeStep } from "../testing/oneStep.js";
import { affine, crossEntropy, entriesOf, expectNear, mean, slopes } from "../testing/plain.js";

const [size, channels, count] = [8, 8, 5];
/** Five images by formula, and their classes. */
const image = Array.from({ length: count }, (_, row) => [
  Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => Math.sin(1.3 * row + 0.9 * i + 0.35 * (row + 1) * j)),
  ),
]);
const project = openFixture("convolutional");
const step = takeStep(project, {
  rows: count,
  columns: { image: tensor(image, "float32"), y: tensor([3, 1, 4, 1, 5], "int32") },
});
const { before, after, rows, rate } = step;

/** relu of the 3 × 3 cross-correlation of one image with one kernel, zeros around it, and a bias. */
function correlate(pixels: Float64Array, W: Float64Array, channel: number, bias: number): number[] {
  return Array.from({ length: size * size }, (_, place) => {
    const [i, j] = [Math.floor(place / size), place % size];
    let sum = bias;
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        const isInside = i + di >= 0 && i + di < size && j + dj >= 0 && j + dj < size;
        if (isInside) sum += pixels[(i + di) * size + j + dj]! * W[channel * 9 + (di + 1) * 3 + dj + 1]!;
      }
    }
    return Math.max(sum, 0);
  });
}

/** The greatest of each 2 × 2 window. */
function pool(pixels: readonly number[]): number[] {
  return Array.from({ length: (size / 2) ** 2 }, (_, place) => {
    const corner = Math.floor(place / (size / 2)) * 2 * size + (place % (size / 2)) * 2;
    return Math.max(...[0, 1, size, size + 1].map((by) => pixels[corner + by]!));
  });
}

/** What dropout multiplies in the first step: drawn by seed 1, the node's path, step and element, as it says. */
const noise = draws(1, "noise", "d");
const mask = Array.from({ length: count * 128 }, (_, i) => (noise.uniform(1, i) < 0.25 ? 0 : 1 / 0.75));

/** The loss in plain loops. */
function loss(weights: Numbers): number {
  return mean(
    rows["image"]!.map((pixels, row) => {
      const features = Array.from({ length: channels }, (_, c) =>
        pool(correlate(pixels, weights["c1/W"]!, c, weights["c1/b"]![c]!)),
      ).flat();
      const kept = features.map((value, i) => value * mask[row * 128 + i]!);
      return crossEntropy(affine(kept, weights["z/W"]!, weights["z/b"]!), rows["y"]![row]![0]!);
    }),
  );
}

test("its images are NCHW, its kernels OIHW", () => {
  const shapes = Object.fromEntries(project.graph.nodes.map(({ id, shape }) => [id, shape]));
  expect(shapes).toMatchObject({
    "c1/W": [8, 1, 3, 3],
    "c1/a": ["N", 8, 8, 8],
    p1: ["N", 8, 4, 4],
    f: ["N", 128],
    "z/W": [128, 10],
  });
});

test("the mask drops about a quarter, and the loss of its first step is that of plain loops", () => {
  expect(mask.filter((value) => value === 0).length / mask.length).toBeCloseTo(0.25, 1);
  expectNear([...step.value("loss")], [loss(before)], 1e-6, "loss");
});

// All 1,370 parameters; float32 rounds at 6e-8, and sums of some hundred terms carry a few of these.
test.each(Object.keys(before))(
  "the gradient by %s is that of differences, and the step is lr times it",
  (name) => {
    const expected = slopes(loss, before, name, entriesOf(before[name]!));
    expectNear([...step.value(`grad/loss/${name}`)], expected, 2e-6, name);
    const change = [...after[name]!].map((value, i) => value - before[name]![i]!);
    expected.forEach((g, i) => expect(Math.abs(change[i]! + rate * g)).toBeLessThan(1.2e-7));
  },
);
