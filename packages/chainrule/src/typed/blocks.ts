import type { Attribute, DefaultedAttribute, OpReference, Shape } from "@chainrule/core";
import type { Open, OpFor } from "./settings.js";

interface Kinds {
  integer: number;
  number: number;
  boolean: boolean;
  string: string;
  shape: Shape;
  op: OpReference;
  list: readonly unknown[];
}

/** The values that an argument declared as A takes. */
type ArgumentValue<A> = A extends { readonly type: "list"; readonly of: infer E }
  ? readonly ArgumentValue<E>[]
  : A extends { readonly type: "string"; readonly choices: readonly (infer W)[] }
    ? W
    : A extends { readonly type: infer T extends keyof Kinds }
      ? Kinds[T]
      : never;

/** The schema that the `args` of a spec's own block come to. */
type ArgumentSchema<A> = {
  readonly [K in keyof A]: A[K] extends { readonly default: unknown }
    ? DefaultedAttribute<ArgumentValue<A[K]>>
    : Attribute<ArgumentValue<A[K]>>;
};

type Default<V, G> = [V] extends [OpReference] ? OpFor<G, never> : Open<V, never>;

/** A, the declaration of an argument: `{ type: "integer", minimum: 1, default: 4 }`. */
export type ArgumentFor<A> = {
  readonly type: keyof Kinds;
  readonly default?: Default<ArgumentValue<A>, A extends { readonly default: infer G } ? G : unknown>;
  readonly doc?: string;
} & (A extends { readonly type: "integer" | "number" }
  ? { readonly minimum?: number; readonly maximum?: number }
  : A extends { readonly type: "string" }
    ? { readonly choices?: readonly string[] }
    : A extends { readonly type: "list"; readonly of: infer E }
      ? { readonly of: ArgumentFor<E> }
      : unknown);

/** What nodes need to know of the blocks that a spec has in itself (K) or takes from files (U). */
export type OwnBlocks<K, U extends string> = {
  readonly [J in keyof K]: {
    readonly arguments: ArgumentSchema<K[J] extends { readonly args: infer A } ? A : Record<never, never>>;
    readonly inputs: K[J] extends { readonly inputs: infer I } ? { readonly [N in keyof I]: "any" } : never;
  };
} & { readonly [J in U]: "file" };
