export * from "@chainrule/core";
export * from "@chainrule/data";
export * as ops from "@chainrule/ops";
export * from "@chainrule/optim";
export * from "@chainrule/viz";
export * from "./language.js";
export * from "./project.js";
export * from "./registry.js";
