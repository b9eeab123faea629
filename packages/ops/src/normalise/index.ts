export * from "./logSoftmax.js";
export * from "./softmax.js";
