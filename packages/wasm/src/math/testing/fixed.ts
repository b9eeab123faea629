/** Numbers in fixed point: integers in units of 2^-bits. Slow, simple, and as exact as one asks for. */

/** A number in float64 as mantissa · 2^exponent, exactly. */
export function exactly(x: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: x < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

export function shift(value: bigint, by: number): bigint {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by);
}

export function toFixed(x: number, bits: number): bigint {
  const { mantissa, exponent } = exactly(x);
  return shift(mantissa, exponent + bits);
}

const constants = new Map<string, bigint>();

function remembered(name: string, bits: number, make: () => bigint): bigint {
  const key = `${name} ${bits}`;
  const value = constants.get(key) ?? make();
  constants.set(key, value);
  return value;
}

/** Σ ±1 / ((2k + 1) n^(2k + 1)): artanh(1/n), or with alternating signs arctan(1/n). */
function inverseTangent(n: bigint, sign: bigint, bits: number): bigint {
  let power = (1n << BigInt(bits + 16)) / n;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = (sign * power) / (n * n);
  }
  return sum >> 16n;
}

export function ln2(bits: number): bigint {
  return remembered("ln2", bits, () => 2n * inverseTangent(3n, 1n, bits));
}

/** @see Machin, 1706 */
export function pi(bits: number): bigint {
  return remembered(
    "pi",
    bits,
    () => 4n * (4n * inverseTangent(5n, -1n, bits) - inverseTangent(239n, -1n, bits)),
  );
}

/** By Newton's iteration on integers. */
export function squareRoot(value: bigint, bits: number): bigint {
  const target = shift(value, bits);
  let root = 1n << BigInt(Math.ceil(target.toString(2).length / 2));
  for (;;) {
    const next = (root + target / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** eˣ = 2ⁿ m with ½ < m < 2. */
export function exponential(x: bigint, bits: number): { n: number; m: bigint } {
  const n = (2n * x + ln2(bits)) / (2n * ln2(bits));
  const r = x - n * ln2(bits);
  let term = 1n << BigInt(bits);
  let m = term;
  for (let k = 1n; term !== 0n; k++) {
    term = (term * r) / (k << BigInt(bits));
    m += term;
  }
  return { n: Number(n), m };
}

/** ln x from a guess that is right in 15 digits or so: Halley's step makes thrice as many of them. */
export function logarithm(x: bigint, guess: bigint, bits: number): bigint {
  const { n, m } = exponential(guess, bits);
  const power = shift(m, n);
  return guess + shift(2n * (x - power), bits) / (x + power);
}
