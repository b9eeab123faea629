export * from "./broadcastTo.js";
export * from "./reshape.js";
export * from "./transpose.js";
