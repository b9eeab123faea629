import { type Address, type Element, type Register, storedBytes } from "../ir/program.js";
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

/** A result as it is to be kept: what is computed of it must be so of what is stored, whether it is in a register or not. */
export function flushed(writer: NestWriter, stores: Stores, value: Value, from: Register): Register {
  if (!stores.flushed.has(value)) return from;
  const constant = (number: number): Register => writer.constant(from.element, from.lanes, number);
  const isTiny = writer.call("less", writer.call("abs", from), constant(flushBelow[from.element]));
  return writer.call("select", isTiny, constant(0), from);
}

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
  if ((stored === "f32" || stored === "f64") && stores.canonical.has(value)) {
    const nan = writer.constant(from.element, from.lanes, NaN);
    register = writer.call("select", writer.call("equal", register, register), register, nan);
  }
  writer.push({ kind: "store", from: register, at, stored, step: stride * storedBytes[stored] });
}
