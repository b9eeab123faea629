/** From here on tails are computed, and not what is left of 1 or of ½. */
const erfTailFrom = 1.5;
const normalTailFrom = 0.75;
const rootOfPi = Math.sqrt(Math.PI);

/** e^(-x²/2): what rounding x² would lose of it is made good, since x² = h² + (x - h)(x + h). */
function gauss(x: number): number {
  const high = Math.round(x * 16) / 16;
  return Math.exp((-high * high) / 2) * Math.exp((-(x - high) * (x + high)) / 2);
}

/** 2/√π ∑ 2ᵏ x²ᵏ⁺¹ / (1·3·…·(2k+1)) · e^(-x²): no term has another sign, so nothing cancels. x is no NaN. */
function erfNear(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; ; k += 2) {
    term *= (2 * x * x) / (k + 2);
    if (sum + term === sum) return (2 / rootOfPi) * gauss(x * Math.SQRT2) * sum;
    sum += term;
  }
}

/** How likely a standard normal number is above x, for x from 0.7 on: Laplace's continued fraction, from its end. */
function normalTail(x: number): number {
  let fraction = x;
  // The nearer x is to 0, the more of its terms count.
  for (let k = Math.ceil(20 + 600 / (x * x)); k > 0; k--) fraction = x + k / fraction;
  // Farther out e^(-x²/2) is 0.
  return x > 40 ? 0 : gauss(x) / (rootOfPi * Math.SQRT2 * fraction);
}

/**
 * The error function, to a few units of the last place of float64.
 * @see Abramowitz and Stegun 1964, 7.1.6 and 26.2.14
 */
export function erfOf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  return size < erfTailFrom ? erfNear(x) : Math.sign(x) * (1 - 2 * normalTail(size * Math.SQRT2));
}

/** How likely a standard normal number is below x, to a few units of the last place, far on the left too. */
export function normalCdfOf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < normalTailFrom) return 0.5 + 0.5 * erfNear(x * Math.SQRT1_2);
  return x < 0 ? normalTail(size) : 1 - normalTail(size);
}
