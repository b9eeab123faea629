import { atLeast, atMost } from "./clamp.js";
import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { polynomial } from "./polynomial.js";

interface Pieces {
  readonly exact: readonly number[];
  readonly middle: readonly number[];
  readonly last: number;
}

/**
 * π in pieces. All but the last end in so many zeros that their products with n are exact while n has no more than
 * 16 bits (float64: 23), and what the first two leave of x is exact too.
 * @see Cody and Waite, Software Manual for the Elementary Functions, 1980
 */
const pi: Readonly<Record<Element, Pieces>> = {
  f32: {
    exact: [3.140625, 0.000965118408203125],
    middle: [2.5331974029541016e-6, 1.979060471057892e-9, 5.115907697472721e-12],
    last: 1.0780606e-14,
  },
  f64: {
    exact: [3.1415926218032837, 3.1786509424591713e-8],
    middle: [1.224646798818428e-16, 3.2892513834078663e-26],
    last: 3.8569852691556915e-35,
  },
};

/** (sin r - r) / r³ in powers of r², minimax in relative error of sin r over |r| ≤ 1.6. */
const coefficients: Readonly<Record<Element, readonly number[]>> = {
  f32: [-0.16666658, 0.00833303, -0.0001980685, 2.5995164e-6],
  f64: [
    -0.16666666666666666, 0.008333333333333153, -0.00019841269841193966, 2.755731920850144e-6,
    -2.505210662988184e-8, 1.6058927435386253e-10, -7.642671062078959e-13, 2.7177936424473077e-15,
  ],
};

/** More than ½π by what rounding may move n, in radians; the series is good so far. */
const farthest = 1.6;

/** x - nπ as the sum of two: the second is what the first has lost in rounding. */
function remainder<T, B>(m: Machine<T, B>, x: T, n: T, element: Element): { r: T; lost: T } {
  const { exact, middle, last } = pi[element];
  let r = exact.reduce((rest, piece) => m.subtract(rest, m.multiply(n, piece)), x);
  let lost = m.number(0);
  for (const piece of middle) {
    const part = m.subtract(m.multiply(n, piece), lost);
    const next = m.subtract(r, part);
    lost = m.subtract(m.subtract(r, next), part);
    r = next;
  }
  return { r, lost: m.subtract(lost, m.multiply(n, last)) };
}

/**
 * sin(x - nπ), its sign turned for each half turn.
 * @param n next to x / π, an integer or half of an odd one
 * @param turns an integer, of which every odd one turns the sign
 */
export function sinOfTurns<T, B>(m: Machine<T, B>, x: T, n: T, turns: T, element: Element): T {
  const { r: rest, lost } = remainder(m, x, n, element);
  // Where no digit of x is left, the series still has to stay finite and the result within ±1.
  const r = atLeast(m, atMost(m, rest, farthest), -farthest);
  const square = m.multiply(r, r);
  const cubic = m.multiply(m.multiply(polynomial(m, square, coefficients[element]), square), r);
  // The slope of the sine, roughly, is enough for so small a part.
  const slope = m.subtract(1, m.multiply(square, 0.4));
  const sum = m.add(m.add(cubic, m.multiply(lost, slope)), r);
  const sine = atLeast(m, atMost(m, sum, 1), -1);
  const half = m.multiply(turns, 0.5);
  return m.select(m.equal(m.round(half), half), sine, m.negate(sine));
}
