import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import { polynomial } from "./polynomial.js";

interface Quotient {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/**
 * (1 - tanh(x/2) / (x/2)) / x² as a quotient of polynomials in x², minimax in the relative error that it makes in
 * tanh x. That is 1 / cosh x of tanh(x/2)'s own, so few coefficients suffice, and what rounding does to them vanishes
 * where tanh nears 1.
 */
const coefficients: Readonly<Record<Element, Quotient>> = {
  f32: {
    above: [0.08333332, 0.0010884446, 1.2081365e-6],
    below: [1, 0.11306082, 0.0012017108, 1.2081368e-6],
  },
  f64: {
    above: [
      0.08333333333333331, 0.0016515493127868513, 9.031084607137335e-6, 1.778902816636711e-8,
      1.2272921915691758e-11, 2.0626789978593723e-15,
    ],
    below: [
      1, 0.11981859175344195, 0.0019711845715823764, 1.0014165028161419e-5, 1.8917433422175967e-8,
      1.267954247086095e-11, 2.0832535557696437e-15,
    ],
  },
};

/** From here on tanh x rounds to 1. */
const one: Readonly<Record<Element, number>> = { f32: 9.02, f64: 19.07 };

/** tanh x = 2t / (1 + t²), t = tanh(x/2). Keeps the sign of 0, and tiny x as they are; nowhere beyond ±1. */
export function tanh<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  const clamped = m.maximum(m.minimum(x, one[element]), -one[element]);
  const { above, below } = coefficients[element];
  const square = m.multiply(clamped, clamped);
  const fourth = m.multiply(square, square);
  const numerator = m.multiply(polynomial(m, square, above, fourth), square);
  const quotient = m.divide(numerator, polynomial(m, square, below, fourth));
  const twice = m.subtract(clamped, m.multiply(clamped, quotient));
  const result = m.divide(twice, m.add(m.multiply(m.multiply(twice, twice), 0.25), 1));
  return m.select(m.equal(x, 0), x, result);
}
