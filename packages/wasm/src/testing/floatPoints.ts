import type { Draws } from "@chainrule/core";

const bits = new DataView(new ArrayBuffer(4));
/** The bit patterns of the least and of the greatest normal number. */
const [least, greatest] = [0x00800000, 0x7f7fffff];
/** The exponents among which every other number is drawn: where functions have their features. */
const middle = [-6, 5] as const;

/**
 * Normal float32 numbers of both signs: the evenly numbered spread evenly over all bit patterns, one to a stratum in drawn
 * order, the others over the exponents about 1.
 * @param round of numbers, each of other draws
 */
export function floatPoints(draws: Draws, count: number, round: number): Float32Array {
  const order = draws.permutation(4 * round, count);
  return Float32Array.from({ length: count }, (_, i) => {
    const [place, shift, sign] = [1, 2, 3].map((k) => draws.uniform(4 * round + k, i));
    const stratum = (order[i]! + place!) / count;
    const magnitude =
      i % 2 === 0
        ? ofPattern(least + Math.floor(stratum * (greatest - least)))
        : (1 + shift!) * 2 ** Math.floor(middle[0] + stratum * (middle[1] - middle[0] + 1));
    return sign! < 0.5 ? -magnitude : magnitude;
  });
}

function ofPattern(pattern: number): number {
  bits.setUint32(0, pattern);
  return bits.getFloat32(0);
}
