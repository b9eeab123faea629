export * from "./binaryCrossEntropy.js";
export * from "./binaryCrossEntropyWithLogits.js";
export type { ClassTarget } from "./classTarget.js";
export type { Reduction } from "./reduction.js";
export * from "./softmaxCrossEntropy.js";
export * from "./squaredError.js";
