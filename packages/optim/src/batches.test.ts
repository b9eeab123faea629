import { map, take, toArray } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { expect, test } from "vitest";
import { batches, batchIndices, batchOrder, type BatchRule } from "./batches.js";
import { dataset } from "./testing/jobs.js";

function first(
  count: number,
  rows: number,
  rule: BatchRule,
  seed = 0,
): { step: number; epoch: number; rows: number[] }[] {
  const taken = [];
  for (const { step, epoch, indices } of batchIndices(rows, rule, seed)) {
    taken.push({ step, epoch, rows: [...indices] });
    if (step === count) break;
  }
  return taken;
}

test("sequential batches go through the rows again and again; the last one is shorter", () => {
  expect(first(4, 5, { size: 2, sample: "sequential" })).toEqual([
    { step: 1, epoch: 1, rows: [0, 1] },
    { step: 2, epoch: 1, rows: [2, 3] },
    { step: 3, epoch: 1, rows: [4] },
    { step: 4, epoch: 2, rows: [0, 1] },
  ]);
});

test("a shorter last batch can be dropped", () => {
  const rule = { size: 2, sample: "sequential", last: "drop" } as const;
  expect(first(3, 5, rule).map(({ rows }) => rows)).toEqual([
    [0, 1],
    [2, 3],
    [0, 1],
  ]);
  expect(() => batchOrder(1, rule, 0)).toThrow("empty-epoch");
});

test("a full batch keeps the order of the rows", () => {
  expect(first(2, 3, { size: "full", sample: "shuffle" }).map(({ rows }) => rows)).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test("shuffled epochs take every row once, each epoch in another order, each seed in its own", () => {
  const epochs = first(8, 20, { size: 5 });
  const orders = [epochs.slice(0, 4), epochs.slice(4)].map((steps) => steps.flatMap(({ rows }) => rows));
  for (const order of orders)
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(orders[0]).not.toEqual(orders[1]);
  expect(first(4, 20, { size: 5 }, 1)).not.toEqual(epochs.slice(0, 4));
});

test("a step's rows do not depend on which steps were asked for before", () => {
  const forward = batchOrder(10, { size: 3 }, 7);
  const steps = Array.from({ length: 9 }, (_, i) => [...forward.at(i + 1).indices]);
  const backward = batchOrder(10, { size: 3 }, 7);
  for (let step = 9; step >= 1; step--) expect([...backward.at(step).indices]).toEqual(steps[step - 1]);
});

test("a batch of a size beyond the rows is all of them", () => {
  expect(first(2, 3, { size: 32 }).map(({ rows }) => rows.length)).toEqual([3, 3]);
});

const points = dataset({
  x: [
    [0, 1],
    [2, 3],
    [4, 5],
  ],
  y: [6, 7, 8],
});

test("batches as a stream: cold, in step, each with tensors of its own", () => {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(({ expectObservable }) => {
    const stream = batches(points, { size: 2, sample: "sequential" }, 0).pipe(
      take(3),
      map(({ step, epoch, rows, feeds }) => ({
        step,
        epoch,
        rows,
        x: [...feeds["x"]!.data],
        y: feeds["y"]!.shape,
      })),
    );
    const values = {
      a: { step: 1, epoch: 1, rows: 2, x: [0, 1, 2, 3], y: [2] },
      b: { step: 2, epoch: 1, rows: 1, x: [4, 5], y: [1] },
      c: { step: 3, epoch: 2, rows: 2, x: [0, 1, 2, 3], y: [2] },
    };
    expectObservable(stream).toBe("(abc|)", values);
    expectObservable(stream).toBe("(abc|)", values);
  });
});

test("batches that are kept do not share memory", () => {
  batches(points, { size: "single", sample: "sequential" }, 0)
    .pipe(take(3), toArray())
    .subscribe((kept) => expect(kept.map(({ feeds }) => feeds["y"]!.data[0])).toEqual([6, 7, 8]));
  expect.assertions(1);
});
