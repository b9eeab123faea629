import type { AlgebraName } from "../formula/algebra.js";
import { erfOf, normalCdfOf } from "../formula/erf.js";
import { powerOf, roundOf, sigmoidOf } from "../formula/float64.js";

/** What one instruction does to `count` elements. The algebra's names, and what the engine needs beside them. */
export const opcodes = {
  add: 0,
  subtract: 1,
  multiply: 2,
  divide: 3,
  negate: 4,
  abs: 5,
  sqrt: 6,
  minimum: 7,
  maximum: 8,
  less: 9,
  equal: 10,
  select: 11,
  exp: 12,
  expm1: 13,
  log: 14,
  log1p: 15,
  tanh: 16,
  sigmoid: 17,
  round: 18,
  erf: 19,
  normalCdf: 20,
  sin: 21,
  cos: 22,
  power: 23,
  /** result = a */
  copy: 24,
  /** result = result rounded to float32 */
  narrow: 25,
  /** kernels[a]() */
  kernel: 26,
} as const satisfies Record<AlgebraName | "copy" | "narrow" | "kernel", number>;

/** Integers per instruction: opcode, result, count, then offset and stride (0 or 1) of a, b and c. */
export const width = 9;

/** Instructions, one after another. */
export class TapeWriter {
  #data = new Int32Array(64 * width);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  write(opcode: number, result: number, count: number, a = 0, da = 0, b = 0, db = 0, c = 0, dc = 0): void {
    if (this.#length + width > this.#data.length) {
      const larger = new Int32Array(this.#data.length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    const data = this.#data;
    let p = this.#length;
    data[p++] = opcode;
    data[p++] = result;
    data[p++] = count;
    data[p++] = a;
    data[p++] = da;
    data[p++] = b;
    data[p++] = db;
    data[p++] = c;
    data[p++] = dc;
    this.#length = p;
  }

  finish(): Int32Array {
    return this.#data.slice(0, this.#length);
  }
}

/**
 * Runs the instructions in [from, to) over one memory. Numbers of every dtype are held as float64; `narrow`
 * after each operation makes float32 arithmetic of it. Truth values are 1 and 0.
 */
export function execute(
  tape: Int32Array,
  from: number,
  to: number,
  m: Float64Array,
  kernels: readonly (() => void)[],
): void {
  for (let p = from; p < to; p += width) {
    const r = tape[p + 1]!;
    const n = tape[p + 2]!;
    const a = tape[p + 3]!;
    const da = tape[p + 4]!;
    const b = tape[p + 5]!;
    const db = tape[p + 6]!;
    switch (tape[p]) {
      case opcodes.add:
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da]! + m[b + i * db]!;
        break;
      case opcodes.subtract:
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da]! - m[b + i * db]!;
        break;
      case opcodes.multiply:
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da]! * m[b + i * db]!;
        break;
      case opcodes.divide:
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da]! / m[b + i * db]!;
        break;
      case opcodes.negate:
        for (let i = 0; i < n; i++) m[r + i] = -m[a + i * da]!;
        break;
      case opcodes.abs:
        for (let i = 0; i < n; i++) m[r + i] = Math.abs(m[a + i * da]!);
        break;
      case opcodes.sqrt:
        for (let i = 0; i < n; i++) m[r + i] = Math.sqrt(m[a + i * da]!);
        break;
      case opcodes.minimum:
        for (let i = 0; i < n; i++) m[r + i] = Math.min(m[a + i * da]!, m[b + i * db]!);
        break;
      case opcodes.maximum:
        for (let i = 0; i < n; i++) m[r + i] = Math.max(m[a + i * da]!, m[b + i * db]!);
        break;
      case opcodes.less:
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da]! < m[b + i * db]! ? 1 : 0;
        break;
      case opcodes.equal:
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da]! === m[b + i * db]! ? 1 : 0;
        break;
      case opcodes.select: {
        const c = tape[p + 7]!;
        const dc = tape[p + 8]!;
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da] !== 0 ? m[b + i * db]! : m[c + i * dc]!;
        break;
      }
      case opcodes.exp:
        for (let i = 0; i < n; i++) m[r + i] = Math.exp(m[a + i * da]!);
        break;
      case opcodes.expm1:
        for (let i = 0; i < n; i++) m[r + i] = Math.expm1(m[a + i * da]!);
        break;
      case opcodes.log:
        for (let i = 0; i < n; i++) m[r + i] = Math.log(m[a + i * da]!);
        break;
      case opcodes.log1p:
        for (let i = 0; i < n; i++) m[r + i] = Math.log1p(m[a + i * da]!);
        break;
      case opcodes.tanh:
        for (let i = 0; i < n; i++) m[r + i] = Math.tanh(m[a + i * da]!);
        break;
      case opcodes.sigmoid:
        for (let i = 0; i < n; i++) m[r + i] = sigmoidOf(m[a + i * da]!);
        break;
      case opcodes.round:
        for (let i = 0; i < n; i++) m[r + i] = roundOf(m[a + i * da]!);
        break;
      case opcodes.erf:
        for (let i = 0; i < n; i++) m[r + i] = erfOf(m[a + i * da]!);
        break;
      case opcodes.normalCdf:
        for (let i = 0; i < n; i++) m[r + i] = normalCdfOf(m[a + i * da]!);
        break;
      case opcodes.sin:
        for (let i = 0; i < n; i++) m[r + i] = Math.sin(m[a + i * da]!);
        break;
      case opcodes.cos:
        for (let i = 0; i < n; i++) m[r + i] = Math.cos(m[a + i * da]!);
        break;
      case opcodes.power:
        for (let i = 0; i < n; i++) m[r + i] = powerOf(m[a + i * da]!, m[b + i * db]!);
        break;
      case opcodes.copy:
        for (let i = 0; i < n; i++) m[r + i] = m[a + i * da]!;
        break;
      case opcodes.narrow:
        for (let i = 0; i < n; i++) m[r + i] = Math.fround(m[r + i]!);
        break;
      default:
        kernels[a]!();
    }
  }
}
