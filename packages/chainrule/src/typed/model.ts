import {
  build,
  type FloatDType,
  type Graph,
  type InputSpec,
  type Limits,
  type Registry,
  type Value,
} from "@chainrule/core";
import { defaultRegistry } from "../registry.js";
import { type DefinedSpec, withNames } from "./defineSpec.js";
import { ModelBuilder } from "./modelBuilder.js";
import { planOf, type PlanOptions, type TypedPlan } from "./plan.js";

export interface ModelSettings {
  /** Default: all that comes with the framework. */
  readonly registry?: Registry;
  readonly limits?: Limits;
}

/** A model whose inputs (I) and outputs (O) the compiler knows by name. */
export class Model<I extends string, O extends string> {
  /** For `openSpec`, with `data` and `train` beside the model. */
  readonly spec: DefinedSpec<I, O>;
  readonly registry: Registry;
  /** The model as it is trained. */
  readonly graph: Graph;
  /** The model as it is used; the same ids. */
  readonly evalGraph: Graph;

  /** @throws {Refusal} as `build` */
  constructor(spec: DefinedSpec<I, O>, { registry = defaultRegistry(), limits }: ModelSettings = {}) {
    this.spec = spec;
    this.registry = registry;
    const options = { registry, ...(limits && { limits }) };
    this.graph = build(spec, { ...options, mode: "train" });
    this.evalGraph = build(spec, { ...options, mode: "eval" });
  }

  /**
   * A plan of the model as it is used: `plan({ dims: { N: 4 } }).run({ x }).loss`.
   * @throws {Refusal} as `compile`
   */
  plan<P extends O = O>(options: PlanOptions<P> = {}): TypedPlan<I, P> {
    return planOf(this.evalGraph, this.registry, options);
  }
}

/** The model of a spec that `defineSpec` has checked. @throws {Refusal} as `build` */
export function modelOf<I extends string, O extends string>(
  spec: DefinedSpec<I, O>,
  settings?: ModelSettings,
): Model<I, O> {
  return new Model(spec, settings);
}

export interface ModelOptions<I extends string> extends ModelSettings {
  readonly name?: string;
  readonly dtype?: FloatDType;
  readonly seed?: number;
  /** Integers for the names that shapes use. */
  readonly dims?: Readonly<Record<string, number>>;
  readonly inputs: { readonly [K in I]: InputSpec };
}

/**
 * Composes a model in code: the same graph that a spec of the same ids gives.
 *
 *     const net = model({ inputs: { x: { shape: ["N", 2] } } }, (m, { x }) => {
 *       const h = m.block("hidden", "dense", { x }, { units: 4, activation: "tanh" });
 *       return { prediction: m.name("p", ops.sigmoid(h)) };
 *     });
 *
 * @param make declares parameters and instances by `m`, applies ops by their calls, and returns the outputs. A node
 *   that nobody names is called after its op.
 * @throws {Refusal} as `build`
 */
export function model<I extends string, O extends string>(
  options: ModelOptions<I>,
  make: (m: ModelBuilder, inputs: { readonly [K in I]: Value }) => { readonly [K in O]: Value },
): Model<I, O> {
  const { name, dtype, seed, dims = {}, inputs, registry = defaultRegistry(), limits } = options;
  const builder = new ModelBuilder(
    {
      registry,
      ...(name !== undefined && { name }),
      ...(dtype && { dtype }),
      ...(seed !== undefined && { seed }),
      ...(limits && { limits }),
    },
    dims,
  );
  const values = Object.entries<InputSpec>(inputs).map(([id, spec]) => [id, builder.input(id, spec)]);
  const outputs = make(builder, Object.fromEntries(values) as { [K in I]: Value });
  return new Model(withNames<I, O>(builder.finish(outputs)), { registry, ...(limits && { limits }) });
}
