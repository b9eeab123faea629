import { expect, test } from "vitest";
import { defineOp } from "./op.js";
import { builtinName, definePlugin, Registry } from "./registry.js";
import { problemsOf } from "./testing/refusals.js";

const op = (name: string) =>
  defineOp({
    name,
    doc: { summary: name },
    inputs: ["x"],
    formula: (_, { x }) => x,
    samples: [{ inputs: { x: [] } }],
  });
const builtin = definePlugin({ name: builtinName, version: 1, ops: [op("tanh"), op("relu")] });
const acme = definePlugin({ name: "acme", version: 2, ops: [op("acme.swish")] });

test("a registry is a value: adding to it makes another", () => {
  const plain = new Registry([builtin]);
  const both = plain.with(acme);
  expect(plain.names("ops")).toEqual(["tanh", "relu"]);
  expect(both.names("ops")).toEqual(["tanh", "relu", "acme.swish"]);
  expect(both.plugins).toEqual([builtin, acme]);
  expect(both.get("ops", "acme.swish").name).toBe("acme.swish");
  expect(both.all("ops")).toHaveLength(3);
  expect(both.find("ops", "tanhh")).toBeUndefined();
  expect(both.names("blocks")).toEqual([]);
});

test("an unknown name is refused by its kind, with the nearest as a suggestion", () => {
  const registry = new Registry([builtin]);
  expect(problemsOf(() => registry.get("ops", "tahn"))).toEqual([
    { code: "unknown-op", got: '"tahn"', need: "the name of a loaded op", try: '"tanh"' },
  ]);
  expect(problemsOf(() => registry.get("blocks", "dense"))).toEqual([
    { code: "unknown-block", got: '"dense"', need: "the name of a loaded block" },
  ]);
  expect(problemsOf(() => registry.get("ops", "constructor"))).toMatchObject([{ code: "unknown-op" }]);
});

test("an op that other libraries call otherwise is found by their name", () => {
  const where = {
    ...op("select"),
    doc: { summary: "one of two", names: { onnx: "Where", torch: "torch.where" } },
  };
  const registry = new Registry([definePlugin({ name: "chainrule", version: 1, ops: [where] })]);
  for (const name of ["where", "Where", "torch.where"])
    expect(problemsOf(() => registry.get("ops", name))).toMatchObject([{ try: '"select"' }]);
});

test("a plugin's names begin with its own, and no name is taken twice", () => {
  expect(() => definePlugin({ name: "acme", version: 1, ops: [op("swish")] })).toThrow(
    'plugin acme: "swish" must be named "acme.swish"',
  );
  expect(() => definePlugin({ name: "Acme corp", version: 1 })).toThrow("is no identifier");
  expect(() => new Registry([builtin, builtin])).toThrow('ops: "tanh" is defined twice');
});
