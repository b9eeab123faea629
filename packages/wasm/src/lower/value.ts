import { type DType, isFloat, type StaticShape } from "@chainrule/core";
import type { Element, Stored } from "../ir/program.js";

/** Where a value lies in the plan's memory; `at` is known once all are placed. */
export interface Buffer {
  readonly name: string;
  readonly bytes: number;
  at: number;
  /** Of a tensor of the state: how many bytes from `at` on are nobody else's. */
  readonly room?: number;
}

/** What a node, or a step inside one, comes to. */
export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: StaticShape;
  /** Known beforehand: a scalar constant, a size. Needs no memory. */
  readonly literal?: number;
  /** The group that makes it, in the order of execution; -1 where it is there before the plan runs. */
  group: number;
  /** Undefined while, and where, it lives in registers only. Row-major. */
  buffer: Buffer | undefined;
}

/** Some elements of a value as a tensor of their own: element (i, j, …) is that at offset + i · strides[0] + j · strides[1] + … */
export interface View {
  readonly value: Value;
  readonly shape: StaticShape;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** How a value's numbers lie in memory. */
export function storedAs(dtype: DType): Stored {
  switch (dtype) {
    case "float32":
      return "f32";
    case "float64":
      return "f64";
    case "int32":
      return "i32";
    case "bool":
      return "u8";
  }
}

/** What registers hold it; integers are exact in f64. */
export function elementOf(dtype: DType): Element {
  return isFloat(dtype) && dtype === "float32" ? "f32" : "f64";
}
