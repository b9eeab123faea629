import type { AmbientInput } from "@chainrule/core";
import type { Blocks, Ops } from "./definitions.js";
import type { Flat, ItemOf, SchemaOf, Setting, Settings } from "./settings.js";

/** What the nodes of a scope may use. */
export interface Scope extends Setting {
  /** Inputs, parameters, buffers, constants and nodes. */
  readonly names: string;
  /** The same, numbers, and what may stand for a value; one type for all operands, so that it is made once. */
  readonly operands: unknown;
  /** Nodes, of which paths such as `enc/W` begin with one. */
  readonly nodes: string;
  /** The spec's own blocks, by name. */
  readonly blocks: object;
}

/** What E, written as a reference, should have been: a name, or a path whose first segment is a node. */
export type Reference<E, C extends Scope> = E extends `${infer Head}/${string}`
  ? Head extends C["nodes"]
    ? E
    : C["names"] | `${C["nodes"]}/${string}`
  : C["names"];

/** The same with numbers. */
type Operand<E, C extends Scope> = E extends `${string}/${string}` ? Reference<E, C> : C["operands"];

/** One operand for each input, in declared order. */
type Listed<G, I, C extends Scope> = I extends readonly string[]
  ? { readonly [K in keyof I]: Operand<ItemOf<G, K>, C> }
  : OneEach<keyof I, Operand<G extends readonly (infer E)[] ? E : never, C>>;

/** A list with one R for each name in K, in whatever order. */
type OneEach<K, R, List extends readonly unknown[] = readonly []> = [K] extends [never]
  ? List
  : { [J in K & PropertyKey]: OneEach<Exclude<K, J>, R, readonly [...List, R]> }[K & PropertyKey];

/** The inputs that a spec gives, of all that an op has: not those of the graph's own. */
type Own<I> = I extends readonly [...infer R extends readonly string[], AmbientInput]
  ? R
  : I extends readonly string[]
    ? I
    : Omit<I, AmbientInput>;

type InputNames<I> = I extends readonly (infer N extends string)[] ? N : keyof I & string;

/** A node's inputs: a list in declared order, or an object by name; G is what was written. */
type Operands<G, I, C extends Scope> = unknown extends I
  ? { readonly [K in keyof G]: Operand<G[K], C> }
  : G extends readonly unknown[]
    ? Listed<G, I, C>
    : { readonly [K in InputNames<I>]: Operand<ItemOf<G, K>, C> };

/** What every node may have; I are the declared inputs, unknown where only the block's code knows them. */
type Common<X, S, I, C extends Scope> = CopiesOf<X, S, C> & {
  readonly in: Operands<X extends { readonly in: infer G } ? G : readonly [], I, C>;
  readonly carry?: unknown extends I ? string : InputNames<I>;
  readonly scan?: { readonly [K in unknown extends I ? string : InputNames<I>]?: number | C["holes"] };
  readonly collect?: number | C["holes"];
  readonly doc?: string;
};

/** Attributes or arguments: the same for all copies, or in part of each copy's own. */
type CopiesOf<X, S, C extends Scope> = X extends { readonly repeat: readonly (infer E)[] }
  ? Partial<Settings<S, X, C>> & { readonly repeat: readonly Partial<Settings<S, E, C>>[] }
  : Settings<S, X, C> & { readonly repeat?: number | C["holes"] };

type OpNode<X, K extends keyof Ops, C extends Scope> = Flat<
  Common<X, SchemaOf<Ops[K]>, Own<Ops[K]["inputs"]>, C> & { readonly op: K }
>;

type BlockNode<X, K, D, C extends Scope> = Flat<
  Common<X, SchemaOf<D>, D extends { readonly inputs: infer I } ? I : unknown, C> & {
    readonly block: K;
    readonly params?: X extends { readonly params: infer G }
      ? { readonly [J in keyof G]: Reference<G[J], C> }
      : never;
    readonly share?: true | C["nodes"];
  }
>;

/** A node of whose op or block nothing is known: it is none, or comes from another file or a block's argument. */
type FreeNode<X, Head, C extends Scope> = Head & {
  readonly in: Operands<X extends { readonly in: infer G } ? G : readonly [], unknown, C>;
  readonly [key: string]: unknown;
};

/** Any node at all: what an editor offers while one is being written. */
type AnyNode<C extends Scope> =
  | { [K in keyof Ops]: OpNode<{ readonly in: readonly unknown[] }, K, C> }[keyof Ops]
  | { [K in keyof Blocks]: BlockNode<{ readonly in: readonly unknown[] }, K, Blocks[K], C> }[keyof Blocks];

/**
 * What the node X, as it was written, should have been. It is looked at by itself, and where it names what there is
 * it is held against that alone: so a message is about the key that is wrong.
 */
export type NodeFor<X, C extends Scope> = unknown extends X
  ? AnyNode<C>
  : X extends { readonly block: infer K }
    ? K extends keyof C["blocks"]
      ? C["blocks"][K] extends "file"
        ? FreeNode<X, { readonly block: K }, C>
        : BlockNode<X, K, C["blocks"][K], C>
      : K extends keyof Blocks
        ? BlockNode<X, K, Blocks[K], C>
        : FreeNode<X, { readonly block: keyof Blocks | keyof C["blocks"] }, C>
    : X extends { readonly op: infer K extends keyof Ops }
      ? OpNode<X, K, C>
      : X extends { readonly op: { readonly $arg: string } }
        ? FreeNode<X, { readonly op: C["holes"] }, C>
        : X extends { readonly op: unknown }
          ? FreeNode<X, { readonly op: keyof Ops | C["holes"] }, C>
          : { readonly op: keyof Ops } | { readonly block: keyof Blocks | keyof C["blocks"] };
