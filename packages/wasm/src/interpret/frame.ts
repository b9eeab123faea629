import type { Index, Register } from "../ir/program.js";
import type { Views } from "./views.js";

/** Where a nest keeps its numbers. */
export interface Frame {
  /** All lanes of a register stand together; truth values are 1 and 0. */
  readonly numbers: Float64Array;
  readonly slotOf: (register: Register) => number;
  /** The value of each loop's index. */
  readonly indices: Float64Array;
  readonly placeOf: (index: Index) => number;
  readonly views: Views;
}
