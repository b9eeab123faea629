export * from "./elementwise/index.js";
export * from "./indexing/index.js";
export * from "./linear/index.js";
export * from "./movement/index.js";
export * from "./reduce/index.js";
