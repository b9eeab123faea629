import type { Element } from "../ir/program.js";
import type { Machine } from "./machine.js";
import type { Quotient } from "./polynomial.js";
import { saturating } from "./saturating.js";

/** 1 - 2t / x in powers of x², minimax in the relative error that it makes in erf x. */
const coefficients: Readonly<Record<Element, Quotient>> = {
  f32: {
    above: [-0.12837918, -0.007848623, 0.016016759, 0.002179354, 1.5950402e-5, -1.212347e-7],
    below: [1, 0.19318868, 0.038423218, 0.003283273],
  },
  f64: {
    above: [
      -0.1283791670955126, -0.024607531471746897, 0.009367819652356564, 0.003759530293856809,
      0.000938206431678594, 0.00011303906138430449, 1.1455346194230961e-5, 6.424642965705143e-7,
      3.961805452394974e-8, 1.1714325757993073e-9, 3.902139991493295e-11, 8.248748466078941e-13,
      8.120855802484901e-17,
    ],
    below: [
      1, 0.3237260156262801, 0.10748576168643437, 0.01799953428463344, 0.0028358022611804064,
      0.0002622186264453798, 2.317726654194061e-5, 1.1467857011322202e-6, 6.463634483917017e-8,
      1.7080364439725683e-9, 5.819341537441712e-11, 9.030023447564552e-13,
    ],
  },
};

const one: Readonly<Record<Element, number>> = { f32: 3.93, f64: 5.95 };

/** erf x = 2t / (1 + t²), t = erf x / (1 + √(1 - erf² x)). Keeps the sign of 0; nowhere beyond ±1. */
export function erf<T, B>(m: Machine<T, B>, x: T, element: Element): T {
  return saturating(m, x, one[element], coefficients[element]);
}
