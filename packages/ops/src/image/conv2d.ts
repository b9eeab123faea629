import { apply, attribute, defineOp, type Dim, type Need, type Shape, type Value } from "@chainrule/core";
import { convolutionAttributes, type ConvolutionSettings, correlate } from "./correlate.js";
import { lengthAt, windowsAlong } from "./window.js";

export const conv2dOp = defineOp({
  name: "conv2d",
  doc: {
    summary: "convolution of images (as a cross-correlation: the kernel is not turned)",
    source: "LeCun et al., Proc. IEEE 86 (1998) 2278; Dumoulin and Visin, arXiv:1603.07285",
    names: { onnx: "Conv", keras: "keras.ops.conv", torch: "torch.nn.functional.conv2d" },
  },
  inputs: ["x", "w"],
  attributes: convolutionAttributes,
  shape({ x, w }, { stride, padding }, need) {
    need(x.length === 4, "x of rank 4: [N, channels, height, width]");
    need(w.length === 4, "w of rank 4: [outputs, channels, kernel height, kernel width]");
    need(x[1] === w[1], "x[1] = w[1]");
    const along = (axis: 2 | 3): number => {
      const [size, kernel] = [lengthAt(x, axis, "x", need), lengthAt(w, axis, "w", need)];
      need(kernel > 0, `w[${axis}] of at least 1`);
      const { count } = windowsAlong(size, kernel, stride, padding);
      need(padding === "same" || count > 0, `x[${axis}] ≥ w[${axis}], or padding "same"`);
      return count;
    };
    return [x[0]!, w[0]!, along(2), along(3)];
  },
  multiplyAdds: ({ w }, output) => [...output, ...w.slice(1)],
  kernel({ x, w }, output, settings) {
    const { stride } = settings;
    const to = output.data.fill(0);
    correlate(x.shape, w.shape, output.shape, settings, (from, weight, start, count) => {
      const factor = w.data[weight]!;
      for (let i = 0; i < count; i++) to[start + i]! += factor * x.data[from + i * stride]!;
    });
  },
  vjp: {
    x: (g, { x, w }, { attributes }) => inputGradient(g, w, x.shape, attributes),
    w: (g, { x, w }, { attributes }) => filterGradient(x, g, w.shape, attributes),
  },
  samples: [
    { inputs: { x: ["N", 2, 4, 3], w: [2, 2, 3, 2] } },
    { inputs: { x: ["N", 1, 3, 4], w: [2, 1, 2, 3] }, attributes: { padding: "same" } },
    { inputs: { x: [1, 2, 5, 4], w: ["N", 2, 2, 2] }, attributes: { stride: 2 } },
    { inputs: { x: [2, 1, 5, 4], w: [1, 1, 3, 3] }, attributes: { stride: 2, padding: "same" } },
    { inputs: { x: [1, 1, 3, 3], w: [1, 1, 3, 3] }, attributes: { padding: "same" } },
  ],
  latex: (m, { x, w }) => m.infix("star", x, w),
});

export const conv2dInputGradientOp = defineOp({
  name: "conv2dInputGradient",
  doc: {
    summary: "derivative of conv2d by its images: each g times the weights, added up where it came from",
  },
  inputs: ["g", "w"],
  attributes: {
    ...convolutionAttributes,
    height: attribute.integer({ doc: "of the images", min: 0 }),
    width: attribute.integer({ doc: "of the images", min: 0 }),
  },
  shape({ g, w }, { height, width, ...settings }, need) {
    need(g.length === 4 && w.length === 4, "g and w of rank 4");
    need(g[1] === w[0], "g[1] = w[0]");
    checkWindows(g, [height, width], [w[2]!, w[3]!], settings, need);
    return [g[0]!, w[1]!, height, width];
  },
  multiplyAdds: ({ g, w }) => [...g, ...w.slice(1)],
  kernel({ g, w }, output, settings) {
    const { stride } = settings;
    const to = output.data.fill(0);
    correlate(output.shape, w.shape, g.shape, settings, (start, weight, from, count) => {
      const factor = w.data[weight]!;
      for (let i = 0; i < count; i++) to[start + i * stride]! += factor * g.data[from + i]!;
    });
  },
  vjp: {
    g: (u, { w }, { attributes }) => conv2d(u, w, settingsOf(attributes)),
    w: (u, { g, w }, { attributes }) => filterGradient(u, g, w.shape, attributes),
  },
  samples: [
    { inputs: { g: ["N", 2, 2, 2], w: [2, 2, 3, 2] }, attributes: { height: 4, width: 3 } },
    {
      inputs: { g: [2, 1, 3, 2], w: [1, 1, 3, 3] },
      attributes: { height: 5, width: 4, stride: 2, padding: "same" },
    },
    { inputs: { g: [1, "N", 2, 2], w: ["N", 2, 2, 2] }, attributes: { height: 5, width: 4, stride: 2 } },
  ],
  latex: (m, { g, w }) => m.infix("starTranspose", g, w),
});

