export * from "@chainrule/core";
export {
  bindTable,
  type DataGenerator,
  dataPlugin,
  type DataSpec,
  defineGenerator,
  type Generated,
  type GeneratedColumn,
  type Labels,
  loadData,
  type LoadedData,
  parseCsv,
  parseJsonRows,
  splitRows,
  type Table,
  writeCsv,
} from "@chainrule/data";
export * as ops from "@chainrule/ops";
export * from "@chainrule/optim";
export * from "@chainrule/viz";
export { applyTry } from "./applyTry.js";
export * from "./diffSpecs.js";
export * from "./editProject.js";
export * from "./engineComparison.js";
export * from "./engines.js";
export * from "./evaluate.js";
export { compareProfiles, type Comparison, type Side } from "./explain/compare.js";
export {
  explainProject,
  type Explained,
  type ExplainedSetting,
  type Explanation,
} from "./explain/explain.js";
export { readFeeds } from "./feeds.js";
export { formatSpec, type FormatOptions } from "./format/format.js";
export * from "./language.js";
export { localDerivatives, type LocalDerivativeOptions } from "./localDerivatives.js";
export { type Change, removeKey, renameKey, setValue } from "./migrations/change.js";
export { type Migrated, migrateSpec, type MigrateOptions, type MigrationStep } from "./migrations/migrate.js";
export { defineMigration, type Migration } from "./migrations/migration.js";
export { keysAt, placesOf } from "./migrations/places.js";
export { languageVersion } from "./topLevel.js";
export { lossChart } from "./pictures.js";
export * from "./predict.js";
export * from "./project.js";
export { type Reading, readingOf } from "./reading.js";
export * from "./registry.js";
export { derivationsOf, type Derivation, type DerivedLine } from "./rewrite/derivation.js";
export { reportRewrite, type RewriteReport } from "./rewrite/report.js";
export { reportLatex, reportMarkdown, reportText } from "./rewrite/reportText.js";
export { decodeSafetensors, type TensorFile } from "./safetensors/decode.js";
export { encodeSafetensors } from "./safetensors/encode.js";
export type { EditorSchema } from "./schema/editorSchema.js";
export { schemaText } from "./schema/schemaText.js";
export { specSchema } from "./schema/specSchema.js";
export { decodeSpec, encodeSpec } from "./url/url.js";
export { loadWeights, tensorsOf } from "./weights.js";
export { defineSpec, type DefinedSpec } from "./typed/defineSpec.js";
export * from "./typed/definitions.js";
export * from "./typed/model.js";
export type { ModelBuilder } from "./typed/modelBuilder.js";
export { planOf, type PlanOptions, type TypedPlan } from "./typed/plan.js";
