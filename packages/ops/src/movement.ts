export * from "./movement/broadcastTo.js";
export * from "./movement/concat.js";
export * from "./movement/flatten.js";
export * from "./movement/reshape.js";
export * from "./movement/slice.js";
export * from "./movement/transpose.js";
