export * from "./blocks/dense.js";
export * from "./blocks/standardise.js";
