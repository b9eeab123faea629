import { Code } from "../assemble/code.js";
import type { ValueType } from "../assemble/opcodes.js";
import { type Element, fullLanes } from "../ir/program.js";
import type { Locals } from "./locals.js";

/** A constant as its bytes in memory. */
export interface Constant {
  readonly type: Extract<ValueType, "f32" | "f64" | "v128">;
  readonly bytes: Uint8Array;
}

/** A number, in every lane. */
export function numberConstant(element: Element, lanes: number, value: number): Constant {
  const numbers = { length: lanes };
  const array =
    element === "f32" ? Float32Array.from(numbers, () => value) : Float64Array.from(numbers, () => value);
  return { type: lanes === 1 ? element : "v128", bytes: new Uint8Array(array.buffer) };
}

/** A vector of integers as wide as the element, the same in every lane. */
export function wordConstant(element: Element, word: bigint): Constant {
  const numbers = { length: fullLanes[element] };
  const array =
    element === "f32"
      ? Int32Array.from(numbers, () => Number(word))
      : BigInt64Array.from(numbers, () => word);
  return { type: "v128", bytes: new Uint8Array(array.buffer) };
}

/** The constants that a nest needs in its loops: each is set once, before them, to a local. */
export class ConstantPool {
  readonly #locals: Locals;
  readonly #taken = new Map<string, { readonly constant: Constant; readonly local: number }>();

  constructor(locals: Locals) {
    this.#locals = locals;
  }

  /** The local that holds a constant. */
  localOf(constant: Constant): number {
    const key = `${constant.type} ${constant.bytes.join()}`;
    const known = this.#taken.get(key);
    if (known !== undefined) return known.local;
    const local = this.#locals.takeUnused(constant.type);
    this.#taken.set(key, { constant, local });
    return local;
  }

  /** What sets the locals, and must come first. */
  prologue(): Code {
    const code = new Code();
    for (const { constant, local } of this.#taken.values()) pushConstant(code, constant).local("set", local);
    return code;
  }

  release(): void {
    for (const { local } of this.#taken.values()) this.#locals.release(local);
  }
}

export function pushConstant(code: Code, { type, bytes }: Constant): Code {
  const view = new DataView(bytes.buffer);
  if (type === "v128") return code.v128(bytes);
  return type === "f32" ? code.f32(view.getFloat32(0, true)) : code.f64(view.getFloat64(0, true));
}
