export * from "./linear/affine.js";
export { matmul, matmulOp } from "./linear/matmul.js";
export * from "./linear/outer.js";
