import {
  apply,
  attribute,
  type AttributesOf,
  defineOp,
  type Need,
  sameShape,
  type Shape,
  type StaticShape,
  type Value,
} from "@chainrule/core";
import { allApart } from "../smooth.js";
import { lengthAt, windowsAlong } from "./window.js";

const attributes = {
  size: attribute.integer({ doc: "height and width of a window", min: 1 }),
  stride: attribute.integerOr("size", {
    doc: 'how far a window is from the next, in both directions; "size": they lie side by side',
    min: 1,
    default: "size",
  }),
};

type PoolSettings = AttributesOf<typeof attributes>;

/** What {@link maxPool2d} takes. */
export type MaxPool2dOptions = Pick<PoolSettings, "size"> & Partial<PoolSettings>;

export const maxPool2dOp = defineOp({
  name: "maxPool2d",
  doc: {
    summary: "greatest element of each window of an image",
    source: "Ranzato et al., CVPR 2007; Scherer et al., ICANN 2010",
    names: { onnx: "MaxPool", keras: "keras.ops.max_pool", torch: "torch.nn.functional.max_pool2d" },
  },
  inputs: ["x"],
  attributes,
  shape: ({ x }, settings, need) => pooledShape(x, settings, need),
  multiplyAdds: (_, output, { size }) => [...output, size, size],
  kernel({ x }, output, settings) {
    forEachGreatest(x.data, x.shape, output.shape, settings, (from, to) => {
      output.data[to] = x.data[from]!;
    });
  },
  vjp: { x: (g, { x }, { attributes }) => spread(g, x, attributes) },
  samples: [
    {
      inputs: { x: ["N", 2, 4, 2] },
      attributes: { size: 2 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { x: [2, "N", 5, 3] },
      attributes: { size: 2, stride: 1 },
      domain: { x: [-99, 99] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { x: [1, 2, 5, 6] },
      attributes: { size: 2, stride: 3 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
  ],
  latex: (m, { x }, { size }) => m.call("maxPool", [x], `${size}`),
});

export const maxPool2dGradientOp = defineOp({
  name: "maxPool2dGradient",
  doc: { summary: "derivative of maxPool2d: each g where its window's greatest element is, added up" },
  inputs: ["g", "x"],
  attributes,
  shape({ g, x }, settings, need) {
    need(sameShape(g, pooledShape(x, settings, need)), "g of the shape that maxPool2d makes of x");
    return x;
  },
  multiplyAdds: ({ g }, _, { size }) => [...g, size, size],
  kernel({ g, x }, output, settings) {
    const sums = output.data.fill(0);
    forEachGreatest(x.data, x.shape, g.shape, settings, (from, to) => {
      sums[from]! += g.data[to]!;
    });
  },
  vjp: { g: (u, { x }, { attributes }) => pick(u, x, attributes), x: null },
  samples: [
    {
      inputs: { g: ["N", 2, 2, 1], x: ["N", 2, 4, 2] },
      attributes: { size: 2 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { g: [1, 1, 3, 2], x: [1, 1, 4, 3] },
      attributes: { size: 2, stride: 1 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
  ],
  latex: (m, { g, x }, { size }) => m.call("unpool", [g, x], `${size}`),
});

export const maxPool2dPickOp = defineOp({
  name: "maxPool2dPick",
  doc: {
    summary: "of each window, the element of u where x is greatest; what maxPool2dGradient's derivative is",
  },
  inputs: ["u", "x"],
  attributes,
  shape({ u, x }, settings, need) {
    need(sameShape(u, x), "u = x");
    return pooledShape(x, settings, need);
  },
  multiplyAdds: (_, output, { size }) => [...output, size, size],
  kernel({ u, x }, output, settings) {
    forEachGreatest(x.data, x.shape, output.shape, settings, (from, to) => {
      output.data[to] = u.data[from]!;
    });
  },
  vjp: { u: (g, { x }, { attributes }) => spread(g, x, attributes), x: null },
  samples: [
    {
      inputs: { u: ["N", 2, 4, 2], x: ["N", 2, 4, 2] },
      attributes: { size: 2 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
    {
      inputs: { u: [1, 1, 4, 3], x: [1, 1, 4, 3] },
      attributes: { size: 2, stride: 1 },
      domain: { x: [-50, 50] },
      smooth: ({ x }) => allApart(x),
    },
  ],
  latex: (m, { u, x }, { size }) => m.call("pick", [u, x], `${size}`),
});

/**
 * Greatest element of each window of an image; NaN if any is. Where several tie, the first of the window in row-major
 * order has the derivative. Windows that do not fit inside the image are left out.
 * @param x float32 or float64, [N, channels, height, width] (NCHW)
 * @param options `size`: height and width of a window; `stride`: default `"size"`, windows side by side
 * @returns [N, channels, rows, columns], with floor((height - size) / stride) + 1 rows, and columns likewise
 * @throws {Refusal} shape-mismatch: no window fits, or a height or width is a name
 * @see Ranzato et al., CVPR 2007; Scherer et al., ICANN 2010
 */
export function maxPool2d(x: Value, options: MaxPool2dOptions): Value {
  return apply(maxPool2dOp, { x }, options);
}

function spread(g: Value, x: Value, settings: PoolSettings): Value {
  return apply(maxPool2dGradientOp, { g, x }, settings);
}

function pick(u: Value, x: Value, settings: PoolSettings): Value {
  return apply(maxPool2dPickOp, { u, x }, settings);
}

function strideOf({ size, stride }: PoolSettings): number {
  return stride === "size" ? size : stride;
}

function pooledShape(x: Shape, settings: PoolSettings, need: Need): Shape {
  need(x.length === 4, "x of rank 4: [N, channels, height, width]");
  const along = (axis: 2 | 3): number => {
    const { count } = windowsAlong(lengthAt(x, axis, "x", need), settings.size, strideOf(settings), "valid");
    need(count > 0, `x[${axis}] ≥ ${settings.size}, the size of a window`);
    return count;
  };
  return [x[0]!, x[1]!, along(2), along(3)];
}

/** Visits each window: where its greatest element lies in x, and where the window lies in the result. */
function forEachGreatest(
  data: ArrayLike<number>,
  x: StaticShape,
  pooled: StaticShape,
  settings: PoolSettings,
  visit: (from: number, to: number) => void,
): void {
  const { size } = settings;
  const stride = strideOf(settings);
  const [images, channels, height, width] = x as [number, number, number, number];
  const [, , rows, columns] = pooled as [number, number, number, number];
  let to = 0;
  for (let plane = 0; plane < images * channels; plane++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const corner = (plane * height + row * stride) * width + column * stride;
        visit(greatestIn(data, corner, size, width), to++);
      }
    }
  }
}

/** Where the greatest element of a square window lies: the first of those that tie, or the first NaN. */
function greatestIn(data: ArrayLike<number>, corner: number, size: number, width: number): number {
  let best = corner;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const at = corner + i * width + j;
      const greatest = data[best]!;
      if (!(data[at]! <= greatest) && !Number.isNaN(greatest)) best = at;
    }
  }
  return best;
}
