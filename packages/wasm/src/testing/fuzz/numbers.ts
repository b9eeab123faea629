import {
  allocate,
  type Dice,
  type DType,
  elementCount,
  isFloat,
  type StaticShape,
  type Tensor,
} from "@chainrule/core";

/** Numbers on which engines are prone to differ. */
const special: readonly number[] = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1,
  -1,
  2 ** -126,
  -(2 ** -149),
  2 ** -1022,
  3.4028234663852886e38,
  89,
  -104,
  0.5,
];

/**
 * Numbers drawn uniformly from an open interval, by default (-2, 2); integers and truth values are rounded down.
 * @param specials how likely each is one of the numbers on which engines are prone to differ
 */
export function drawTensor(
  dice: Dice,
  shape: StaticShape,
  dtype: DType,
  domain: readonly [number, number] | undefined,
  specials = 0,
): Tensor {
  const [low, high] = domain ?? (dtype === "bool" ? [0, 2] : [-2, 2]);
  const data = allocate(dtype, elementCount(shape));
  for (let i = 0; i < data.length; i++) {
    const x = dice.between(low, high);
    data[i] = !isFloat(dtype)
      ? Math.floor(x)
      : specials > 0 && dice.chance(specials)
        ? dice.pick(special)
        : x;
  }
  return { dtype, shape, data };
}

/** Whether all numbers lie in an interval, or, where none is stated, are of a size that can be gone on with. */
export function liesIn({ data }: Tensor, domain: readonly [number, number] | undefined): boolean {
  const [low, high] = domain ?? [-50, 50];
  return data.every((x) => x >= low && x <= high);
}

/** Floats in float64; integers and truth values as they are. */
export function inFloat64({ dtype, shape, data }: Tensor): Tensor {
  return isFloat(dtype) ? { dtype: "float64", shape, data: Float64Array.from(data) } : { dtype, shape, data };
}
