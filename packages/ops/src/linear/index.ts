export * from "./affine.js";
export { matmul, matmulOp } from "./matmul.js";
export * from "./outer.js";
