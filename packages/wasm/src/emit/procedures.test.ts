import { expect, test } from "vitest";
import { Code } from "../assemble/code.js";
import { webAssembly } from "../assemble/host.js";
import type { Nest, Procedure, Register, Statement } from "../ir/program.js";
import { emitModule, type EmitOptions } from "./emitModule.js";

const nest = (...body: Statement[]): Nest => ({ kind: "nest", title: "test", body });
const register = (id: number): Register => ({ id, element: "f64", lanes: 1, truth: false });
const lineOf: EmitOptions["lineOf"] = (name) => {
  throw new Error(`no line for ${name}`);
};

/** An instance of a module; what its procedures call is noted in `seen`. */
function instantiate(procedures: readonly Procedure[], options: Partial<EmitOptions> = {}) {
  const { Memory, Module, Instance } = webAssembly();
  const memory = new Memory({ initial: 1 });
  const seen: (string | number)[][] = [];
  const note =
    (name: string) =>
    (...values: number[]): unknown =>
      seen.push([name, ...values]);
  const module = new Module(emitModule(procedures, { lineOf, ...options }));
  const { exports } = new Instance(module, { env: { memory, kernel: note("kernel"), tape: note("tape") } });
  return { exports, seen, numbers: new Float64Array(memory.buffer) };
}

/** Multiplies the number at 0 by 3 and adds `more`: order matters. */
function step(more: number): Nest {
  const [x, three, y] = [register(0), register(1), register(2)];
  const at = { base: 0, terms: [] };
  return nest(
    { kind: "load", to: x, at, stored: "f64", step: 8 },
    { kind: "constant", to: three, value: 3 },
    { kind: "constant", to: y, value: more },
    { kind: "call", to: x, name: "multiply", arguments: [x, three] },
    { kind: "call", to: x, name: "add", arguments: [x, y] },
    { kind: "store", from: x, at, stored: "f64", step: 8 },
  );
}

test("a long procedure is several functions, whose nests run in order", () => {
  const reset: Nest = nest(
    { kind: "constant", to: register(0), value: 1 },
    { kind: "store", from: register(0), at: { base: 0, terms: [] }, stored: "f64", step: 8 },
  );
  const nests: Nest[] = [];
  let expected = 0;
  for (let i = 0; i < 2000; i++) {
    nests.push(step(i % 7));
    expected = expected * 3 + (i % 7);
    // Kept small, or the order would be lost in rounding.
    if (expected < 2 ** 40) continue;
    nests.push(reset);
    expected = 1;
  }
  const { exports, numbers } = instantiate([{ name: "long", nests }]);
  exports["long"]!();
  expect(numbers[0]).toBe(expected);
});

test("procedures are exported by their names, also one that does nothing", () => {
  const { exports, numbers } = instantiate([
    { name: "forward", nests: [step(1)] },
    { name: "nothing", nests: [] },
    { name: "update", nests: [step(2)] },
  ]);
  for (const name of ["forward", "nothing", "update", "forward"]) exports[name]!();
  // ((0 · 3 + 1) · 3 + 2) · 3 + 1
  expect(numbers[0]).toBe(16);
});

test("kernels and the tape are called where they stand, in loops too", () => {
  const { exports, seen } = instantiate([
    {
      name: "run",
      nests: [
        nest({ kind: "kernel", index: 4, name: "sort" }, { kind: "tape", from: 10, to: 300 }),
        nest({
          kind: "loop",
          index: { id: 0, name: "i" },
          count: 2,
          body: [{ kind: "kernel", index: 5, name: "draw" }],
        }),
      ],
    },
  ]);
  exports["run"]!();
  expect(seen).toEqual([["kernel", 4], ["tape", 10, 300], ["kernel", 5], ["kernel", 5]]); // prettier-ignore
});

test("a tape's function may be part of the module", () => {
  const code = new Code().local("get", 0).local("get", 1).memory("i32.store", 2, 0);
  const { exports, numbers, seen } = instantiate(
    [{ name: "run", nests: [nest({ kind: "tape", from: 8, to: 5 })] }],
    {
      tape: { locals: [], code },
    },
  );
  exports["run"]!();
  expect(new Int32Array(numbers.buffer)[2]).toBe(5);
  expect(seen).toEqual([]);
});
