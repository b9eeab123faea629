import type { AttributeSchema, AttributesOf } from "./attribute.js";
import type { Draws } from "./random.js";
import type { StaticShape } from "./shape.js";

/** A rule for a parameter's first values. */
export interface Initialiser<S extends AttributeSchema = AttributeSchema, N extends string = string> {
  readonly name: N;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly attributes?: S;
  /**
   * Gives the value of each element.
   * @param draws the parameter's own random numbers; draw with step 0 and the element's row-major index
   */
  fill(shape: StaticShape, draws: Draws, attributes: AttributesOf<S>): (element: number) => number;
}

/** Declares an initialiser. */
export function defineInitialiser<
  const S extends AttributeSchema = Record<never, never>,
  const N extends string = string,
>(initialiser: Initialiser<S, N>): Initialiser<S, N> {
  return Object.freeze(initialiser);
}

/**
 * How many inputs and outputs a weight connects: `[in, out]` for a matrix; a vector `[in]` feeds one output. The kernel
 * of a convolution, `[O, C, KH, KW]`, has C · KH · KW inputs to each output, and each input reaches O · KH · KW.
 * @see Glorot and Bengio, AISTATS 2010; He et al., ICCV 2015, §2.2 (of convolutions)
 */
export function fans(shape: StaticShape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 4) {
    const [outputs, channels, height, width] = shape as readonly [number, number, number, number];
    return { fanIn: channels * height * width, fanOut: outputs * height * width };
  }
  const fanOut = shape.length < 2 ? 1 : shape[shape.length - 1]!;
  const fanIn =
    shape.length === 0 ? 1 : shape.slice(0, Math.max(1, shape.length - 1)).reduce((a, b) => a * b, 1);
  return { fanIn, fanOut };
}
