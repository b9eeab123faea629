import type { Code } from "../assemble/code.js";
import type { ValueType } from "../assemble/opcodes.js";
import type { Address, Element, Register } from "../ir/program.js";
import type { Addresses } from "./addresses.js";
import { type Constant, type ConstantPool, numberConstant, pushConstant, wordConstant } from "./constants.js";
import type { ConstantRegisters } from "./fuse.js";
import type { Locals } from "./locals.js";

/** What instructions are written with: the registers, constants and addresses of the nest they stand in. */
export class Scope {
  readonly code: Code;
  readonly locals: Locals;
  readonly #addresses: Addresses;
  readonly #pool: ConstantPool;
  readonly #constants: ConstantRegisters;
  readonly #locations = new Map<number, number>();
  /** How many loops are around. */
  depth = 0;

  constructor(
    code: Code,
    locals: Locals,
    addresses: Addresses,
    pool: ConstantPool,
    constants: ConstantRegisters,
  ) {
    this.code = code;
    this.locals = locals;
    this.#addresses = addresses;
    this.#pool = pool;
    this.#constants = constants;
  }

  isConstant({ id }: Register): boolean {
    return this.#constants.has(id);
  }

  /** Pushes a register. */
  get({ id, element, lanes }: Register): void {
    const value = this.#constants.get(id);
    if (value !== undefined) this.number(element, lanes, value);
    else this.code.local("get", this.#locations.get(id)!);
  }

  /** Pops a register. */
  set(register: Register): void {
    const { id } = register;
    const local = this.#locations.get(id) ?? this.locals.take(typeOf(register));
    this.#locations.set(id, local);
    this.code.local("set", local);
  }

  /** Forgets a register that is not needed any more. */
  release({ id }: Register): void {
    const local = this.#locations.get(id);
    if (local !== undefined) this.locals.release(local);
    this.#locations.delete(id);
  }

  /** Pushes a number in every lane. */
  number(element: Element, lanes: number, value: number): void {
    this.#push(numberConstant(element, lanes, value));
  }

  /** Pushes a vector of the same integers. */
  word(element: Element, word: bigint): void {
    this.#push(wordConstant(element, word));
  }

  /** Pushes what a load or store takes for its address; returns its offset. */
  address(at: Address): number {
    return this.#addresses.push(at);
  }

  /** Outside of loops a constant is needed about once. */
  #push(constant: Constant): void {
    if (this.depth > 0) this.code.local("get", this.#pool.localOf(constant));
    else pushConstant(this.code, constant);
  }
}

function typeOf({ element, lanes, truth }: Register): ValueType {
  if (lanes > 1) return "v128";
  return truth ? "i32" : element;
}
