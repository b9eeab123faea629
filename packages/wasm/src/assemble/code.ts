import { Bytes } from "./bytes.js";
import { emptyBlock, type Opcode, opcodes } from "./opcodes.js";

/** The instructions of one function, written one after the other. */
export class Code {
  readonly bytes = new Bytes();

  /** An instruction without immediates, or the start of one. */
  op(name: Opcode): this {
    const code = opcodes[name];
    if (code < 0x10000) this.bytes.byte(code);
    else this.bytes.byte(code >> 16).unsigned(code & 0xffff);
    return this;
  }

  local(access: "get" | "set" | "tee", index: number): this {
    this.op(`local.${access}`).bytes.unsigned(index);
    return this;
  }

  i32(value: number): this {
    this.op("i32.const").bytes.signed(value | 0);
    return this;
  }

  i64(value: bigint): this {
    this.op("i64.const").bytes.signed(value);
    return this;
  }

  f32(value: number): this {
    this.op("f32.const").bytes.float32(value);
    return this;
  }

  f64(value: number): this {
    this.op("f64.const").bytes.float64(value);
    return this;
  }

  /** @param value sixteen bytes */
  v128(value: Uint8Array): this {
    this.op("v128.const").bytes.bytes(value);
    return this;
  }

  /** A load or a store. @param alignment the exponent of what the address is known to be a multiple of */
  memory(name: Opcode, alignment: number, offset: number): this {
    this.op(name).bytes.unsigned(alignment).unsigned(offset);
    return this;
  }

  /** A load or a store of one lane. */
  memoryLane(name: Opcode, alignment: number, offset: number, lane: number): this {
    this.memory(name, alignment, offset).bytes.byte(lane);
    return this;
  }

  lane(name: Opcode, lane: number): this {
    this.op(name).bytes.byte(lane);
    return this;
  }

  /** Picks sixteen of the thirty-two bytes of two vectors. */
  shuffle(picks: readonly number[]): this {
    this.op("i8x16.shuffle").bytes.bytes(picks);
    return this;
  }

  call(index: number): this {
    this.op("call").bytes.unsigned(index);
    return this;
  }

  /** A block that {@link again} repeats; ends with {@link end}. */
  loop(): this {
    this.op("loop").bytes.byte(emptyBlock);
    return this;
  }

  /** Back to the start of the innermost loop if the number on the stack is not 0. */
  again(): this {
    this.op("br_if").bytes.unsigned(0);
    return this;
  }

  /** A block that {@link branch} leaves; ends with {@link end}. */
  block(): this {
    this.op("block").bytes.byte(emptyBlock);
    return this;
  }

  /** Out of so many blocks and one more. */
  branch(depth: number): this {
    this.op("br").bytes.unsigned(depth);
    return this;
  }

  /** Out of as many blocks as stand at the number on the stack, and one more; beyond the list, as at its end. */
  branchTable(depths: readonly number[]): this {
    this.op("br_table").bytes.vector(depths, (bytes, depth) => bytes.unsigned(depth));
    this.bytes.unsigned(depths.at(-1)!);
    return this;
  }

  end(): this {
    return this.op("end");
  }

  append(other: Code): this {
    this.bytes.append(other.bytes);
    return this;
  }
}
