import { elementCount, type FloatDType, type Op, type StaticShape, ulpOf } from "@chainrule/core";
import type { OpClass } from "./opClass.js";

/** Half the distance from 1 to the next number. */
const unit: Readonly<Record<FloatDType, number>> = { float32: 2 ** -24, float64: 2 ** -53 };
/** Twice the least normal number: below it results may be flushed to 0. */
const flushed: Readonly<Record<FloatDType, number>> = { float32: 2 ** -125, float64: 2 ** -1021 };

/** What the bound of a node's error depends on; all values are those of the float64 reference. */
export interface BoundInputs {
  readonly op: Op;
  readonly opClass: OpClass;
  readonly dtype: FloatDType;
  readonly shapes: readonly StaticShape[];
  readonly output: StaticShape;
  /** The largest magnitude among the inputs. */
  readonly largestInput: number;
  readonly largestOutput: number;
  /** How many numbers go into one element of the result. */
  readonly terms: number;
}

/**
 * How far an element may be from the float64 reference on the same inputs.
 *
 * - what moves numbers or compares them: not at all
 * - formulas: 4 ulp, as DESIGN §4 states, or what the op states of itself; 4 ulp also for draws and measures, which take one
 *   product or quotient
 * - sums and products of n terms: (n + 4) u Σ|terms|, the classical bound for any order of adding, four more roundings
 * - rows and losses: (n + 8) u times the magnitudes that meet in them; a coarse bound, absolute in the smaller entries
 *
 * The float64 reference has rounding errors of its own: in float64 every bound is doubled.
 * @param exact the element's value
 * @param magnitude Σ|terms| of the element: what the op makes of the inputs' magnitudes
 * @see Higham, Accuracy and Stability of Numerical Algorithms, 2002, §3.1
 */
export function allowedError(about: BoundInputs, exact: number, magnitude: number): number {
  const { dtype } = about;
  const error = ownError(about, exact, magnitude);
  return error === 0 ? 0 : (dtype === "float64" ? 2 : 1) * error + flushed[dtype];
}

function ownError(about: BoundInputs, exact: number, magnitude: number): number {
  const { op, opClass, dtype, terms, largestInput, largestOutput } = about;
  const u = unit[dtype];
  switch (opClass) {
    case "comparison":
    case "movement":
      return 0;
    case "elementwise":
    case "transcendental":
    case "noise":
    case "metric": {
      const { ulp = 4, absolute = 0 } = op.accuracy ?? {};
      // What an op says of an absolute error it says of float32; float64 has 29 bits more.
      const least = dtype === "float32" ? absolute : absolute * 2 ** -29;
      return Math.max(ulp * ulpOf(dtype === "float32" ? Math.fround(exact) : exact, dtype), least);
    }
    case "rows":
    case "loss":
      return (terms + 8) * u * Math.max(1, largestInput) * Math.max(1, largestOutput);
    default:
      return op.moves !== undefined ? 0 : (terms + 4) * u * Math.max(magnitude, Math.abs(exact));
  }
}

/** How many numbers go into one element: as the op's multiply-adds say, else as many as the inputs have for each. */
export function termsOf(
  op: Op,
  opClass: OpClass,
  inputs: Readonly<Record<string, StaticShape>>,
  output: StaticShape,
  attributes: Readonly<Record<string, unknown>>,
): number {
  const stated = op.multiplyAdds?.(inputs, output, attributes as never) as StaticShape | undefined;
  const total = stated
    ? elementCount(stated)
    : Object.values(inputs).reduce((sum, shape) => sum + elementCount(shape), 0);
  // Rows that are added at their indices may all go to one.
  return opClass === "indexing" || opClass === "loss" || opClass === "rows"
    ? total
    : Math.ceil(total / Math.max(1, elementCount(output)));
}
