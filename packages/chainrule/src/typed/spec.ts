import type { BufferSpec, ConstantSpec, InputSpec, ParameterSpec, ProfileChoice } from "@chainrule/core";
import type { DataSpec } from "@chainrule/data";
import type { TrainSpec } from "@chainrule/optim";
import type { Spec } from "../language.js";
import type { ArgumentFor, OwnBlocks } from "./blocks.js";
import type { Generators, Initialisers, Optimisers, Profiles, Schedules, Solvers } from "./definitions.js";
import type { NodeFor, Reference, Scope } from "./nodes.js";
import type { Inferred, ItemOf, NamedBy, Open } from "./settings.js";

/** What stands for an argument's value in a block's body: `{ $arg: "units" }`. */
interface Hole<A> {
  readonly $arg: A;
}

/** A declaration whose values may be H. */
type Opened<T, H> = { readonly [K in keyof T]: Open<T[K], H> };

/** X, a declaration of a parameter. */
type ParameterFor<X, H> = Opened<Omit<ParameterSpec, "init">, H> & {
  readonly init?: InitialiserFor<ItemOf<X, "init">, H>;
};
export type InitialiserFor<G, H> = G extends { readonly type: unknown }
  ? NamedBy<G, Initialisers, "type", unknown, H>
  : keyof Initialisers | H;

/** What X declares as K. */
type Declared<X, K extends string> = X extends { readonly [_ in K]: infer D } ? D : Record<never, never>;
type Names<X, K extends string> = keyof Declared<X, K> & string;

/** X, a block that the spec has in itself. */
type BlockFor<X, Blocks extends object, P extends boolean> = BodyFor<
  X,
  ScopeOf<
    Names<X, "inputs"> | Names<X, "params"> | Names<X, "buffers"> | Names<X, "constants"> | Names<X, "nodes">,
    Names<X, "nodes">,
    Blocks,
    Hole<Names<X, "args">>,
    P
  >
>;

interface ScopeOf<A extends string, N extends string, Blocks extends object, H, P extends boolean> {
  readonly names: A;
  readonly operands: A | number | H;
  readonly nodes: N;
  readonly blocks: Blocks;
  readonly holes: H;
  readonly profile: P;
}

interface BodyFor<X, C extends Scope> {
  readonly doc?: string;
  readonly args?: { readonly [K in Names<X, "args">]: ArgumentFor<ItemOf<Declared<X, "args">, K>> };
  readonly inputs: { readonly [K in Names<X, "inputs">]: Opened<InputSpec, C["holes"]> };
  readonly params?: {
    readonly [K in Names<X, "params">]: ParameterFor<ItemOf<Declared<X, "params">, K>, C["holes"]>;
  };
  readonly buffers?: { readonly [K in Names<X, "buffers">]: Opened<BufferSpec, C["holes"]> };
  readonly constants?: { readonly [K in Names<X, "constants">]: Opened<ConstantSpec, C["holes"]> };
  readonly nodes: { readonly [K in Names<X, "nodes">]: NodeFor<ItemOf<Declared<X, "nodes">, K>, C> };
  readonly output: X extends { readonly output: infer R } ? Reference<R, C> : C["names"];
}

/** The keys of T that have names, where records have the inputs as keys. */
type KeyedBy<T, I extends string> = {
  readonly [K in keyof T as string extends K ? never : K]: K extends
    "examples" | "columns" | "labels" | "encode"
    ? ByInput<T[K], I>
    : T[K];
};
type ByInput<T, I extends string> = T extends { readonly [key: string]: infer V }
  ? { readonly [K in I]?: V }
  : T;

/** G, where rows come from: with a generator its attributes beside it. */
type DataFor<G, I extends string> = G extends { readonly generator: unknown }
  ? NamedBy<G, Generators, "generator", Omit<KeyedBy<DataSpec, I>, "generator">>
  : KeyedBy<DataSpec, I>;

type RateFor<G> = G extends object ? NamedBy<G, Schedules, "schedule"> : number;
type OptimiserFor<X> = X extends { readonly chain: infer L }
  ? { readonly chain: { readonly [K in keyof L]: NamedBy<L[K], Optimisers, "type"> } } & Rate<X>
  : X extends { readonly type: keyof Solvers }
    ? NamedBy<X, Solvers, "type">
    : NamedBy<X, Optimisers, "type", Rate<X>>;
interface Rate<X> {
  readonly lr: RateFor<ItemOf<X, "lr">>;
}

/** F, whose conventions fill in what is left out: a profile's name, or `{ extends, … }`. */
type ProfileFor<F> = F extends object
  ? Omit<Exclude<ProfileChoice, string>, "extends"> & { readonly extends: keyof Profiles }
  : keyof Profiles;

/**
 * What `defineSpec` takes. Each piece that was written is held against what it should have been. Of some, only the
 * names count.
 * @typeParam I names of inputs
 * @typeParam P parameters
 * @typeParam B names of buffers
 * @typeParam D names of constants
 * @typeParam N nodes
 * @typeParam O outputs
 * @typeParam K the spec's own blocks
 * @typeParam U names of blocks from files
 * @typeParam F profile
 * @typeParam G data
 * @typeParam T optimiser
 * @typeParam C what nodes may use, worked out once
 */
export interface SpecForm<
  I extends string,
  P,
  B extends string,
  D extends string,
  N,
  O,
  K,
  U extends string,
  F,
  G,
  T,
  C extends Scope = ScopeOf<
    I | B | D | (keyof P & string) | (keyof N & string),
    keyof N & string,
    OwnBlocks<K, U>,
    never,
    [F] extends [never] ? false : true
  >,
> extends Omit<Spec, "model" | "data" | "train" | "blocks" | "use" | "profile"> {
  readonly chainrule: 1;
  readonly $schema?: string;
  readonly [own: `x-${string}`]: unknown;
  readonly profile?: Inferred<F, ProfileFor<F>>;
  readonly use?: { readonly [J in U]: string };
  readonly blocks?: { readonly [J in keyof K]: Inferred<K[J], BlockFor<K[J], C["blocks"], C["profile"]>> };
  readonly model: {
    readonly inputs: { readonly [J in I]: InputSpec };
    readonly params?: { readonly [J in keyof P]: Inferred<P[J], ParameterFor<P[J], never>> };
    readonly buffers?: { readonly [J in B]: BufferSpec };
    readonly constants?: { readonly [J in D]: ConstantSpec };
    readonly nodes: { readonly [J in keyof N]: Inferred<N[J], NodeFor<N[J], C>> };
    readonly outputs: { readonly [J in keyof O]: Inferred<O[J], Reference<O[J], C>> };
  };
  readonly data?: Inferred<G, DataFor<G, NoInfer<I>>>;
  readonly train?: Omit<TrainSpec, "minimise" | "optimiser"> & {
    readonly minimise: NoInfer<keyof O> | { readonly [J in keyof NoInfer<O>]?: number };
    readonly optimiser: Inferred<T, OptimiserFor<T>>;
  };
}
