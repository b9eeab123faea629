import { take, toArray, VirtualTimeScheduler } from "rxjs";
import { expect, test } from "vitest";
import { events } from "./asyncEvents.js";
import { sliced } from "./pump.js";
import { gd, minibatch, runTraining, sgd, train } from "./train.js";
import { prepareTraining } from "./training.js";
import { line } from "./testing/jobs.js";

/** A scheduler whose clock goes on by a millisecond whenever it is looked at. */
class TickingScheduler extends VirtualTimeScheduler {
  ticks = 0;
  override now = (): number => ++this.ticks;
}

function* counting(limit: number): Generator<number | undefined, void> {
  for (let i = 1; i <= limit; i++) {
    yield i;
    yield undefined;
  }
}

test("work is done in slices, between which others have their turn", () => {
  const scheduler = new TickingScheduler();
  const order: (number | string)[] = [];
  sliced(() => counting(30), scheduler).subscribe({
    next: (i) => order.push(i),
    complete: () => order.push("done"),
  });
  scheduler.schedule(() => order.push("another"));
  expect(order).toEqual([]);
  scheduler.flush();
  expect(order.filter((item) => item !== "another")).toEqual([
    ...Array.from({ length: 30 }, (_, i) => i + 1),
    "done",
  ]);
  expect(order.indexOf("another")).toBeGreaterThan(0);
  expect(order.indexOf("another")).toBeLessThan(30);
});

test("an error of the source is the stream's, after what came before it", () => {
  const scheduler = new VirtualTimeScheduler();
  const seen: unknown[] = [];
  const source = function* (): Generator<number> {
    yield 1;
    throw new RangeError("far");
  };
  sliced(source, scheduler).subscribe({
    next: (i) => seen.push(i),
    error: (error: Error) => seen.push(error.message),
  });
  scheduler.flush();
  expect(seen).toEqual([1, "far"]);
});

test("train is cold: every subscriber has a run of its own, with the same events", () => {
  const scheduler = new VirtualTimeScheduler();
  const stream = train(line({ batch: { size: 2 } }), scheduler).pipe(toArray());
  const runs: unknown[] = [];
  stream.subscribe((all) => runs.push(all));
  stream.subscribe((all) => runs.push(all));
  scheduler.flush();
  expect(runs).toHaveLength(2);
  expect(runs[0]).toEqual(runs[1]);
});

test("unsubscribing stops a run within a step", () => {
  const scheduler = new VirtualTimeScheduler();
  const training = prepareTraining({ ...line({ stop: [{ steps: 1000 }] }), watch: { every: { steps: 1 } } });
  runTraining(training, scheduler).pipe(take(4)).subscribe();
  scheduler.flush();
  expect(training.stepper.done).toBe(3);
});

test("a job that cannot be is the stream's error", () => {
  const errors: string[] = [];
  train(line({ minimise: "lost" })).subscribe({ error: (error: Error) => errors.push(error.message) });
  expect(errors[0]).toMatch("unknown-output");
});

test("gd, sgd and minibatch are one run with different batches", async () => {
  const sizeOf = (stream: ReturnType<typeof train>): Promise<unknown> =>
    new Promise((resolve) =>
      stream.pipe(take(1)).subscribe((event) => resolve(event.type === "run.start" && event.batch)),
    );
  const job = line();
  expect(await sizeOf(gd(job))).toEqual({ size: 6, perEpoch: 1 });
  expect(await sizeOf(sgd(job))).toEqual({ size: 1, perEpoch: 6 });
  expect(await sizeOf(minibatch(job, 4))).toEqual({ size: 4, perEpoch: 2 });
});

const watched = { ...line({ stop: [{ steps: 50 }] }), watch: { every: { steps: 1 } } };

test("with a buffer the trainer waits, and no event is lost", async () => {
  const steps: number[] = [];
  for await (const event of events(watched, { buffer: 2 })) {
    if (event.type === "metrics") steps.push(event.step);
  }
  expect(steps).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
});

test("without one a slow reader gets the latest of each type and histogram, and always the last", async () => {
  const scheduler = new VirtualTimeScheduler();
  const watch = { ...watched.watch, histograms: ["*"] };
  const iterator = events({ ...watched, watch }, { scheduler });
  const first = iterator.next();
  scheduler.flush();
  expect((await first).value).toMatchObject({ type: "run.start" });
  expect((await iterator.next()).value).toMatchObject({ type: "metrics", step: 50 });
  expect((await iterator.next()).value).toMatchObject({ type: "histogram", name: "b", step: 50 });
  expect((await iterator.next()).value).toMatchObject({ type: "histogram", name: "w", step: 50 });
  expect((await iterator.next()).value).toMatchObject({ type: "checkpoint", step: 50 });
  expect((await iterator.next()).value).toMatchObject({ type: "run.end", step: 50 });
  expect((await iterator.next()).done).toBe(true);
});

test("leaving the loop stops the run", async () => {
  const scheduler = new VirtualTimeScheduler();
  const iterator = events(watched, { buffer: 3, scheduler });
  const first = iterator.next();
  scheduler.flush();
  await first;
  await iterator.return();
  expect(scheduler.actions).toEqual([]);
});
