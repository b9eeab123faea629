export * from "./metric/accuracy.js";
export * from "./metric/binaryAccuracy.js";
export * from "./metric/confusionCount.js";
export * from "./metric/confusionMatrix.js";
export * from "./metric/meanAbsoluteError.js";
export * from "./metric/r2.js";
export * from "./metric/topKAccuracy.js";
