export * from "./ambient.js";
export * from "./attribute.js";
export type { ArgumentSpec } from "./spec/argument.js";
export { resolveAttributes } from "./attributes.js";
export * from "./spec/block.js";
export type { UsedFile, UsedFiles } from "./spec/blockScope.js";
export { build, type BuildOptions } from "./spec/build.js";
export { apply, type OperandsOf } from "./apply.js";
export { Builder, type BuilderOptions } from "./builder.js";
export {
  compareEngines,
  type CompareEnginesOptions,
  type EngineComparison,
  type ValueDifference,
} from "./compare/compareEngines.js";
export { ulpOf, ulpsBetween } from "./compare/ulps.js";
export { type CarriedState, type CarryOptions, carryState } from "./compare/carryState.js";
export { compile, type CompileOptions } from "./compile.js";
export * from "./dataset.js";
export * from "./derive/derive.js";
export { LocalValues, type LocalValuesOptions } from "./derive/localValues.js";
export { type Path as DerivationPath, type PathEdge, type Paths, pathsBetween } from "./derive/paths.js";
export { differentiate, type DifferentiateOptions, trainable } from "./differentiate.js";
export { type Change, changesOf, diff, type GraphDiff, isSame, type NodeChange } from "./compare/diff.js";
export { formatChange, formatDiff } from "./compare/diffFormat.js";
export { parseDocument, type SourceDocument, toDocument } from "./document/document.js";
export * from "./dtype.js";
export { type Draft, edit, type Edited, parsePath, setIn } from "./document/edit.js";
export { applyPatches } from "./document/editApply.js";
export { editText } from "./document/editText.js";
export { type Patch, patchesBetween } from "./document/editPatches.js";
export * from "./engine.js";
export * from "./errors.js";
export { expand } from "./expand.js";
export * from "./feedRefusals.js";
export { checkFilePath } from "./spec/filePath.js";
export { checkForm } from "./document/form.js";
export { show, written } from "./document/formWords.js";
export { jsonForm } from "./document/jsonForm.js";
export { knownKeys } from "./document/schemaTree.js";
export * from "./formula/algebra.js";
export { float64Algebra } from "./formula/float64.js";
export { nodeAlgebra } from "./formula/nodes.js";
export { type Step, type StraightLine, traceFormula } from "./formula/trace.js";
export * from "./graph.js";
export { createState } from "./initialState.js";
export type { Hole } from "./spec/hole.js";
export * from "./document/history.js";
export { checkId } from "./identifiers.js";
export * from "./initialize.js";
export type { JsonSchema } from "./jsonSchema.js";
export * from "./limits.js";
export { type LocalRule, localNames, localRule } from "./localRule.js";
export * from "./op.js";
export { openDims } from "./openDims.js";
export { compareNames } from "./order.js";
export type { NodeOrigin, Origin, Origins } from "./spec/origins.js";
export * from "./spec/profile.js";
export { draws, type Draws, type Stream } from "./random.js";
export { type Place, placeIn } from "./document/place.js";
export { placed, placeOf } from "./document/placed.js";
export { reference } from "./reference/engine.js";
export { rebuild, sameNode } from "./compare/rebuild.js";
export * from "./registry.js";
export { checkRewrite, type CheckRewriteOptions, type OutputDifference } from "./rewrite/checkRewrite.js";
export * from "./rewrite/defineRewrite.js";
export * from "./rewrite/rewrite.js";
export { isObject, sameJson } from "./document/sameJson.js";
export { scalarIds, scalarTensors } from "./scalar/scalarIds.js";
export { closedOutputs, type ScalarOptions, toScalars } from "./scalar/toScalars.js";
export * from "./spec/section.js";
export { select } from "./select.js";
export * from "./shape.js";
export * from "./spec/spec.js";
export * from "./state.js";
export { stateHash } from "./stateHash.js";
export * from "./suggest.js";
export * from "./tensor.js";
export { renameKeys, type Renaming } from "./document/renameKeys.js";
export { textHash } from "./textHash.js";
export { valueAt } from "./document/valueAt.js";
export { type GraphSpec, toSpec, type ToSpecOptions } from "./unbuild/toSpec.js";
export * from "./value.js";
export { graphFromJson } from "./graphDocument.js";
export { escapeLatex, greekCommands, latexWord } from "./formula/escapeLatex.js";
export type { Expression, SymbolExpression, SymbolName, Way } from "./formula/expression.js";
export { isOperation, sizeOf } from "./formula/expression.js";
export { latexOf } from "./formula/latex.js";
export { plainOf } from "./formula/plain.js";
export { latexAlgebra, type LatexAlgebra } from "./formula/latexAlgebra.js";
export { type LayoutOptions, opposite } from "./formula/layout.js";
export { simplifyExpression } from "./formula/simplifyExpression.js";
export { writeOp } from "./formula/writeOp.js";
export { type Evaluate, evaluator, type Typed } from "./testing/evaluate.js";
export type { CaseCounts } from "./testing/caseCounts.js";
export { type Comparison } from "./testing/differences.js";
export {
  type CheckedInput,
  gradcheck,
  gradcheckOp,
  type GradcheckOptions,
  type GradcheckReport,
  GradientMismatch,
  type OpGradcheckOptions,
} from "./testing/gradcheck.js";
export { Dice } from "./testing/dice.js";
export { type Definitions, type Law, lawful, type LawOptions } from "./testing/laws.js";
export type { Definition } from "./testing/valueLaws.js";
export { withReplacedOps } from "./testing/replacedEngine.js";
export { MutantJudge, type Verdict } from "./testing/mutants/judge.js";
export { type Mutant, mutantName } from "./testing/mutants/mutant.js";
