import type { Attribute, AttributeSchema, OpReference } from "@chainrule/core";
import type { Ops } from "./definitions.js";

/** Gives inference something to look at: S is what was written, Checked what it should have been. */
export type Inferred<S, Checked> = [S] extends [never] ? S : Checked;

/** One object type in place of an intersection, and without a name: so messages print its keys. */
export type Flat<T> = T extends infer U ? { [K in keyof U]: U[K] } : never;

/** The item of G at K, where there is one. */
export type ItemOf<G, K> = K extends keyof G ? G[K] : unknown;

/** What a definition says of its attributes: an op's are `attributes`, a block's are `arguments`. */
export type SchemaOf<D> = D extends { readonly attributes?: infer S }
  ? Extract<S, AttributeSchema>
  : D extends { readonly arguments?: infer S }
    ? Extract<S, AttributeSchema>
    : Record<never, never>;

/** Where attributes are written. */
export interface Setting {
  /** What may stand for a value: never, or in a block's body `{ $arg }`. */
  readonly holes: unknown;
  /** Whether a profile fills conventions in. */
  readonly profile: boolean;
}

/** Attributes that may be left out. */
type Optional<S, C extends Setting> = {
  [K in keyof S]: S[K] extends
    | { readonly default: unknown }
    | { readonly kind: "stream" | "seed" }
    | (C["profile"] extends true ? { readonly convention: true } : never)
    ? K
    : never;
}[keyof S];

/** What may be written for an attribute; G is what was. */
type Written<A, G, H> =
  A extends Attribute<infer T> ? ([T] extends [OpReference] ? OpFor<G, H> : Open<T, H>) : never;

/** A value, or a list of values, of which each may be an H. */
export type Open<T, H> = [H] extends [never]
  ? T
  : H | (T extends readonly (infer E)[] ? readonly (E | H)[] : T);

/**
 * A schema's attributes as keys of a spec: those without a default are required.
 * @typeParam X what was written
 */
export type Settings<S, X, C extends Setting> = {
  readonly [K in Exclude<keyof S, Optional<S, C>>]: Written<S[K], ItemOf<X, K>, C["holes"]>;
} & { readonly [K in Optional<S, C>]?: Written<S[K], ItemOf<X, K>, C["holes"]> };

/** An op as the value of an attribute: its name, or `{ op, …attributes }`; G is what was written. */
export type OpFor<G, H> = G extends string
  ? keyof Ops | H
  : G extends { readonly $arg: unknown }
    ? H
    : G extends object
      ? NamedBy<G, Ops, "op", unknown, H>
      : keyof Ops | H;

/** The definition that X names, with its attributes: `{ type: "normal", std: 1 }`. */
export type NamedBy<X, Definitions, Key extends string, More = unknown, H = never> = X extends {
  readonly [_ in Key]: infer K extends keyof Definitions;
}
  ? Flat<
      Settings<SchemaOf<Definitions[K]>, X, { holes: H; profile: false }> & { readonly [_ in Key]: K } & More
    >
  : { readonly [_ in Key]: keyof Definitions } & { readonly [setting: string]: unknown };
