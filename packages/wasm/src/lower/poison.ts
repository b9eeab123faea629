import type { Nest } from "../ir/program.js";
import type { Lifetime } from "./arena.js";
import { NestWriter } from "./nestWriter.js";

/**
 * Fills what no later group may read with bytes of ones, for tests of the memory plan: after the last group that uses it.
 * They are NaN in either width, -1 as an integer, and true.
 */
export function poisonNest(lives: readonly Lifetime[], group: number): Nest[] {
  const dead = lives.filter(
    ({ buffer, last }) =>
      last === group &&
      !lives.some((other) => other.first <= group && other.last > group && overlaps(other.buffer, buffer)),
  );
  if (dead.length === 0) return [];
  const writer = new NestWriter(poisonTitle);
  for (const { buffer } of dead) {
    const words = Math.floor(buffer.bytes / 4);
    fill(writer, "i32", buffer.at, words, -1);
    fill(writer, "u8", buffer.at + 4 * words, buffer.bytes % 4, 255);
  }
  return [writer.finish()];
}

/** The title of nests that poison, for readers of the IR. */
export const poisonTitle = "poison";

function fill(writer: NestWriter, stored: "i32" | "u8", base: number, count: number, value: number): void {
  const step = stored === "i32" ? 4 : 1;
  writer.loop("p", count, (index) => {
    const from = writer.constant("f64", 1, value);
    writer.push({ kind: "store", from, at: { base, terms: [{ index, stride: step }] }, stored, step });
  });
}

function overlaps(a: { at: number; bytes: number }, b: { at: number; bytes: number }): boolean {
  return a.at < b.at + b.bytes && b.at < a.at + a.bytes;
}
