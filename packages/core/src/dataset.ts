import type { Tensor } from "./tensor.js";

/** Rows bound to a graph's inputs: one tensor for each input, rows along axis 0. */
export interface Dataset {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Tensor>>;
}

/** The parts of the data that a run keeps apart. */
export const splitNames = ["train", "validation", "test"] as const;
export type SplitName = (typeof splitNames)[number];
export type Splits = { readonly train: Dataset } & { readonly [K in SplitName]?: Dataset };
