export * from "@chainrule/core";
export {
  bindTable,
  type DataSpec,
  type Labels,
  loadData,
  type LoadedData,
  parseCsv,
  splitRows,
  type Table,
  writeCsv,
} from "@chainrule/data";
export * as ops from "@chainrule/ops";
export * from "@chainrule/optim";
export * from "@chainrule/viz";
export * from "./language.js";
export * from "./project.js";
export * from "./registry.js";
