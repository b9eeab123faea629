import { tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import { openFixture } from "../testing/fixtures.js";
import { type Numbers, takeStep } from "../testing/oneStep.js";
import { affine, entriesOf, expectNear, mean, pick, slopes } from "../testing/plain.js";

const pixels = 784;
/** Three images by formula: rings around the middle, ever closer. */
const images = [3, 5, 7].map((rings) =>
  Array.from({ length: pixels }, (_, i) => {
    const [row, column] = [Math.floor(i / 28) - 13.5, (i % 28) - 13.5];
    return 0.5 + 0.5 * Math.sin((rings * Math.hypot(row, column)) / 6);
  }),
);
const step = takeStep(openFixture("autoencoder"), {
  rows: images.length,
  columns: { x: tensor(images, "float32") },
});
const { before, after, rows, rate } = step;

/** The matrix of each side by itself: that of the decoder is the encoder's, turned over. */
const untied: Numbers = {
  enc: before["enc/W"]!,
  dec: Float64Array.from(
    { length: 32 * pixels },
    (_, i) => before["enc/W"]![(i % pixels) * 32 + Math.floor(i / pixels)]!,
  ),
  a: before["enc/b"]!,
  b: before["dec/b"]!,
};

/** The loss in plain loops: the mean over rows and pixels of (relu(x enc + a) dec + b - x)². */
function loss({ enc, dec, a, b }: Numbers): number {
  return mean(
    rows["x"]!.flatMap((x) => {
      const code = affine(x, enc!, a!).map((z) => Math.max(z, 0));
      return affine(code, dec!, b!).map((y, i) => (y - x[i]!) ** 2);
    }),
  );
}

// A sample: 120 of the 25,088 entries of W, and of the 784 of the decoder's b; all 32 of the encoder's.
const places = entriesOf(before["enc/W"]!, 120);
const biases = entriesOf(before["dec/b"]!, 120);
const uses = {
  "grad/loss/enc/W@enc/z.W": slopes(loss, untied, "enc", places),
  "grad/loss/enc/W@Wt.x": slopes(
    loss,
    untied,
    "dec",
    places.map((i) => (i % 32) * pixels + Math.floor(i / 32)),
  ),
};
const [asEncoder, asDecoder] = Object.values(uses);
const expected = {
  "enc/W": [places, asEncoder!.map((g, i) => g + asDecoder![i]!)],
  "enc/b": [entriesOf(before["enc/b"]!), slopes(loss, untied, "a", entriesOf(before["enc/b"]!))],
  "dec/b": [biases, slopes(loss, untied, "b", biases)],
} as const;

// float32 rounds at 6e-8; sums over 784 pixels carry some of it. A change is off by the rounding of the parameter too.
const tolerance = 2e-6;

test("the loss of its first step is that of plain loops", () => {
  expectNear([...step.value("loss")], [loss(untied)], tolerance, "loss");
});

test.each(Object.entries(expected))(
  "the gradient by %s is that of differences, and the step is lr times it",
  (name, [at, gradient]) => {
    expectNear(pick(step.value(`grad/loss/${name}`), at), gradient, tolerance, name);
    const change = at.map((i) => after[name]![i]! - before[name]![i]!);
    gradient.forEach((g, i) => expect(Math.abs(change[i]! + rate * g)).toBeLessThan(1e-8));
  },
);

test("the gradient by the tied matrix has a contribution from each side, and is their sum", () => {
  const contributions = step.graph.nodes
    .map(({ id }) => id)
    .filter((id) => /^grad\/loss\/enc\/W@[^.]+\.\w+$/.test(id));
  expect(contributions.sort()).toEqual(Object.keys(uses).sort());
  for (const [id, gradient] of Object.entries(uses))
    expectNear(pick(step.value(id), places), gradient, tolerance, id);
  const total = contributions
    .map((id) => step.value(id))
    .reduce((sum, term) => sum.map((value, i) => value + term[i]!));
  expectNear([...total], [...step.value("grad/loss/enc/W")], 1e-7, "sum");
});

test("the decoder has no matrix of its own", () => {
  expect(Object.keys(before).sort()).toEqual(["dec/b", "enc/W", "enc/b"]);
});
