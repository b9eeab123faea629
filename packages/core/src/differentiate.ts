import { Builder } from "./builder.js";
import { isFloat } from "./dtype.js";
import { Refusal } from "./errors.js";
import { type Graph, nodeId } from "./graph.js";
import type { Registry } from "./registry.js";
import { ReverseWalk } from "./reverseWalk.js";
import { formatShape } from "./shape.js";
import type { Value } from "./value.js";

export interface DifferentiateOptions {
  /** An output's name or a node's id, of shape []. */
  readonly of: string;
  /** Node ids. Default: every trainable parameter, unless the graph's conventions say otherwise. */
  readonly wrt?: readonly string[];
  readonly registry: Registry;
}

/**
 * Appends the nodes that compute ∂of/∂w for every w in `wrt`, by reverse accumulation. Each appended node says
 * whose gradient it is part of (`of`), through which consumer (`via`) and by which op's `rule`; contributions
 * that meet are summed by a visible node.
 *
 * Ids: `grad/<of>/<node>` is the total; where several contributions meet, each is
 * `grad/<of>/<node>@<consumer>.<input>`.
 * @returns the graph with outputs `grad/<of>/<w>`, each of w's shape, in units of `of` per w
 * @throws {Refusal} unknown-node | not-scalar | unreachable | no-vjp
 * @see Baydin et al., "Automatic differentiation in machine learning: a survey", JMLR 18 (2018), §3.2
 */
export function differentiate(graph: Graph, { of, wrt, registry }: DifferentiateOptions): Graph {
  const builder = Builder.from(graph, registry);
  const end = builder.get(nodeId(graph, of));
  if (end.shape.length !== 0 || !isFloat(end.dtype)) {
    throw new Refusal({
      code: "not-scalar",
      at: end.id!,
      got: `${end.dtype} ${formatShape(end.shape)}`,
      need: "one float number, shape []",
      try: `reduce it first, with "sum" or "mean"`,
    });
  }
  const asked = (wrt ?? usualTargets(graph)).map((id) => builder.get(nodeId(graph, id)));
  const totals = new ReverseWalk(builder, of, end, asked).run();
  // Nobody named the inputs: those without a path are left out.
  const targets = wrt === undefined ? asked.filter((x) => x.op !== "input" || totals.has(x)) : asked;
  const unreached = targets.filter((target) => !totals.has(target));
  const isNone = unreached.length === targets.length && (wrt === undefined || targets.length > 1);
  if (unreached.length > 0) throw isNone ? pathless(of, unreached) : unreachable(of, unreached);
  const outputs: Record<string, string> = { ...graph.outputs };
  for (const target of targets) outputs[`grad/${of}/${target.id!}`] = totals.get(target)!.id!;
  return builder.finish({ outputs, updates: graph.updates });
}

/** By what a gradient is taken when nobody says: see {@link Graph.conventions}. */
function usualTargets(graph: Graph): string[] {
  const choice = graph.conventions?.gradient ?? "parameters";
  const inputs = graph.nodes.filter(({ op, dtype }) => op === "input" && isFloat(dtype)).map(({ id }) => id);
  return [...(choice === "parameters" ? [] : inputs), ...(choice === "inputs" ? [] : trainable(graph))];
}

/** Ids of the parameters that are not frozen. */
export function trainable(graph: Graph): string[] {
  return graph.nodes
    .filter(({ op, attributes }) => op === "parameter" && attributes["trainable"] !== false)
    .map(({ id }) => id);
}

/** Names that are told of many. */
const mostNamed = 4;

/** Nothing leads to any target: what is differentiated is no loss. */
function pathless(of: string, targets: readonly Value[]): Refusal {
  const names = targets.map(({ id }) => id!);
  const named = [...names.slice(0, mostNamed), ...(names.length > mostNamed ? ["…"] : [])].join(", ");
  const isParameters = targets.every(({ op }) => op === "parameter");
  return new Refusal({
    code: "unreachable",
    at: of,
    got: `no path to any ${isParameters ? `parameter: ${of} varies with none of` : "of"} ${named}`,
    need: "a path along which it varies: comparisons, and so measures such as accuracy, are locally constant",
    try: "differentiate a loss; a measure can be watched",
  });
}

/** Each target without a path. */
function unreachable(of: string, targets: readonly Value[]): Refusal {
  return new Refusal(
    targets.map(({ id: target }) => ({
      code: "unreachable",
      at: target!,
      got: `no path from ${target} to ${of} along which ${of} varies`,
      need: "at least one",
      try: target!.includes("/")
        ? `connect ${target} to ${of}, or freeze it`
        : `"params.${target}.trainable": false`,
    })),
  );
}
