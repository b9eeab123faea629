export * from "./normalise/logSoftmax.js";
export * from "./normalise/softmax.js";
