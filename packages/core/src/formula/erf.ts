/** From here on the tail of erf is taken, and not what is left of 1. */
const tailFrom = 2;
const rootOfPi = Math.sqrt(Math.PI);

/** e^(-x²): what rounding x² would lose of it is made good, since x² = h² + (x - h)(x + h). */
function gauss(x: number): number {
  const high = Math.round(x * 16) / 16;
  return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high));
}

/** 2/√π ∑ 2ᵏ x²ᵏ⁺¹ / (1·3·…·(2k+1)) · e^(-x²): no term has another sign, so nothing cancels. */
function erfNear(x: number): number {
  let term = x;
  let sum = 0;
  for (let k = 1; sum + term !== sum; k += 2) {
    sum += term;
    term *= (2 * x * x) / (k + 2);
  }
  return (2 / rootOfPi) * gauss(x) * sum;
}

/** 1 - erf x for x from 1 on: Laplace's continued fraction, from its end. */
function erfcFar(x: number): number {
  let fraction = x;
  // The nearer x is to 0, the more of its terms count.
  for (let k = Math.ceil(20 + 260 / (x * x)); k > 0; k--) fraction = x + k / 2 / fraction;
  return gauss(x) / (rootOfPi * fraction);
}

/**
 * The error function, to a few units of the last place of float64.
 * @see Abramowitz and Stegun 1964, 7.1.6 and 7.1.14
 */
export function erfOf(x: number): number {
  const size = Math.abs(x);
  if (!(size >= tailFrom)) return erfNear(x);
  return Math.sign(x) * (size > 6 ? 1 : 1 - erfcFar(size));
}

/** How likely a standard normal number is below x, to a few units of the last place, far on the left too. */
export function normalCdfOf(x: number): number {
  if (x !== x) return x;
  const scaled = Math.abs(x) * Math.SQRT1_2;
  if (scaled < 1) return 0.5 + 0.5 * erfNear(x * Math.SQRT1_2);
  // Beyond, e^(-x²) is 0.
  const tail = scaled > 28 ? 0 : 0.5 * erfcFar(scaled);
  return x < 0 ? tail : 1 - tail;
}
