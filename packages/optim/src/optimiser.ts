import type { AttributeSchema, AttributesOf } from "@chainrule/core";
import type { GradientTransformation } from "./transform.js";

/**
 * A rule that a spec can name: `"optimiser": { "type": "adam", "lr": 0.01, "beta1": 0.8 }`. It gives a
 * direction; the learning rate is multiplied in after it.
 */
export interface Optimiser<S extends AttributeSchema = AttributeSchema, N extends string = string> {
  readonly name: N;
  readonly doc: { readonly summary: string; readonly source?: string };
  readonly attributes?: S;
  make(attributes: AttributesOf<S>): GradientTransformation;
}

declare module "@chainrule/core" {
  interface Contributions {
    optimisers: Optimiser;
  }
}

/** Names that an optimiser's attributes cannot have: a spec uses them itself. */
export const reservedOptimiserKeys = ["type", "chain", "lr"] as const;

/**
 * Declares an optimiser.
 * @throws {TypeError} a reserved attribute name
 */
export function defineOptimiser<
  const S extends AttributeSchema = Record<never, never>,
  const N extends string = string,
>(optimiser: Optimiser<S, N>): Optimiser<S, N> {
  for (const key of reservedOptimiserKeys) {
    if (optimiser.attributes && Object.hasOwn(optimiser.attributes, key)) {
      throw new TypeError(`optimiser ${optimiser.name}: attribute name "${key}" is reserved`);
    }
  }
  return Object.freeze(optimiser);
}
