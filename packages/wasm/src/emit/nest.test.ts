import { expect, test } from "vitest";
import { webAssembly } from "../assemble/host.js";
import type { Index, Instruction, Register, Statement } from "../ir/program.js";
import { emitModule, type EmitOptions } from "./emitModule.js";
import { Locals } from "./locals.js";
import { writeNest } from "./nest.js";

const register = (id: number, truth = false): Register => ({ id, element: "f32", lanes: 4, truth });
const index = (id: number, name: string): Index => ({ id, name });
const lineOf: EmitOptions["lineOf"] = (name) => {
  throw new Error(`no line for ${name}`);
};
const loop = (of: Index, count: number, ...body: Statement[]): Statement => ({
  kind: "loop",
  index: of,
  count,
  body,
});
const load = (to: Register, base: number, step: number, ...terms: [Index, number][]): Instruction => ({
  kind: "load",
  to,
  at: { base, terms: terms.map(([of, stride]) => ({ index: of, stride })) },
  stored: "f32",
  step,
});

test("the rows of a tile share a pointer, and a pointer counts the turns", () => {
  const [m, k] = [index(0, "m"), index(1, "k")];
  const rows = [0, 1, 2, 3].map((row) => load(register(row), 65536 + 1024 * row, 0, [m, 4096], [k, 4]));
  const columns = [0, 1, 2].map((column) => load(register(4 + column), 16 * column, 4, [k, 48]));
  const locals = new Locals();
  writeNest([loop(m, 8, loop(k, 256, ...columns, ...rows))], locals, { kernel: 0, tape: 1 });
  // Of the rows in m and in k, and of the columns.
  expect(locals.types.filter((type) => type === "i32")).toHaveLength(3);
});

test("nests use the same locals one after the other", () => {
  const i = index(0, "i");
  const sum = register(1);
  const body: Statement[] = [
    { kind: "constant", to: sum, value: 0 },
    loop(i, 8, load(register(0), 0, 4, [i, 16]), {
      kind: "call",
      to: sum,
      name: "add",
      arguments: [sum, register(0)],
    }),
    { kind: "store", from: sum, at: { base: 1024, terms: [] }, stored: "f32", step: 4 },
  ];
  const locals = new Locals();
  for (let n = 0; n < 3; n++) writeNest(body, locals, { kernel: 0, tape: 1 });
  expect(locals.types.toSorted()).toEqual(["i32", "v128", "v128"]);
});

test("a choice between a number and 0 keeps the sign of 0", () => {
  const [x, zero, negative, isLess] = [register(0), register(1), register(2), register(3, true)];
  const choices: readonly (readonly [Register, Register])[] = [
    [x, zero],
    [zero, x],
    [x, negative],
    [negative, x],
  ];
  const body: Statement[] = [
    { kind: "constant", to: zero, value: 0 },
    { kind: "constant", to: negative, value: -0 },
    load(x, 0, 4),
    { kind: "call", to: isLess, name: "less", arguments: [x, zero] },
    ...choices.flatMap(([yes, no], i): Instruction[] => [
      { kind: "call", to: register(10 + i), name: "select", arguments: [isLess, yes, no] },
      { kind: "store", from: register(10 + i), at: { base: 16 + 16 * i, terms: [] }, stored: "f32", step: 4 },
    ]),
  ];
  const { Memory, Module, Instance } = webAssembly();
  const memory = new Memory({ initial: 1 });
  const numbers = new Float32Array(memory.buffer);
  numbers.set([-2, 3, -0, NaN]);
  const module = new Module(
    emitModule([{ name: "run", nests: [{ kind: "nest", title: "choices", body }] }], { lineOf }),
  );
  new Instance(module, { env: { memory, kernel: () => {}, tape: () => {} } }).exports["run"]!();
  expect([0, 1, 2, 3].map((i) => [...numbers.slice(4 + 4 * i, 8 + 4 * i)])).toEqual([
    [-2, 0, 0, 0],
    [0, 3, -0, NaN],
    [-2, -0, -0, -0],
    [-0, 3, -0, NaN],
  ]);
});
