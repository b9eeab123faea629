import type { NumericArray } from "./dtype.js";
import { Refusal } from "./errors.js";
import { formatShape, sameShape } from "./shape.js";
import { suggest } from "./suggest.js";
import type { Tensor } from "./tensor.js";

/** Parameters, buffers and slots: what outlives a plan. Plans over one state see each other's updates. */
export class State {
  readonly #tensors = new Map<string, Tensor>();
  readonly #unset: Set<string>;
  #version = 0;

  /** @param unset ids whose tensors hold no value before the first `write`: buffers to be fitted */
  constructor(tensors: Iterable<readonly [id: string, tensor: Tensor]>, unset: Iterable<string> = []) {
    for (const [id, value] of tensors) this.#tensors.set(id, copyOf(value));
    this.#unset = new Set(unset);
  }

  /** Grows with every write; a plan uses it to see whether what it holds is current. */
  get version(): number {
    return this.#version;
  }

  /** Ids that are still without a value. */
  unset(): string[] {
    return [...this.#unset];
  }

  ids(): string[] {
    return [...this.#tensors.keys()];
  }

  has(id: string): boolean {
    return this.#tensors.has(id);
  }

  /** A copy. @throws {Refusal} unknown-state */
  read(id: string): Tensor {
    return copyOf(this.peek(id));
  }

  /** The tensor itself, to be read at once and never kept or written. @throws {Refusal} unknown-state */
  peek(id: string): Tensor {
    const found = this.#tensors.get(id);
    if (found !== undefined) return found;
    throw new Refusal({
      code: "unknown-state",
      got: JSON.stringify(id),
      need: "the id of a parameter, buffer or slot that has a value",
      ...suggest(id, this.#tensors.keys()),
    });
  }

  /** Overwrites one tensor. @throws {Refusal} unknown-state | shape-mismatch */
  write(id: string, data: ArrayLike<number>, shape?: readonly number[]): void {
    const target = this.peek(id);
    if (data.length !== target.data.length || (shape && !sameShape(shape, target.shape))) {
      throw new Refusal({
        code: "shape-mismatch",
        at: id,
        got: shape ? formatShape(shape) : `${data.length} elements`,
        need: formatShape(target.shape),
      });
    }
    target.data.set(data);
    this.#unset.delete(id);
    this.#version++;
  }

  /**
   * Moves a tensor to an engine's memory: from now on it is read and written there.
   * @param data of the tensor's dtype and length, with its numbers
   * @throws {Refusal} unknown-state
   */
  house(id: string, data: NumericArray): void {
    const { dtype, shape } = this.peek(id);
    this.#tensors.set(id, { dtype, shape, data });
  }

  /** Says that an engine has written tensors where they are housed. */
  touch(): void {
    this.#version++;
  }

  /** An independent copy. */
  clone(): State {
    return new State(this.#tensors, this.#unset);
  }
}

function copyOf({ dtype, shape, data }: Tensor): Tensor {
  return { dtype, shape, data: data.slice() };
}
