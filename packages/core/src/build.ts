import { Builder } from "./builder.js";
import { batchDim, DimScope } from "./dims.js";
import { ProblemList, Refusal } from "./errors.js";
import type { Graph, Mode } from "./graph.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { Registry } from "./registry.js";
import { ScopeBuilder } from "./scope.js";
import type { BuildSpec } from "./spec.js";

export interface BuildOptions {
  readonly registry: Registry;
  /** `train` by default. Both give the same ids. */
  readonly mode?: Mode;
  readonly limits?: Limits;
}

/**
 * Turns a spec's model into its graph: blocks expanded, names resolved, every shape, dtype and default filled in.
 * The order of keys in the spec changes nothing.
 * @returns a graph whose only open dim is `N`
 * @throws {Refusal} with every independent mistake: unknown-node, unknown-op, unknown-block, shape-mismatch,
 *   dtype-mismatch, unbound-dim, duplicate-id, bad-id, cycle, …
 */
export function build(
  spec: BuildSpec,
  { registry, mode = "train", limits = defaultLimits }: BuildOptions,
): Graph {
  const builder = new Builder({
    registry,
    name: spec.name ?? "",
    dtype: spec.dtype ?? "float32",
    mode,
    seed: spec.seed ?? 0,
    limits,
  });
  refuseBatchSize(spec);
  const problems = new ProblemList();
  const root = new ScopeBuilder(builder, new DimScope(spec.dims), problems, {
    prefix: "",
    path: ["model"],
    depth: 0,
  });
  root.bindLiterals(spec.model);
  root.declareInputs(spec.model.inputs);
  root.expand(spec.model);
  const outputs: Record<string, string> = {};
  for (const [name, reference] of Object.entries(spec.model.outputs)) {
    const path = ["model", "outputs", name];
    const value = problems.attempt(() =>
      builder.within({ scope: name, path }, () => root.resolve(reference)),
    );
    if (value !== undefined) outputs[name] = value.id!;
  }
  problems.throwIfAny();
  if (Object.keys(outputs).length === 0) {
    throw new Refusal({
      code: "no-output",
      path: ["model", "outputs"],
      got: "no outputs",
      need: "at least one",
      try: `"outputs": { "loss": "…" }`,
    });
  }
  return builder.finish({ outputs });
}

function refuseBatchSize({ dims }: BuildSpec): void {
  if (dims === undefined || !Object.hasOwn(dims, batchDim)) return;
  throw new Refusal({
    code: "bound-batch",
    path: ["dims", batchDim],
    got: `"${batchDim}": ${dims[batchDim]}`,
    need: `no size for ${batchDim}: it is the batch, and stays open until a plan is made`,
    try: `"train": { "batch": { "size": ${dims[batchDim]} } }`,
  });
}
