import { build, compile, createState, type Engine, type Program, Registry, tensorOf } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { expect, test } from "vitest";
import { type LowerOptions, type Lowered, lower } from "../lower/lower.js";
import { homeOf } from "./home.js";
import { WasmPlan } from "./plan.js";
import { emitted } from "./runners.js";
import { unfolds } from "./unfolds.js";

const registry = new Registry([builtin]);
const graph = build(
  {
    model: {
      inputs: { x: { shape: [4, 5] } },
      params: { W: { shape: [5, 3], init: { type: "uniform", min: -1, max: 1 } } },
      nodes: {
        product: { op: "matmul", in: ["x", "W"] },
        y: { op: "softmax", in: ["product"], axis: 0 },
        z: { op: "greater", in: ["y", 0.5] },
      },
      outputs: { y: "y", z: "z" },
    },
  },
  { registry },
);

/** Compiles, writes a byte into the plan's memory, and takes a step. */
function stepAfter(
  write: (bytes: Uint8Array, lowered: Lowered, state: number) => void,
  options: LowerOptions,
) {
  const state = createState(graph, registry);
  const engine: Engine = {
    name: "written to",
    unfolds,
    compile(program: Program) {
      const home = homeOf(program.state);
      const lowered = lower(program, home, options);
      const plan = new WasmPlan(program, lowered, home, emitted);
      write(new Uint8Array(home.memory.buffer), lowered, home.stateBuffer("W").at);
      return plan;
    },
  };
  const plan = compile(graph, { registry, engine, state, dims: {} });
  plan.step({ x: tensorOf(Array.from({ length: 20 }, (_, i) => i / 20), [4, 5], "float32") }); // prettier-ignore
  return plan;
}

const bufferOf = ({ buffers }: Lowered, name: string) => buffers.find((buffer) => buffer.name === name)!;

test("a byte behind an input, behind the state, before the region or behind it breaks the step by name", () => {
  const poison = 64;
  stepAfter(() => {}, { poison });
  const behind = (name: string) => (bytes: Uint8Array, lowered: Lowered) => {
    const { at, bytes: size } = bufferOf(lowered, name);
    bytes[at + size]! ^= 1;
  };
  expect(() => stepAfter(behind("x"), { poison })).toThrow("byte 0 behind x has changed");
  expect(() => stepAfter((bytes, _, W) => (bytes[W + 60]! ^= 1), { poison })).toThrow(
    "byte 0 behind W has changed",
  );
  expect(() =>
    stepAfter((bytes, { region: { at } }) => (bytes[at + 63]! ^= 1), { poison }),
  ).toThrow("it is where the region begins");
  expect(() =>
    stepAfter((bytes, { region: { at, bytes: size } }) => (bytes[at + size - 1]! ^= 1), { poison }),
  ).toThrow("it is where the region ends");
}); // prettier-ignore

test("an ordinary plan has no guards, calls none and is not filled", () => {
  stepAfter((_, lowered) => {
    expect(lowered.guards).toBeUndefined();
    expect(lowered.kernels).toEqual([]);
    const titles = lowered.procedures.flatMap(({ nests }) => nests.map(({ title }) => title));
    expect(titles).not.toContain("guards");
    expect(titles).not.toContain("poison");
  }, {});
});

test("memory that nobody has written yet is NaN in either width, -1 and true", () => {
  stepAfter(
    (bytes, lowered) => {
      for (const name of ["y", "z"]) {
        const { at, bytes: size } = bufferOf(lowered, name);
        expect(new Set(bytes.subarray(at, at + size))).toEqual(new Set([255]));
      }
    },
    { poison: 64 },
  );
  const ones = new Uint8Array(8).fill(255).buffer;
  expect([new Float32Array(ones)[0], new Float64Array(ones)[0], new Int32Array(ones)[0]]).toEqual([
    NaN,
    NaN,
    -1,
  ]);
});
