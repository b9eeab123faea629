import { Builder, compile, Registry, State, tensorOf } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { expect, test } from "vitest";
import { wasm } from "./engine/wasm.js";

const registry = new Registry([builtin]);
const op = (name: string) => registry.get("ops", name);
const emitters = ["wasm", "interpreter"] as const;

/** A plan that replaces a parameter w and a slot m by factor · m, and its state. */
function decaying(emitter: (typeof emitters)[number], from: readonly number[], factor: number) {
  const builder = new Builder({ registry, dtype: "float32" });
  const shape = [from.length];
  const m = builder.source("slot", "m", shape, "float32", { init: "zeros" });
  const w = builder.source("parameter", "w", shape, "float32", { trainable: true, value: 0 });
  const next = builder.name(builder.call(op("multiply"), [m, builder.constant(factor)]), "update/m");
  const other = builder.name(builder.call(op("multiply"), [w, builder.constant(factor)]), "update/w");
  const graph = builder.finish({ outputs: {}, updates: { m: next.id!, w: other.id! } });
  const state = new State([
    ["m", tensorOf(from, shape, "float32")],
    ["w", tensorOf(from, shape, "float32")],
  ]);
  return { plan: compile(graph, { registry, engine: wasm({ emitter }), state }), state };
}

test.each(emitters)(
  "%s: what decays in a slot becomes 0 and never subnormal; a parameter keeps its digits",
  (emitter) => {
    const { plan, state } = decaying(emitter, [1, -1, 3e-5, 2 ** -99, 0, -3, 7], 0.5);
    for (let step = 0; step < 140; step++) {
      plan.step();
      for (const number of state.read("m").data)
        expect(number === 0 || Math.abs(number) >= 2 ** -100).toBe(true);
    }
    expect([...state.read("m").data].every((number) => number === 0)).toBe(true);
    expect(state.read("w").data[0]).toBe(2 ** -140);
  },
);

test.each(emitters)("%s: a NaN is stored and read with one pattern of bits", (emitter) => {
  const { plan, state } = decaying(emitter, [NaN, Infinity, -Infinity, 1, 2], 0);
  const payload = new Float32Array(5);
  new Uint32Array(payload.buffer).set([0xffc12345, 0x7fa00001, 0x7f800000, 0xff800000, 0x3f800000]);
  state.write("w", payload);
  plan.step();
  for (const id of ["m", "w"]) {
    const stored = state.read(id).data;
    const read = plan.read(id).data;
    for (const numbers of [stored, read]) {
      const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
      numbers.forEach((number, i) => {
        if (Number.isNaN(number)) expect(bits[i]!.toString(16)).toBe("7fc00000");
      });
    }
    expect([...stored].filter((number) => Number.isNaN(number)).length).toBeGreaterThanOrEqual(3);
  }
});
