/** From here on a tail is computed, and not what is left of 1. */
const tailFrom = 1;
/** From here on down a tail is computed, and not what is left of ½: that has lost digits sooner. */
const leftFrom = -0.6;
const rootOfPi = Math.sqrt(Math.PI);

/** e^(-scale x²), scale a power of 2: what rounding x² would lose of it is made good, since x² = h² + (x - h)(x + h). */
function gauss(x: number, scale: number): number {
  const high = Math.round(x * 16) / 16;
  return Math.exp(-scale * high * high) * Math.exp(-scale * (x - high) * (x + high));
}

/**
 * 2/√π ∑ 2ᵏ x²ᵏ⁺¹ / (1·3·…·(2k+1)) · e^(-x²), from the smallest term on: no term has another sign, so nothing cancels.
 * x is no NaN.
 */
function erfNear(x: number): number {
  const square = 2 * x * x;
  let sum = 1;
  // The farther from 0 x is, the more terms count.
  for (let k = Math.ceil(12 + 6 * square); k > 0; k--) sum = 1 + (sum * square) / (2 * k + 1);
  return (2 / rootOfPi) * (x * gauss(x, 1)) * sum;
}

/** How likely a standard normal number is above x, for x from 0.6 on: Laplace's continued fraction, from its end. */
function normalTail(x: number): number {
  let fraction = x;
  // The nearer x is to 0, the more of its terms count.
  for (let k = Math.ceil(20 + 600 / (x * x)); k > 0; k--) fraction = x + k / fraction;
  // Farther out e^(-x²/2) is 0.
  return x > 40 ? 0 : gauss(x, 0.5) / (rootOfPi * Math.SQRT2 * fraction);
}

/**
 * The error function, to a few units of the last place of float64.
 * @see Abramowitz and Stegun 1964, 7.1.6 and 26.2.14
 */
export function erfOf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  return size < tailFrom ? erfNear(x) : Math.sign(x) * (1 - 2 * normalTail(size * Math.SQRT2));
}

/** How likely a standard normal number is below x, to a few units of the last place, far on the left too. */
export function normalCdfOf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < leftFrom) return normalTail(-x);
  return x < tailFrom ? 0.5 + 0.5 * erfNear(x * Math.SQRT1_2) : 1 - normalTail(x);
}