export const conv2dFilterGradientOp = defineOp({
  name: "conv2dFilterGradient",
  doc: { summary: "derivative of conv2d by its weights: each g times what the weight met, added up" },
  inputs: ["x", "g"],
  attributes: {
    ...convolutionAttributes,
    height: attribute.integer({ doc: "of the kernel", min: 1 }),
    width: attribute.integer({ doc: "of the kernel", min: 1 }),
  },
  shape({ x, g }, { height, width, ...settings }, need) {
    need(x.length === 4 && g.length === 4, "x and g of rank 4");
    need(x[0] === g[0], "x[0] = g[0]");
    checkWindows(g, [x[2]!, x[3]!], [height, width], settings, need);
    return [g[1]!, x[1]!, height, width];
  },
  multiplyAdds: ({ g }, output) => [...g, ...output.slice(1)],
  kernel({ x, g }, output, settings) {
    const { stride } = settings;
    const to = output.data.fill(0);
    correlate(x.shape, output.shape, g.shape, settings, (from, weight, start, count) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += x.data[from + i * stride]! * g.data[start + i]!;
      to[weight]! += sum;
    });
  },
  vjp: {
    x: (v, { x, g }, { attributes }) => inputGradient(g, v, x.shape, attributes),
    g: (v, { x }, { attributes }) => conv2d(x, v, settingsOf(attributes)),
  },
  samples: [
    { inputs: { x: ["N", 2, 4, 3], g: ["N", 2, 2, 2] }, attributes: { height: 3, width: 2 } },
    {
      inputs: { x: [2, 1, 5, 4], g: [2, 1, 3, 2] },
      attributes: { height: 3, width: 3, stride: 2, padding: "same" },
    },
    { inputs: { x: [1, 2, 5, 4], g: [1, "N", 2, 2] }, attributes: { height: 2, width: 2, stride: 2 } },
  ],
  latex: (m, { x, g }) => m.infix("star", x, g),
});

/**
 * Convolution of images. As in every framework it is the cross-correlation: the kernel is not turned.
 * @param x float32 or float64, [N, channels, height, width] (NCHW)
 * @param w [outputs, channels, kernel height, kernel width] (OIHW)
 * @param options `stride`: default 1. `padding`: `"valid"` (the default) takes the windows that lie inside the image,
 *   `"same"` puts zeros around it so that output = ceil(size / stride); an odd zero comes last, as in TensorFlow
 * @returns [N, outputs, rows, columns]; with `"valid"` there are floor((size - kernel) / stride) + 1 of either
 * @throws {Refusal} shape-mismatch: channels differ, no window fits, or a height or width is a name
 * @see LeCun et al., Proc. IEEE 86 (1998) 2278; Dumoulin and Visin, arXiv:1603.07285
 */
export function conv2d(x: Value, w: Value, options: Partial<ConvolutionSettings> = {}): Value {
  return apply(conv2dOp, { x, w }, options);
}

function inputGradient(g: Value, w: Value, images: Shape, settings: ConvolutionSettings): Value {
  const [height, width] = [Number(images[2]), Number(images[3])];
  return apply(conv2dInputGradientOp, { g, w }, { ...settingsOf(settings), height, width });
}

function filterGradient(x: Value, g: Value, weights: Shape, settings: ConvolutionSettings): Value {
  const [height, width] = [Number(weights[2]), Number(weights[3])];
  return apply(conv2dFilterGradientOp, { x, g }, { ...settingsOf(settings), height, width });
}

/** What the three ops share: a derivative's attributes have sizes besides. */
function settingsOf({ stride, padding }: ConvolutionSettings): ConvolutionSettings {
  return { stride, padding };
}

/** Refuses a g that is not of the size that a convolution of these images and weights has. */
function checkWindows(
  g: Shape,
  images: readonly [Dim, Dim],
  weights: readonly [Dim, Dim],
  { stride, padding }: ConvolutionSettings,
  need: Need,
): void {
  images.forEach((size, i) => {
    const { count } = windowsAlong(Number(size), Number(weights[i]), stride, padding);
    need(g[i + 2] === count, `g[${i + 2}] = ${count}, the number of windows`);
  });
}
