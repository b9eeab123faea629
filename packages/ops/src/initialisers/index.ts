export * from "./constant.js";
export * from "./glorot.js";
export * from "./he.js";
export * from "./normal.js";
export * from "./ones.js";
export * from "./uniform.js";
export * from "./zeros.js";
