export * from "./movement/broadcastTo.js";
export * from "./movement/reshape.js";
export * from "./movement/transpose.js";
