export * from "./accuracy.js";
export * from "./binaryAccuracy.js";
