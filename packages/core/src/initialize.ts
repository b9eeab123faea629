import type { AttributeSchema, AttributesOf } from "./attribute.js";
import type { Draws } from "./random.js";
import type { StaticShape } from "./shape.js";

/** A rule for a parameter's first values. */
export interface Initialiser<S extends AttributeSchema = AttributeSchema> {
  readonly name: string;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly attributes?: S;
  /**
   * Gives the value of each element.
   * @param draws the parameter's own random numbers; draw with step 0 and the element's row-major index
   */
  fill(shape: StaticShape, draws: Draws, attributes: AttributesOf<S>): (element: number) => number;
}

/** Declares an initialiser. */
export function defineInitialiser<const S extends AttributeSchema = Record<never, never>>(
  initialiser: Initialiser<S>,
): Initialiser<S> {
  return Object.freeze(initialiser);
}

/**
 * How many inputs and outputs a weight connects: `[in, out]` for a matrix; a vector `[in]` feeds one output.
 */
export function fans(shape: StaticShape): { readonly fanIn: number; readonly fanOut: number } {
  const fanOut = shape.length < 2 ? 1 : shape[shape.length - 1]!;
  const fanIn =
    shape.length === 0 ? 1 : shape.slice(0, Math.max(1, shape.length - 1)).reduce((a, b) => a * b, 1);
  return { fanIn, fanOut };
}
