import { Builder } from "../builder.js";
import { located, ProblemList, Refusal } from "../errors.js";
import type { Graph, Mode } from "../graph.js";
import { checkId } from "../identifiers.js";
import { defaultLimits, type Limits } from "../limits.js";
import type { Registry } from "../registry.js";
import { textHash } from "../textHash.js";
import { documentBlocks, type UsedFiles } from "./blockScope.js";
import { refuseLargeExpansion } from "./countNodes.js";
import { batchDim, DimScope } from "./dims.js";
import type { Origins } from "./origins.js";
import { checkFills, chosenProfile, type Profile } from "./profile.js";
import { ScopeBuilder } from "./scope.js";
import type { BuildSpec } from "./spec.js";

export interface BuildOptions {
  readonly registry: Registry;
  /** `train` by default. Both give the same ids. */
  readonly mode?: Mode;
  readonly limits?: Limits;
  /** The files that `use` takes blocks from. */
  readonly used?: UsedFiles;
  /** Filled with where each node's settings come from. */
  readonly origins?: Origins;
}

/**
 * Turns a spec's model into its graph: blocks expanded, names resolved, every shape, dtype and default filled in.
 * The order of keys in the spec changes nothing.
 * @returns a graph whose only open dim is `N`
 * @throws {Refusal} with every independent mistake: unknown-node, unknown-op, unknown-block, shape-mismatch,
 *   dtype-mismatch, unbound-dim, duplicate-id, bad-id, cycle, recursive-block, …
 */
export function build(spec: BuildSpec, options: BuildOptions): Graph {
  const { registry, mode = "train", limits = defaultLimits, used = {}, origins } = options;
  refuseBatchSize(spec);
  const problems = new ProblemList();
  const profile = problems.attempt(() => profileOf(spec, registry));
  const blocks = documentBlocks(spec, used, registry, problems);
  refuseLargeExpansion(spec.model, blocks, limits);
  const builder = new Builder({
    registry,
    name: spec.name ?? "",
    dtype: spec.dtype ?? "float32",
    mode,
    seed: spec.seed ?? 0,
    limits,
    ...(profile && { conventions: conventionsOf(profile) }),
    ...(spec.use && { uses: hashesOf(spec.use, used) }),
  });
  const tree = { builder, problems, fills: profile?.fills ?? {}, origins, addresses: new Map() };
  const root = new ScopeBuilder(tree, new DimScope(spec.dims), {
    prefix: "",
    home: "",
    path: ["model"],
    isWritten: true,
    block: undefined,
    depth: 0,
    blocks,
    bindings: { find: () => undefined },
  });
  root.bindDims(spec.model);
  root.declareInputs(spec.model.inputs);
  root.expand(spec.model);
  const outputs = outputsOf(spec, root, builder, problems);
  problems.throwIfAny();
  if (Object.keys(spec.model.outputs).length === 0) {
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

function outputsOf(
  { model }: BuildSpec,
  root: ScopeBuilder,
  builder: Builder,
  problems: ProblemList,
): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, reference] of Object.entries(model.outputs)) {
    const path = ["model", "outputs", name];
    const value = problems.attempt(() =>
      builder.within({ scope: name, path }, () => {
        checkId(name);
        return root.resolve(reference);
      }),
    );
    if (value !== undefined) outputs[name] = value.id!;
  }
  return outputs;
}

/** @throws {Refusal} unknown-profile | unknown-op | unknown-attribute */
function profileOf({ profile }: BuildSpec, registry: Registry): Profile | undefined {
  if (profile === undefined) return undefined;
  const path = typeof profile === "string" ? ["profile"] : ["profile", "extends"];
  const chosen = chosenProfile(profile, (name) => located(path, () => registry.get("profiles", name)));
  if (typeof profile !== "string") checkFills(profile.fills ?? {}, conventionsIn(registry));
  return chosen;
}

function conventionsIn(registry: Registry): (name: string) => string[] | undefined {
  return (name) => {
    const op = registry.find("ops", name);
    const block = registry.find("blocks", name);
    if (op === undefined && block === undefined) return undefined;
    const schema = op?.attributes ?? block?.arguments ?? {};
    return Object.keys(schema).filter((key) => schema[key]!.convention === true);
  };
}

function conventionsOf({ name, notation, gradient }: Profile): NonNullable<Graph["conventions"]> {
  return { profile: name, gradient, notation: { ...notation } };
}

function hashesOf(use: Readonly<Record<string, string>>, used: UsedFiles): Record<string, string> {
  const files = new Set(Object.keys(use).flatMap((name) => used[name] ?? []));
  return Object.fromEntries([...files].map(({ file, text }) => [file, textHash(text)]));
}

function refuseBatchSize({ dims }: BuildSpec): void {
  if (dims === undefined || !Object.hasOwn(dims, batchDim)) return;
  throw new Refusal({
    code: "bound-batch",
    path: ["dims", batchDim],
    got: `"${batchDim}": ${dims[batchDim]}`,
    need: `no size for ${batchDim}: it is the batch, and stays open until a plan is made`,
    try: `leave out "${batchDim}"`,
  });
}
