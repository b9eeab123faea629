export * from "./gather.js";
export * from "./oneHot.js";
