import {
  compile,
  createState,
  type Engine,
  type Graph,
  type Nested,
  type Plan,
  type Registry,
  type State,
  tensor,
  type Tensor,
} from "@chainrule/core";
import { defaultEngine, engineNamed } from "../engines.js";

export interface PlanOptions<O extends string> {
  /** The sizes of open dims: `{ N: 4 }`. */
  readonly dims?: Readonly<Record<string, number>>;
  /** Default: the graph's first values. */
  readonly state?: State;
  /** Default: the engine that trains. */
  readonly engine?: Engine;
  /** Which outputs to compute; default: all. */
  readonly outputs?: readonly O[];
}

/** A plan that knows the names of the inputs and outputs. */
export interface TypedPlan<I extends string, O extends string> {
  /** What it stands on. */
  readonly plan: Plan;
  readonly state: State;
  /**
   * Computes the outputs. Inputs that are left out keep what they had.
   * @param feeds tensors, or nested lists of the inputs' dtypes
   * @throws {Refusal} missing-feed | unknown-feed | shape-mismatch | dtype-mismatch | ragged | not-a-number
   */
  run(feeds: { readonly [K in I]?: Tensor | Nested }): { readonly [K in O]: Tensor };
}

/** Compiles a graph of which the names of inputs and outputs are known. @throws {Refusal} as `compile` */
export function planOf<I extends string, O extends string>(
  graph: Graph,
  registry: Registry,
  options: PlanOptions<O>,
): TypedPlan<I, O> {
  const { dims = {}, state = createState(graph, registry), engine = engineNamed(defaultEngine) } = options;
  const outputs = options.outputs ?? (Object.keys(graph.outputs) as O[]);
  const plan = compile(graph, { registry, engine, state, dims, outputs });
  const dtypes = new Map(graph.nodes.map(({ id, dtype }) => [id, dtype]));
  return {
    plan,
    state,
    run(feeds) {
      const given = Object.entries<Tensor | Nested | undefined>(feeds).flatMap(([id, value]) => {
        if (value === undefined) return [];
        return [[id, isTensor(value) ? value : tensor(value, dtypes.get(id))] as const];
      });
      plan.feed(Object.fromEntries(given));
      plan.forward();
      return Object.fromEntries(outputs.map((name) => [name, plan.read(name)])) as { [K in O]: Tensor };
    },
  };
}

function isTensor(value: Tensor | Nested): value is Tensor {
  return typeof value === "object" && "data" in value;
}
