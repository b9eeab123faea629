import type { Dataset, Limits } from "@chainrule/core";
import type { Labels } from "./labels.js";

/** Rows bound to inputs, and what became of the rest. */
export interface Bound {
  readonly dataset: Dataset;
  /** The labels of every category input that has names for its classes. */
  readonly labels: Labels;
  /** What a person should hear: rows that were dropped, and why. */
  readonly notes: readonly string[];
  /** Which row of the source each row of the dataset was, ascending from 0. */
  readonly sourceRows: readonly number[];
}

export interface BindOptions {
  /** Labels saved with a model; they go before those of the spec. */
  readonly labels?: Labels;
  /** Ids of the inputs to bind; default all. A prediction leaves out the targets. */
  readonly only?: readonly string[];
  readonly limits?: Limits;
}
