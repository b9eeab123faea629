import { expect, test } from "vitest";
import { build } from "../spec/build.js";
import { Builder } from "../builder.js";
import type { Graph } from "../graph.js";
import { createState } from "../initialState.js";
import type { ParameterSpec } from "../spec/spec.js";
import { testRegistry as registry } from "../testing/testOps.js";
import { carryState } from "./carryState.js";

const graphOf = (params: Readonly<Record<string, ParameterSpec>>, slots: readonly string[] = []): Graph => {
  const nodes = { s: { op: "sum", in: [Object.keys(params)[0]!] } };
  const model = { inputs: { x: { shape: ["N"] } }, params, nodes, outputs: { s: "s" } };
  const builder = Builder.from(build({ model }, { registry }), registry);
  for (const id of slots)
    builder.source("slot", `slot/${id}/m`, builder.get(id).shape, "float32", { init: 0 });
  return builder.finish({ outputs: { s: "s" } });
};
const drawn = { shape: [2], init: "drawn" };

/** A state in which every number is 7. */
function trained(graph: Graph) {
  const state = createState(graph, registry);
  for (const id of state.ids()) state.write(id, state.read(id).data.fill(7));
  return { graph, state };
}

test("what fits is kept, what does not begins anew with the bits of a new build", () => {
  const previous = trained(graphOf({ a: drawn, b: drawn, c: drawn }, ["a", "b"]));
  const graph = graphOf({ a: drawn, b: { ...drawn, shape: [3] }, d: drawn }, ["a", "b"]);
  const { state, kept, fresh, dropped } = carryState(previous, graph, { registry });
  expect(kept).toEqual(["a", "slot/a/m"].map((id) => ({ id, from: id })));
  expect(fresh).toEqual([
    { id: "b", why: "its shape was [2]" },
    { id: "d", why: "it is new" },
    { id: "slot/b/m", why: "its shape was [2]" },
  ]);
  expect(dropped).toEqual(["b", "c", "slot/b/m"]);
  const anew = createState(graph, registry);
  for (const { id } of fresh) expect(state.read(id)).toEqual(anew.read(id));
  expect([...state.read("a").data, ...state.read("slot/a/m").data]).toEqual([7, 7, 7, 7]);
});

test("the previous state is copied, never changed", () => {
  const previous = trained(graphOf({ a: drawn }));
  const { state } = carryState(previous, previous.graph, { registry });
  state.write("a", [1, 2]);
  expect([...previous.state.read("a").data]).toEqual([7, 7]);
});

test("two parameters that exchange their names exchange their values; slots go with them", () => {
  const previous = trained(graphOf({ a: drawn, b: drawn }, ["a", "b"]));
  previous.state.write("b", [8, 8]);
  previous.state.write("slot/b/m", [9, 9]);
  const renamed = [
    { from: "a", to: "b" },
    { from: "b", to: "a" },
  ];
  const { state } = carryState(previous, previous.graph, { registry, renamed });
  expect(["a", "b", "slot/a/m", "slot/b/m"].map((id) => state.read(id).data[0])).toEqual([8, 7, 9, 7]);
});

test("a name that went to another parameter is new where it stands again", () => {
  const previous = trained(graphOf({ a: drawn }));
  const graph = graphOf({ a: drawn, b: drawn });
  const { kept, fresh } = carryState(previous, graph, { registry, renamed: [{ from: "a", to: "b" }] });
  expect(kept).toEqual([{ id: "b", from: "a" }]);
  expect(fresh).toEqual([{ id: "a", why: "it is new" }]);
});

test("an edited value wins, another initialiser does not; another optimiser's slots begin anew", () => {
  const literal = { shape: [2], value: [1, 2] };
  const previous = trained(graphOf({ a: literal, b: drawn }, ["a", "b"]));
  const graph = graphOf({ a: { shape: [2], value: [1, 3] }, b: drawn }, ["a", "b"]);
  expect(carryState(previous, graph, { registry }).fresh).toEqual([
    { id: "a", why: "its value was edited" },
    { id: "slot/a/m", why: "a begins anew" },
  ]);
  expect(carryState(previous, graphOf({ a: literal, b: literal }), { registry }).fresh).toEqual([
    { id: "b", why: "its value was edited" },
  ]);
  expect(carryState(previous, previous.graph, { registry, resetSlots: true }).fresh).toEqual(
    ["slot/a/m", "slot/b/m"].map((id) => ({ id, why: "the optimiser has changed" })),
  );
});
