import type { Element, Register } from "../ir/program.js";
import { storedBytes } from "../ir/program.js";
import type { Address } from "../ir/program.js";
import type { NestWriter } from "./nestWriter.js";
import { storedAs, type Value } from "./value.js";

/** How values are stored that outlive a step. */
export interface Stores {
  /** Values that are stored into parameters and buffers: a NaN is stored as the one canonical NaN. */
  readonly canonical: ReadonlySet<Value>;
  /** Of these, the ones that are stored into slots: what is smaller than {@link flushBelow} is stored as 0. */
  readonly flushed: ReadonlySet<Value>;
}

/**
 * Below this an optimiser's memory is stored as 0: far above the smallest normal number, so that a decaying mean never
 * becomes subnormal, which processors compute slowly and WebAssembly cannot flush by itself; far below what any
 * rule's ε can tell from 0.
 */
export const flushBelow: Readonly<Record<Element, number>> = { f32: 2 ** -100, f64: 2 ** -960 };

/** @param stride elements from a lane to the next */
export function storeResult(
  writer: NestWriter,
  stores: Stores,
  value: Value,
  from: Register,
  at: Address,
  stride: number,
): void {
  const stored = storedAs(value.dtype);
  let register = from;
  if (stored === "f32" || stored === "f64") {
    const constant = (number: number): Register => writer.constant(from.element, from.lanes, number);
    if (stores.flushed.has(value)) {
      const isTiny = writer.call("less", writer.call("abs", register), constant(flushBelow[from.element]));
      register = writer.call("select", isTiny, constant(0), register);
    }
    if (stores.canonical.has(value))
      register = writer.call("select", writer.call("equal", register, register), register, constant(NaN));
  }
  writer.push({ kind: "store", from: register, at, stored, step: stride * storedBytes[stored] });
}
