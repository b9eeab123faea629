export type { Axes, ReductionOptions } from "./axes.js";
export * from "./max.js";
export * from "./mean.js";
export * from "./norm.js";
export * from "./size.js";
export * from "./sum.js";
