export type { Axes, ReductionOptions } from "./reduce/axes.js";
export * from "./reduce/max.js";
export * from "./reduce/mean.js";
export * from "./reduce/norm.js";
export * from "./reduce/size.js";
export * from "./reduce/sum.js";
