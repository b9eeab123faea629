import { expect, test } from "vitest";
import { openFixture } from "../testing/fixtures.js";
import { type Numbers, takeStep } from "../testing/oneStep.js";
import { affine, entriesOf, expectNear, mean, slopes } from "../testing/plain.js";

const step = takeStep(openFixture("recurrent"));
const { before, after, rows, rate } = step;
const copies = Array.from({ length: 8 }, (_, t) => t);
const shared = ["W", "U", "b"] as const;

/** Weights of every copy by themselves: `W3` is what the fourth copy uses as W. */
const unrolled: Numbers = Object.fromEntries([
  ...copies.flatMap((t) => shared.map((name) => [`${name}${t}`, before[`h/${name}`]!] as const)),
  ["V", before["total/W"]!],
  ["c", before["total/b"]!],
]);

/** The loss in plain loops: h ← tanh(x W + b + h U), eight times; then half the squared error of h V + c. */
function loss(weights: Numbers): number {
  return mean(
    rows["xs"]!.map((sequence, row) => {
      let h: number[] = new Array<number>(16).fill(0);
      for (const t of copies) {
        const xW = affine(sequence.subarray(2 * t, 2 * t + 2), weights[`W${t}`]!, weights[`b${t}`]!);
        h = affine(h, weights[`U${t}`]!, xW).map(Math.tanh);
      }
      return 0.5 * (affine(h, weights["V"]!, weights["c"]!)[0]! - rows["y"]![row]![0]!) ** 2;
    }),
  );
}

/** What each copy adds to the gradient of a shared parameter. */
const terms = Object.fromEntries(
  shared.map((name) => [
    name,
    copies.map((t) => slopes(loss, unrolled, `${name}${t}`, entriesOf(before[`h/${name}`]!))),
  ]),
);
const sum = (lists: readonly number[][]): number[] =>
  lists[0]!.map((_, i) => lists.reduce((total, list) => total + list[i]!, 0));
const expected: Readonly<Record<string, number[]>> = {
  ...Object.fromEntries(shared.map((name) => [`h/${name}`, sum(terms[name]!)])),
  "total/W": slopes(loss, unrolled, "V", entriesOf(before["total/W"]!)),
  "total/b": slopes(loss, unrolled, "c", [0]),
};

// float32 rounds at 6e-8; eight steps of 16 units add up to a few hundred such roundings.
const tolerance = 2e-6;

test("the loss of its first step is that of plain loops", () => {
  expectNear([...step.value("loss")], [loss(unrolled)], tolerance, "loss");
});

test.each(Object.keys(expected))(
  "the gradient by %s is that of differences, and the step is lr times it",
  (name) => {
    expectNear([...step.value(`grad/loss/${name}`)], expected[name]!, tolerance, name);
    const change = [...after[name]!].map((value, i) => value - before[name]![i]!);
    // A parameter below 1 holds the change with an error of 6e-8.
    expected[name]!.forEach((g, i) => expect(Math.abs(change[i]! + rate * g)).toBeLessThan(1.2e-7));
  },
);

test.each([
  ["W", "xW.b"],
  ["U", "hU.b"],
  ["b", "z.b"],
] as const)(
  "the gradient by h/%s has one contribution for each of its eight uses, and is their sum",
  (name, use) => {
    const prefix = `grad/loss/h/${name}`;
    const contributions = step.graph.nodes
      .map(({ id }) => id)
      .filter((id) => id.startsWith(`${prefix}@`) && id.slice(prefix.length).split("/").length === 3);
    expect(contributions.sort()).toEqual(copies.map((t) => `${prefix}@h/${t}/${use}`));
    contributions.forEach((id, t) => {
      // U of the first copy meets h = 0.
      if (id.endsWith("@h/0/hU.b")) expect(step.value(id).every((value) => value === 0)).toBe(true);
      else expectNear([...step.value(id)], terms[name]![t]!, 2 * tolerance, id);
    });
    expectNear(sum(contributions.map((id) => [...step.value(id)])), [...step.value(prefix)], 1e-6, prefix);
  },
);
