import type { AttributeSchema, AttributesOf } from "../attribute.js";
import type { Path } from "../errors.js";
import { reservedNodeKeys } from "../op.js";
import type { ScopeSpec } from "./spec.js";

/** A block's inner scope, written in the spec language. */
export interface BlockBody extends ScopeSpec {
  /** The inner node that an instance's id stands for. */
  readonly output: string;
  /** Of a block that is written in a document: where, and what the blocks in it mean. */
  readonly written?: WrittenBlock;
}

export interface WrittenBlock {
  readonly path: Path;
  readonly blocks: BlockScope;
}

/** What block names mean in one document. */
export interface BlockScope {
  /** @throws {Refusal} unknown-block; an empty one where the block's own mistake was reported already */
  get(name: string): Block;
}

/**
 * A reusable piece of a model. Its instances are expanded at build; dim names in its inputs' shapes are pattern
 * variables, bound anew for each instance from the shapes handed in (`N` is always the batch).
 */
export interface Block<S extends AttributeSchema = AttributeSchema, N extends string = string> {
  readonly name: N;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly arguments?: S;
  /** The scope that an instance with these arguments expands to. */
  body(args: AttributesOf<S>): BlockBody;
}

/**
 * Declares a block.
 * @throws {TypeError} a reserved argument name
 */
export function defineBlock<
  const S extends AttributeSchema = Record<never, never>,
  const N extends string = string,
>(block: Block<S, N>): Block<S, N> {
  for (const key of Object.keys(block.arguments ?? {})) {
    if ((reservedNodeKeys as readonly string[]).includes(key)) {
      throw new TypeError(`block ${block.name}: argument name "${key}" is reserved`);
    }
  }
  return Object.freeze(block);
}
