/** Red, green and blue in linear light, 0 to 1. */
export type Linear = readonly [number, number, number];
type Matrix = readonly [Linear, Linear, Linear];

/** Reads `#rrggbb`. */
export function linear(hex: string): Linear {
  const at = (i: number): number => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [at(1), at(3), at(5)];
}

function times(matrix: Matrix, v: Linear): Linear {
  const dot = (row: Linear): number => row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
  return [dot(matrix[0]), dot(matrix[1]), dot(matrix[2])];
}

/**
 * How readers without one kind of cone see colours, at full severity, in linear light.
 * @see Machado, Oliveira and Fernandes, IEEE TVCG 15 (2009), table 1
 */
export const vision: Readonly<Record<string, (colour: Linear) => Linear>> = {
  usual: (colour) => colour,
  protanopia: (colour) =>
    times(
      [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ],
      colour,
    ),
  deuteranopia: (colour) =>
    times(
      [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
      ],
      colour,
    ),
  tritanopia: (colour) =>
    times(
      [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
      ],
      colour,
    ),
};

/** WCAG 2's contrast ratio, 1 to 21. */
export function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

/** CIE 1976 distance in L*a*b*, white D65. About 2 is just seen; 100 is black from white. */
export function distance(a: Linear, b: Linear): number {
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

function lab(colour: Linear): Linear {
  const clamped = colour.map((c) => Math.min(1, Math.max(0, c)));
  const [x, y, z] = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    [clamped[0]!, clamped[1]!, clamped[2]!],
  );
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
