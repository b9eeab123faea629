import { expect, test } from "vitest";
import { webAssembly } from "../assemble/host.js";
import { prepare } from "../interpret/prepare.js";
import type { LineOf } from "../ir/line.js";
import { printProcedure } from "../ir/print.js";
import type { Procedure, Stored } from "../ir/program.js";
import { memoryBytes, randomLine, randomProcedure, regions } from "../testing/randomProgram.js";
import { type Seeded, seeded } from "../testing/seeded.js";
import { emitModule } from "./emitModule.js";

const programs = 800;

test("the emitted module leaves what the interpreter leaves, bit for bit", () => {
  for (let seed = 1; seed <= programs; seed++) {
    const random = seeded(seed);
    const procedure = randomProcedure(random);
    const lines = { f32: randomLine(random), f64: randomLine(random) };
    const lineOf: LineOf = (_, element) => lines[element];
    const before = randomMemory(random);
    const [interpreted, emitted] = [interpret, emit].map((run) => contentOf(run(procedure, before, lineOf)));
    const at = emitted!.findIndex((word, i) => word !== interpreted![i]);
    expect(at * 4, `seed ${seed}, at byte ${at * 4}\n${printProcedure(procedure)}`).toBeLessThan(0);
  }
});

function interpret(procedure: Procedure, before: Uint8Array, lineOf: LineOf): ArrayBufferLike {
  const memory = before.slice().buffer;
  prepare(procedure, { memory: () => memory, kernels: [], runTape: () => {}, lineOf })();
  return memory;
}

function emit(procedure: Procedure, before: Uint8Array, lineOf: LineOf): ArrayBufferLike {
  const { Memory, Module, Instance } = webAssembly();
  const memory = new Memory({ initial: 1 });
  new Uint8Array(memory.buffer).set(before);
  const bytes = emitModule([procedure], { lineOf });
  const nothing = (): void => {};
  new Instance(new Module(bytes), { env: { memory, kernel: nothing, tape: nothing } }).exports["run"]!();
  return memory.buffer;
}

const special = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1e-45,
  -1e-40,
  1e-310,
  3e38,
  -1e300,
  1,
  -1,
  2.5,
  0.5,
  1e10,
  127,
];

function randomMemory(random: Seeded): Uint8Array {
  const bytes = new ArrayBuffer(memoryBytes);
  const number = (): number =>
    random.chance(0.3)
      ? random.pick(special)
      : (random.integer(2 ** 32) - 2 ** 31) * 2 ** (random.integer(60) - 60);
  const { f32, f64, i32, u8 } = viewsOf(bytes);
  f32.forEach((_, i) => (f32[i] = number()));
  f64.forEach((_, i) => (f64[i] = number()));
  i32.forEach((_, i) => (i32[i] = random.integer(2 ** 32) >> random.integer(32)));
  u8.forEach((_, i) => (u8[i] = random.chance(0.5) ? random.integer(2) : random.integer(256)));
  return new Uint8Array(bytes);
}

function viewsOf(buffer: ArrayBufferLike) {
  const place = (stored: Stored, size: number): [ArrayBufferLike, number, number] => [
    buffer,
    regions[stored].from,
    (regions[stored].to - regions[stored].from) / size,
  ];
  return {
    f32: new Float32Array(...place("f32", 4)),
    f64: new Float64Array(...place("f64", 8)),
    i32: new Int32Array(...place("i32", 4)),
    u8: new Uint8Array(...place("u8", 1)),
  };
}

/** What the memory holds, as integers; every NaN as one. */
function contentOf(buffer: ArrayBufferLike): Int32Array {
  const copy = buffer.slice(0, memoryBytes);
  const { f32, f64 } = viewsOf(copy);
  f32.forEach((value, i) => Number.isNaN(value) && (f32[i] = NaN));
  f64.forEach((value, i) => Number.isNaN(value) && (f64[i] = NaN));
  return new Int32Array(copy);
}
