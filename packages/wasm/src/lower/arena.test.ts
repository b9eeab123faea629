import { expect, test } from "vitest";
import { seeded } from "../testing/seeded.js";
import { type Lifetime, placeBuffers } from "./arena.js";

function life(bytes: number, first: number, last: number): Lifetime {
  return { buffer: { name: `${bytes} in ${first}..${last}`, bytes, at: -1 }, first, last };
}

test.each([0, 64])(
  "buffers that live at the same time never overlap, gaps of %i behind them included",
  (gap) => {
    const random = seeded(gap + 1);
    for (let round = 0; round < 200; round++) {
      const lives = Array.from({ length: 1 + random.integer(30) }, () => {
        const first = random.integer(11) - 1;
        return life(random.integer(300), first, random.chance(0.2) ? 10 : first + random.integer(11 - first));
      });
      const size = placeBuffers(lives, gap);
      for (const [i, one] of lives.entries()) {
        expect(one.buffer.at % 64).toBe(0);
        expect(one.buffer.at + one.buffer.bytes + gap).toBeLessThanOrEqual(size);
        for (const other of lives.slice(0, i)) {
          const together = one.first <= other.last && other.first <= one.last;
          const [low, high] = one.buffer.at <= other.buffer.at ? [one, other] : [other, one];
          if (together && high.buffer.bytes > 0 && low.buffer.bytes > 0)
            expect(high.buffer.at).toBeGreaterThanOrEqual(low.buffer.at + low.buffer.bytes + gap);
        }
      }
    }
  },
);

test("memory that nothing needs any more is used again, the lowest gap that is large enough first", () => {
  const lives = [
    life(64, 0, 9),
    life(64, 1, 1),
    life(192, 1, 2),
    life(64, 1, 9),
    life(128, 3, 4),
    life(64, 3, 4),
  ];
  expect(placeBuffers(lives)).toBe(384);
  expect(lives.map(({ buffer }) => buffer.at)).toEqual([0, 64, 128, 320, 64, 192]);
});

test("what dies gives its place to what is made of it, though both are needed in between", () => {
  const old = life(128, 0, 1);
  const next: Lifetime = { ...life(128, 1, 3), inPlaceOf: old.buffer };
  expect(placeBuffers([life(64, 0, 3), old, next])).toBe(192);
  expect(next.buffer.at).toBe(old.buffer.at);
});

test("as many buffers as there are numbers in a large input are placed one behind the other", () => {
  const lives = Array.from({ length: 100_000 }, () => life(4, -1, 5));
  expect(placeBuffers([...lives, life(8, 2, 3)])).toBe(64 * 100_001);
  expect(new Set(lives.map(({ buffer }) => buffer.at)).size).toBe(100_000);
});
