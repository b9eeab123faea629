export { bindTable } from "./bindTable.js";
export type { BindOptions, Bound } from "./bound.js";
export { type CsvOptions, parseCsv, type Table } from "./csv.js";
export { bindExamples } from "./examples.js";
export type { Labels } from "./labels.js";
export { type DataContext, loadData, type LoadedData } from "./load.js";
export { dataSection, type DataSpec, type SplitSpec } from "./section.js";
export { apportion, splitRows, type Stratum, takeRows } from "./split.js";
export { writeCsv } from "./writeCsv.js";
