import type { AttributesOf, AttributeSchema, FunctionName, Op, StaticShape } from "@chainrule/core";
import type { Element } from "../ir/program.js";
import type { MachineName } from "../math/machine.js";
import type { Value, View } from "./value.js";
import { whole } from "./view.js";

/** An elementwise calculation as a straight line: registers are the inputs, then the constants, then each step's result. */
export interface Line {
  readonly inputs: number;
  readonly constants: readonly number[];
  readonly steps: readonly {
    readonly name: MachineName | FunctionName;
    readonly arguments: readonly number[];
  }[];
  readonly result: number;
}

/** An elementwise calculation. */
export interface MapItem {
  readonly kind: "map";
  /** Whether it is computed by itself, so that it changes nothing of how others are. */
  readonly isAlone?: boolean;
  readonly to: Value;
  readonly shape: StaticShape;
  readonly element: Element;
  readonly line: Line;
  /** Views of the item's own shape. */
  readonly operands: readonly View[];
}

export type Combine = "add" | "multiply" | "maximum" | "minimum";

/** Elements combined along axes of the operand. */
export interface ReduceItem {
  readonly kind: "reduce";
  readonly to: Value;
  readonly element: Element;
  readonly combine: Combine;
  readonly operand: View;
  readonly axes: readonly number[];
}

/** One axis along which there are many matrices: strides, in elements, from one to the next. */
export interface BatchAxis {
  readonly count: number;
  readonly a: number;
  readonly b: number;
  readonly to: number;
}

/** A matrix product; all three are matrices, of many the first ones. */
export interface ProductItem {
  readonly kind: "product";
  readonly to: Value;
  readonly element: Element;
  /** [M, K] */
  readonly a: View;
  /** [K, N] */
  readonly b: View;
  /** [M, N], or what broadcasts to it by strides of 0; added to the sum, of each matrix the same. */
  readonly bias?: View;
  /** Where there are many matrices: all axes that count them. */
  readonly batch?: readonly BatchAxis[];
}

/** An op's own kernel, on the same memory. */
export interface KernelItem {
  readonly kind: "kernel";
  readonly to: Value;
  readonly op: Op;
  readonly inputs: readonly { readonly value: Value; readonly shape: StaticShape }[];
  readonly attributes: AttributesOf<AttributeSchema>;
  /**
   * Of indices, the last input: how many classes there are. The kernel is then run for its refusal only, where one of them
   * is none of these.
   */
  readonly classes?: number;
}

/** One step of a plan before it is known what is computed together. */
export type Item = MapItem | ReduceItem | ProductItem | KernelItem;

/** The views that an item reads. */
export function readsOf(item: Item): readonly View[] {
  switch (item.kind) {
    case "map":
      return item.operands;
    case "reduce":
      return [item.operand];
    case "product":
      return item.bias ? [item.a, item.b, item.bias] : [item.a, item.b];
    case "kernel":
      return item.inputs.map(({ value }) => whole(value));
  }
}
