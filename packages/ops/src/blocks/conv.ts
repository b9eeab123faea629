import { attribute, type BlockBody, defineBlock } from "@chainrule/core";
import { activationAttribute, biasAttribute, isIdentity } from "./settings.js";

/**
 * A convolution with a bias and an activation, over images in NCHW.
 *
 * x is [N, c, height, width]; W is [channels, c, kernel, kernel] (OIHW), b is [channels, 1, 1]; the result is
 * [N, channels, …]. Inner ids: `W`, `b`, `s` (the convolution), `z` (with the bias), `a`.
 */
export const convBlock = defineBlock({
  name: "conv",
  doc: {
    summary: "a convolution with a bias and an activation, over images in NCHW",
    source: "LeCun et al., Proc. IEEE 86 (1998) 2278",
  },
  arguments: {
    channels: attribute.integer({ doc: "how many channels the result has", min: 1 }),
    kernel: attribute.integer({ doc: "height and width of the window", min: 1 }),
    stride: attribute.integer({ doc: "how far the window moves at a time", min: 1, default: 1 }),
    padding: attribute.choice(["valid", "same"], {
      doc: '"valid": windows inside the image only; "same": zeros around it, so that with stride 1 the size stays',
      default: "valid",
    }),
    activation: activationAttribute("identity"),
    bias: biasAttribute,
    init: attribute.string({ doc: "the initialiser of W", default: "he" }),
  },
  body({ channels, kernel, stride, padding, activation, bias, init }): BlockBody {
    const sum = bias ? "z" : "s";
    const isLinear = isIdentity(activation);
    return {
      inputs: { x: { shape: ["N", "c", "height", "width"] } },
      params: {
        W: { shape: [channels, "c", kernel, kernel], init },
        ...(bias && { b: { shape: [channels, 1, 1], init: "zeros" } }),
      },
      nodes: {
        s: { op: "conv2d", in: ["x", "W"], stride, padding },
        ...(bias && { z: { op: "add", in: ["s", "b"] } }),
        ...(!isLinear && { a: { op: activation, in: [sum] } }),
      },
      output: isLinear ? sum : "a",
    };
  },
});
