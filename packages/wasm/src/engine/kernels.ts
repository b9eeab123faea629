import { allocate, byInput, elementCount, type NumericArray, type StaticShape } from "@chainrule/core";
import type { KernelItem } from "../lower/item.js";
import { storedAs, type Value } from "../lower/value.js";
import type { Home } from "./home.js";

/** The ops' own kernels on a plan's memory. */
export interface Kernels {
  readonly calls: readonly (() => void)[];
  /** Makes the views of the memory anew: when it has grown, and once before the first call. */
  bind(): void;
}

/** Binds kernels to their places, so that running them allocates nothing. */
export function bindKernels(items: readonly KernelItem[], home: Home): Kernels {
  const bound: (() => void)[] = items.map(() => () => {});
  return {
    calls: items.map((_, i) => () => bound[i]!()),
    bind() {
      items.forEach((item, i) => (bound[i] = bindKernel(item, home)));
    },
  };
}

function bindKernel({ op, inputs, to, attributes, classes }: KernelItem, home: Home): () => void {
  const view = (value: Value, shape: StaticShape): { data: NumericArray; shape: StaticShape } => ({
    data: home.view(value.buffer!.at, storedAs(value.dtype), elementCount(shape)),
    shape,
  });
  const views = inputs.map(({ value, shape }) => view(value, shape));
  const named = byInput(op, views);
  if (classes === undefined) {
    const output = view(to, to.shape);
    return () => op.kernel!(named, output, attributes);
  }
  const indices = views.at(-1)!.data;
  return () => {
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (index >= 0 && index < classes) continue;
      const output = { data: allocate(to.dtype, elementCount(to.shape)), shape: to.shape };
      op.kernel!(named, output, attributes);
    }
  };
}
