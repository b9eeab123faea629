import { type Builder, type Shape, scalarShape, type Value } from "@chainrule/core";
import type { ParameterContext, UpdateContext } from "./transform.js";

/** An input that a training step has beside the model's. No id of a spec contains `/` or `@`. */
export const learningRateInput = "update/@lr";

/** Appends a training step's update nodes, and keeps account of which node updates what. */
export class UpdateBuilder implements UpdateContext {
  readonly #builder: Builder;
  readonly #shared = new Map<string, Value>();
  readonly #updates: Record<string, string> = {};

  constructor(builder: Builder) {
    this.#builder = builder;
  }

  /** Parameter or slot → the node that computes its next value. */
  get updates(): Readonly<Record<string, string>> {
    return this.#updates;
  }

  step(): Value {
    return this.#builder.ambient("step");
  }

  learningRate(): Value {
    return this.#input(learningRateInput);
  }

  once(name: string, make: () => Value): Value {
    return this.#remember(`update/@${name}`, (id) =>
      this.#builder.name(this.#builder.within({ scope: id }, make), id),
    );
  }

  within(parameter: string, rule: (context: ParameterContext) => Value): Value {
    const value = this.#builder.get(parameter);
    return this.#builder.within({ scope: `update/${parameter}` }, () =>
      rule({
        parameter: value,
        step: () => this.step(),
        learningRate: () => this.learningRate(),
        once: (name, make) => this.once(name, make),
        within: (other, inner) => this.within(other, inner),
        slot: (name, init = 0, shape = value.shape) =>
          this.#slot(`slot/${parameter}/${name}`, init, shape, value),
        next: (slot, next) => this.update(slot, next),
      }),
    );
  }

  /** Names `next` as what `target` holds in the next step. */
  update(target: Value, next: Value): void {
    const id = `update/${target.id!}`;
    this.#builder.name(next, id);
    this.#updates[target.id!] = id;
  }

  /** Two slots of one name, as when a rule stands twice in a chain, are two memories. */
  #slot(wanted: string, init: number, shape: Shape, { dtype }: Value): Value {
    let id = wanted;
    for (let count = 2; this.#builder.has(id); count++) id = `${wanted}${count}`;
    return this.#builder.source("slot", id, shape, dtype, { init });
  }

  #input(name: string): Value {
    return this.#remember(name, (id) => this.#builder.source("input", id, scalarShape, this.#builder.dtype));
  }

  #remember(id: string, make: (id: string) => Value): Value {
    let value = this.#shared.get(id);
    if (value === undefined) this.#shared.set(id, (value = make(id)));
    return value;
  }
}
