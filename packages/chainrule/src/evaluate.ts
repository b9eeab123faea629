import {
  compile,
  differentiate,
  type Engine,
  type Feeds,
  type Graph,
  type Plan,
  Refusal,
  type Registry,
  resolveOutput,
  select,
  type State,
  type Tensor,
  openDims,
} from "@chainrule/core";

/** What is asked of an evaluation. */
export interface EvaluateOptions {
  readonly registry: Registry;
  readonly engine: Engine;
  readonly state: State;
  readonly feeds: Feeds;
  /** Output or node to differentiate; without it, nothing is. */
  readonly of?: string | undefined;
  /** Nodes to differentiate by; default every trainable parameter. */
  readonly wrt?: readonly string[] | undefined;
}

/** The numbers of one evaluation. */
export interface Evaluation {
  /** With the backward pass, where one was asked for. */
  readonly graph: Graph;
  /** By output name, of every output that the feeds suffice for. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Outputs that need inputs which were not fed, and those inputs. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  /** By name `grad/<of>/<w>`. */
  readonly gradients: Readonly<Record<string, Tensor>>;
  /** The terms that gradients are sums of, by name `grad/<of>/<node>@<consumer>.<input>`. */
  readonly contributions: Readonly<Record<string, Tensor>>;
  /** Every node that was computed, by id. */
  readonly values: ReadonlyMap<string, Tensor>;
}

/**
 * Computes a graph's outputs, and the gradients of one of them, for one set of feeds.
 * @throws {Refusal} missing-feed, where no output can be computed, or not the one that is differentiated; as
 *   `differentiate`, `compile` and `Plan.feed` do
 */
export function evaluate(graph: Graph, options: EvaluateOptions): Evaluation {
  const { registry, engine, state, feeds, of, wrt } = options;
  const both = of === undefined ? graph : differentiate(graph, { of, registry, ...(wrt && { wrt }) });
  const missing = missingInputs(both, feeds);
  const names = Object.keys(both.outputs).filter((name) => missing[name] === undefined);
  refuseMissing(
    names,
    missing,
    of === undefined ? undefined : Object.keys(both.outputs).find((name) => name.startsWith("grad/")),
  );
  const ids = selectedIds(both, names);
  const dims = openDims(both, feeds);
  const plan = compile(both, { registry, engine, state, dims, outputs: names, keep: ids });
  plan.feed(feeds);
  plan.forward();
  plan.backward();
  const values = readAll(both, names, plan);
  const take = (some: readonly string[]): Record<string, Tensor> => {
    return Object.fromEntries(some.map((name) => [name, values.get(resolveOutput(both, name)!)!]));
  };
  return {
    graph: both,
    outputs: take(names.filter((name) => !name.startsWith("grad/"))),
    missing,
    gradients: take(names.filter((name) => name.startsWith("grad/"))),
    contributions: take(
      both.nodes.map(({ id }) => id).filter((id) => /^grad\/.+@.+\.\w+$/.test(id) && values.has(id)),
    ),
    values,
  };
}

/** For each output that cannot be computed, the inputs that it lacks. */
function missingInputs(graph: Graph, feeds: Feeds): Record<string, string[]> {
  const lacking = Object.entries(graph.outputs).map(([name, id]) => {
    return [name, inputsOf(graph, id).filter((input) => !Object.hasOwn(feeds, input))] as const;
  });
  return Object.fromEntries(lacking.filter(([, inputs]) => inputs.length > 0));
}

/** The inputs that a node stands on, in the graph's order. */
export function inputsOf(graph: Graph, end: string): string[] {
  return select(graph, [end])
    .nodes.filter(({ op }) => op === "input")
    .map(({ id }) => id);
}

function refuseMissing(
  names: readonly string[],
  missing: Readonly<Record<string, readonly string[]>>,
  gradient: string | undefined,
): void {
  const lacking = gradient === undefined ? undefined : missing[gradient];
  const [output, inputs] = lacking ? ["the gradient", lacking] : (Object.entries(missing)[0] ?? []);
  if (output === undefined || inputs === undefined || (lacking === undefined && names.length > 0)) return;
  const need = `values for ${inputs.join(", ")}`;
  throw new Refusal({ code: "missing-feed", at: output, got: `nothing for ${inputs.join(", ")}`, need });
}

function readAll(graph: Graph, names: readonly string[], plan: Plan): Map<string, Tensor> {
  return new Map(selectedIds(graph, names).map((id) => [id, plan.read(id)]));
}

/** The nodes that outputs stand on, and their own. */
function selectedIds(graph: Graph, names: readonly string[]): string[] {
  const ends = names.map((name) => resolveOutput(graph, name)!);
  return select(graph, ends).nodes.map(({ id }) => id);
}
