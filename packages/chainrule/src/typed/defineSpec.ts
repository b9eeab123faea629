import type { InputSpec } from "@chainrule/core";
import type { Spec } from "../language.js";
import type { SpecForm } from "./spec.js";

/** A spec whose inputs and outputs have names that are known to the compiler. */
export type DefinedSpec<I extends string, O extends string> = Spec & {
  readonly model: {
    readonly inputs: { readonly [K in I]: InputSpec };
    readonly outputs: { readonly [K in O]: string };
  };
};

/**
 * A spec written in TypeScript, checked by the compiler as far as types can: names of ops, blocks, initialisers,
 * optimisers and schedules with their attributes; references to inputs, parameters, buffers, constants and nodes (of
 * a path, the first segment); outputs; keys. Shapes and ranges are left to `build`. What comes back is the same object.
 *
 * It is for specs in code. What is imported from a `.json` file has lost its words to `string`: open that as text.
 * @returns the spec, as one whose inputs and outputs have known names
 */
export function defineSpec<
  I extends string,
  const N,
  const O,
  const P = Record<never, never>,
  B extends string = never,
  D extends string = never,
  const K = Record<never, never>,
  U extends string = never,
  const F = never,
  const G = unknown,
  const T = unknown,
>(spec: SpecForm<I, P, B, D, N, O, K, U, F, G, T>): DefinedSpec<I, keyof O & string>;
export function defineSpec(spec: unknown): unknown {
  return spec;
}

/** A spec of which it is known, by how it was made, what its inputs and outputs are called. */
export function withNames<I extends string, O extends string>(spec: Spec): DefinedSpec<I, O>;
export function withNames(spec: unknown): unknown {
  return spec;
}
