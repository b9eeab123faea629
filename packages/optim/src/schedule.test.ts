import { take } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { expect, test } from "vitest";
import { readLearningRate } from "./readOptimiser.js";
import { schedule } from "./schedule.js";
import { constant } from "./schedules/constant.js";
import { cosine } from "./schedules/cosine.js";
import { step } from "./schedules/step.js";
import { registry } from "./testing/registry.js";

test("a schedule is a stream of rates without end", () => {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(({ expectObservable }) => {
    const rates = schedule(step({ from: 8, factor: 0.5, every: 2 })).pipe(take(5));
    expectObservable(rates).toBe("(aabbc|)", { a: 8, b: 4, c: 2 });
    expectObservable(schedule(constant({ value: 3 })).pipe(take(2))).toBe("(aa|)", { a: 3 });
  });
});

test("O6: cosine goes from its first rate through the middle to its last, and stays there", () => {
  const rate = cosine({ from: 0.9, to: 0.1, steps: 100 });
  expect([0, 50, 100, 1000].map(rate)).toEqual([0.9, 0.5, 0.1, 0.1].map((x) => expect.closeTo(x, 15)));
  expect(rate(25)).toBeCloseTo(0.1 + 0.4 * (1 + Math.SQRT1_2), 15);
});

test("a spec names a rate by a number, or by a schedule with its attributes", () => {
  expect(readLearningRate(0.3, registry)(17)).toBe(0.3);
  expect(readLearningRate({ schedule: "step", from: 1, every: 10 }, registry)(25)).toBeCloseTo(0.01, 15);
  expect(() => readLearningRate({ schedule: "cosin", from: 1 }, registry)).toThrow(
    /unknown-schedule[^]*"cosine"/,
  );
  expect(() => readLearningRate({ schedule: "cosine", from: 1 }, registry)).toThrow(
    /missing-attribute[^]*"steps"/,
  );
});
