import type { Fills } from "@chainrule/core";
import type { Reduction } from "../loss/reduction.js";

/** Fills for the cross entropy of two classes, and for the heads that end in it. */
export function binaryCrossEntropyFills(reduction: Reduction): Fills {
  return {
    binaryCrossEntropy: { reduction },
    binaryCrossEntropyWithLogits: { reduction },
    binary: { reduction },
    multilabel: { reduction },
  };
}

/** Fills for the squared error, and for the head that ends in it. */
export function squaredErrorFills(scale: 1 | 0.5, reduction: Reduction): Fills {
  return { squaredError: { scale, reduction }, regression: { scale, reduction } };
}

/** Fills for the cross entropy of several classes, and for the head that ends in it. */
export function crossEntropyFills(target: "index" | "oneHot", reduction: Reduction): Fills {
  return {
    crossEntropy: { target, reduction },
    softmaxCrossEntropy: { target, reduction },
    multiclass: { reduction },
  };
}

/** Fills for the losses that the lectures leave to libraries. */
export function otherLossFills(reduction: Reduction): Fills {
  return {
    absoluteError: { reduction },
    cosineSimilarity: { reduction },
    gaussianNegativeLogLikelihood: { reduction },
    hinge: { reduction },
    huber: { reduction },
    klDivergence: { reduction },
    negativeLogLikelihood: { reduction },
  };
}

/** Fills for the constant that units add: those of hidden layers, and those of outputs. */
export function biasFills({ hidden, output }: { readonly hidden: boolean; readonly output: boolean }): Fills {
  const [inner, last] = [{ bias: hidden }, { bias: output }];
  return {
    neuron: inner,
    dense: inner,
    mlp: inner,
    cell: inner,
    conv: inner,
    regression: last,
    binary: last,
    multilabel: last,
    multiclass: last,
  };
}

/** Fills in one: those of one op or block are put together. */
export function together(...parts: readonly Fills[]): Fills {
  const fills: Record<string, Fills[string]> = {};
  for (const part of parts) {
    for (const [name, values] of Object.entries(part)) fills[name] = { ...fills[name], ...values };
  }
  return fills;
}
