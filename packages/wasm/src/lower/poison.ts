import type { Element, Nest } from "../ir/program.js";
import type { Lifetimes } from "./lifetimes.js";
import { NestWriter } from "./nestWriter.js";

/** Fills what no later group may read with NaN, for tests of the memory plan: after the last group that uses it. */
export function poisonNest({ all }: Lifetimes, group: number): Nest[] {
  const dead = all.filter(
    ({ buffer, last }) =>
      last === group &&
      buffer.bytes % 4 === 0 &&
      !all.some((other) => other.first <= group + 1 && other.last > group && overlaps(other.buffer, buffer)),
  );
  if (dead.length === 0) return [];
  const element: Element = "f32";
  const writer = new NestWriter("poison");
  for (const { buffer } of dead) {
    const nan = writer.constant(element, 1, NaN);
    writer.loop("p", buffer.bytes / 4, (index) =>
      writer.push({
        kind: "store",
        from: nan,
        at: { base: buffer.at, terms: [{ index, stride: 4 }] },
        stored: element,
        step: 4,
      }),
    );
  }
  return [writer.finish()];
}

function overlaps(a: { at: number; bytes: number }, b: { at: number; bytes: number }): boolean {
  return a.at < b.at + b.bytes && b.at < a.at + a.bytes;
}
