export * from "./loss/binaryCrossEntropy.js";
export * from "./loss/binaryCrossEntropyWithLogits.js";
export type { ClassTarget } from "./loss/classTarget.js";
export * from "./loss/crossEntropy.js";
export type { Reduction } from "./loss/reduction.js";
export * from "./loss/softmaxCrossEntropy.js";
export * from "./loss/squaredError.js";
