import { expect, test } from "vitest";
import { Code } from "./code.js";
import { simdWorks, webAssembly } from "./host.js";
import { assemble } from "./module.js";

test("a module calls what it imports, on the memory that it is given", () => {
  const { Memory, Module, Instance } = webAssembly();
  const seen: number[] = [];
  const body = new Code().i32(3).call(0).i32(8).f32(0.1).memory("f32.store", 2, 4);
  const bytes = assemble({
    memory: { module: "env", name: "memory", pages: 1 },
    imports: [{ module: "env", name: "tell", type: { parameters: ["i32"], results: [] } }],
    functions: [
      {
        type: { parameters: [], results: [] },
        locals: ["i32", "i32", "v128", "f32"],
        code: body,
        exported: "run",
      },
      { type: { parameters: [], results: [] }, locals: [], code: new Code().call(1), exported: "again" },
    ],
  });
  const memory = new Memory({ initial: 1 });
  const { exports } = new Instance(new Module(bytes), { env: { memory, tell: (x: number) => seen.push(x) } });
  exports["again"]!();
  expect(seen).toEqual([3]);
  expect(new Float32Array(memory.buffer)[3]).toBe(Math.fround(0.1));
});

test("vectors work where Node runs", () => expect(simdWorks()).toBe(true));
