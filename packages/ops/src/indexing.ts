export * from "./indexing/gather.js";
export * from "./indexing/oneHot.js";
