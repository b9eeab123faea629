import { attribute, type AttributesOf, type StaticShape } from "@chainrule/core";
import { windowsAlong } from "./window.js";

/** What a convolution and both its derivatives must agree on. */
export const convolutionAttributes = {
  stride: attribute.integer({
    doc: "how far a window is from the next, in both directions",
    min: 1,
    default: 1,
  }),
  padding: attribute.choice(["valid", "same"], {
    doc: '"valid": only windows inside the image; "same": zeros around it, so that output = ceil(size / stride)',
    default: "valid",
  }),
};

export type ConvolutionSettings = AttributesOf<typeof convolutionAttributes>;

/**
 * Visits everything that a convolution y of x with w multiplies, a row at a time: with `i` from 0 to `count`, the
 * element `y + i` gets x[`x + i · stride`] · w[`w`]. All three are positions in row-major memory.
 */
export type VisitRow = (x: number, w: number, y: number, count: number) => void;

/**
 * The loops that a convolution and both its derivatives share.
 * @param x [N, C, H, W]
 * @param w [O, C, KH, KW]
 * @param y [N, O, OH, OW]
 */
export function correlate(
  x: StaticShape,
  w: StaticShape,
  y: StaticShape,
  { stride, padding }: ConvolutionSettings,
  visit: VisitRow,
): void {
  const [images, channels, height, width] = x as [number, number, number, number];
  const [outputs, , kernelHeight, kernelWidth] = w as [number, number, number, number];
  const [, , rows, columns] = y as [number, number, number, number];
  const top = windowsAlong(height, kernelHeight, stride, padding).before;
  const left = windowsAlong(width, kernelWidth, stride, padding).before;
  for (let image = 0; image < images; image++) {
    for (let output = 0; output < outputs; output++) {
      const toPlane = (image * outputs + output) * rows * columns;
      for (let channel = 0; channel < channels; channel++) {
        const fromPlane = (image * channels + channel) * height * width;
        const weights = (output * channels + channel) * kernelHeight * kernelWidth;
        for (let j = 0; j < kernelWidth; j++) {
          // The columns of y whose window has its j-th element inside the image.
          const first = Math.max(0, Math.ceil((left - j) / stride));
          const end = Math.min(columns, Math.floor((width - 1 + left - j) / stride) + 1);
          if (end <= first) continue;
          for (let i = 0; i < kernelHeight; i++) {
            for (let row = 0; row < rows; row++) {
              const line = row * stride + i - top;
              if (line < 0 || line >= height) continue;
              const from = fromPlane + line * width + first * stride + j - left;
              visit(from, weights + i * kernelWidth + j, toPlane + row * columns + first, end - first);
            }
          }
        }
      }
    }
  }
}
