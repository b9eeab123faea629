export * from "./metric/accuracy.js";
export * from "./metric/binaryAccuracy.js";
