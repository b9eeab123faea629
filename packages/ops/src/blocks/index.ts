export * from "./dense.js";
export * from "./standardise.js";
