import type { Need, Shape } from "@chainrule/core";

/** How the edges are met: only windows that lie inside, or zeros around, so that output = ceil(size / stride). */
export type Padding = "valid" | "same";

/** Windows along one axis. */
export interface Windows {
  /** How many there are; 0 or less where none fits. */
  readonly count: number;
  /** Zeros before the first element. */
  readonly before: number;
}

/**
 * The windows of length `kernel` along an axis, one every `stride` elements. Of the zeros that "same" needs, an odd
 * one comes last, as in TensorFlow.
 */
export function windowsAlong(size: number, kernel: number, stride: number, padding: Padding): Windows {
  if (padding === "valid") return { count: Math.floor((size - kernel) / stride) + 1, before: 0 };
  const count = Math.ceil(size / stride);
  const zeros = Math.max(0, (count - 1) * stride + kernel - size);
  return { count, before: Math.floor(zeros / 2) };
}

/** A height or width, which must be a number. */
export function lengthAt(shape: Shape, axis: 2 | 3, input: string, need: Need): number {
  const dim = shape[axis];
  need(
    typeof dim === "number",
    `an integer for ${input}[${axis}]: ${dim} is a name and no number to reckon with; ` +
      "images are [N, channels, height, width]",
  );
  return Number(dim);
}
