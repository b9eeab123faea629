export * from "./binaryCrossEntropy.js";
export * from "./binaryCrossEntropyWithLogits.js";
export * from "./softmaxCrossEntropy.js";
export * from "./squaredError.js";
