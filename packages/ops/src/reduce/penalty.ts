import { attribute, type Value } from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { multiply } from "../elementwise/multiply.js";

/** One parameter, or several whose penalties are added up. */
export type Penalised = Value | readonly [Value, ...Value[]];

/** What the calls of penalties take. */
export interface PenaltyOptions {
  /** What the penalty is multiplied by, at least 0; default 1. */
  readonly weight?: number;
}

export const penaltyAttributes = {
  weight: attribute.number({ doc: "what the penalty is multiplied by", min: 0, default: 1 }),
};

/** weight · x, without a product where the weight is 1. */
export function weighted(x: Value, weight: number): Value {
  return weight === 1 ? x : multiply(weight, x);
}

/** The penalties of all parameters together. */
export function addUp(parameters: Penalised, penalty: (x: Value) => Value): Value {
  const all: readonly Value[] = Array.isArray(parameters) ? parameters : [parameters as Value];
  return all.map(penalty).reduce((sum, term) => add(sum, term));
}
