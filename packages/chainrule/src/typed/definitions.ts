import type { dataPlugin } from "@chainrule/data";
import type * as ops from "@chainrule/ops";
import type { optimPlugin } from "@chainrule/optim";

/**
 * Plugins whose names a spec in TypeScript may use, added by declaration merging:
 * `declare module "chainrule" { interface SpecPlugins { acme: typeof acme } }`.
 */
export interface SpecPlugins {
  chainrule: typeof optimPlugin;
  data: typeof dataPlugin;
}

type Contributed<K extends string> = {
  [P in keyof SpecPlugins]: SpecPlugins[P] extends { readonly [_ in K]: readonly (infer D)[] } ? D : never;
}[keyof SpecPlugins];

/** Among the exports of `@chainrule/ops`, those that have what only one kind of definition has. */
type Exported<Mark extends string> = {
  [K in keyof typeof ops]: (typeof ops)[K] extends { readonly [_ in Mark]: unknown }
    ? (typeof ops)[K]
    : never;
}[keyof typeof ops];

type ByName<D> = { readonly [E in D as E extends { readonly name: infer N extends string } ? N : never]: E };

/** Every op, by its name in a spec. */
export type Ops = ByName<Exported<"samples"> | Contributed<"ops">>;
/** Every block, by its name in a spec. */
export type Blocks = ByName<Exported<"body"> | Contributed<"blocks">>;
/** Every initialiser, by its name in a spec. */
export type Initialisers = ByName<Exported<"fill"> | Contributed<"initialisers">>;
/** Every profile, by its name in a spec. */
export type Profiles = ByName<Exported<"fills"> | Contributed<"profiles">>;
/** Every optimiser, by its name in a spec. */
export type Optimisers = ByName<Contributed<"optimisers">>;
/** Every solver, which a spec names in place of an optimiser. */
export type Solvers = ByName<Contributed<"solvers">>;
/** Every schedule, by its name in a spec. */
export type Schedules = ByName<Contributed<"schedules">>;
/** Every generator of rows, by its name in a spec. */
export type Generators = ByName<Contributed<"generators">>;
