import type { Builder } from "../builder.js";
import type { Value } from "../value.js";
import type { Block, BlockBody } from "./block.js";
import type { DimScope } from "./dims.js";
import type { Fills } from "./profile.js";
import type { OriginTrace } from "./origins.js";

/** What takes the place of an instance's own parameters. */
export interface Bindings {
  /** The value for the parameter with this path below the instance; undefined where it has its own. */
  find(path: string): Value | undefined;
}

/** How an instance stands among others. */
export interface InstanceOptions {
  /** The block's name. */
  readonly block: string;
  readonly bindings: Bindings;
  /** The id that its parameters stand under, where several copies have them in common. */
  readonly together?: string | undefined;
}

/** What a node needs of the scope that it stands in. */
export interface NodeScope {
  readonly builder: Builder;
  readonly dims: DimScope;
  readonly fills: Fills;
  /** Where it is asked for. */
  readonly trace: OriginTrace | undefined;
  /** @throws {Refusal} unknown-block */
  block(name: string): Block;
  /** @throws {Refusal} unknown-node */
  resolve(reference: string): Value;
  /** What a path from this scope stands for; undefined where it stands for nothing. */
  find(path: string): Value | undefined;
  /** Makes a full path stand for a value. */
  address(id: string, value: Value): void;
  /** Expands a block's body under an instance's full id. @throws {Refusal} too-deep, and as build */
  instantiate(id: string, body: BlockBody, inputs: readonly Value[], options: InstanceOptions): Value;
}
