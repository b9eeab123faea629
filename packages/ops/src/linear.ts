export * from "./linear/affine.js";
export * from "./linear/dot.js";
export * from "./linear/einsum.js";
export * from "./linear/gemm.js";
export { matmul, matmulGradientOp, matmulOp } from "./linear/matmul.js";
export * from "./linear/outer.js";
