import type { Shape, Value } from "@chainrule/core";

/** For each trained parameter, by id, what is going to be subtracted from it: first its gradient. */
export type Directions = ReadonlyMap<string, Value>;

/**
 * A step of an optimiser's rule: appends nodes to a training graph and gives new directions, each of its
 * parameter's shape. Pure but for the nodes it appends; memory between steps lives in slots.
 * @see Hessel et al., "Optax: composable gradient transformation and optimisation, in JAX" (2020); here the
 *   last direction is subtracted, so that no sign is turned twice
 */
export type GradientTransformation = (directions: Directions, context: UpdateContext) => Directions;

/** What every rule may use. */
export interface UpdateContext {
  /** The number of this step, counted from 1: a float scalar. */
  step(): Value;
  /** The learning rate of this step: a float scalar. */
  learningRate(): Value;
  /** A value that all parameters share; `name` says what it is, and equal names give one node. */
  once(name: string, make: () => Value): Value;
  /** Runs a rule for one parameter; the nodes it appends are named after the parameter. */
  within(parameter: string, rule: (context: ParameterContext) => Value): Value;
}

/** What a rule that treats each parameter by itself may use. */
export interface ParameterContext extends UpdateContext {
  readonly parameter: Value;
  /**
   * Memory that lasts from step to step, with id `slot/<parameter>/<name>`.
   * @param init every element's value before the first step; default 0
   * @param shape default: the parameter's
   */
  slot(name: string, init?: number, shape?: Shape): Value;
  /** Says what a slot holds in the next step; the node's id is `update/slot/<parameter>/<name>`. */
  next(slot: Value, value: Value): void;
}

/** A transformation that applies one rule to each parameter by itself. */
export function perParameter(
  rule: (direction: Value, context: ParameterContext) => Value,
): GradientTransformation {
  return (directions, context) =>
    new Map(
      Array.from(directions, ([id, direction]) => [
        id,
        context.within(id, (inner) => rule(direction, inner)),
      ]),
    );
}

/** One transformation after another, first to last. An empty chain leaves gradients as they are. */
export function chain(...transformations: readonly GradientTransformation[]): GradientTransformation {
  return (directions, context) =>
    transformations.reduce((current, next) => next(current, context), directions);
}
