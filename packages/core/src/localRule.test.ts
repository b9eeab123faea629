import { expect, test } from "vitest";
import { Builder } from "./builder.js";
import { compile } from "./compile.js";
import { localNames, localRule } from "./localRule.js";
import { reference } from "./reference/engine.js";
import { State } from "./state.js";
import { tensor, toNested } from "./tensor.js";
import { testRegistry as registry } from "./testing/testOps.js";

const builder = new Builder({ registry, dtype: "float64" });
const a = builder.source("input", "a", ["N"], "float64");
const k = builder.source("input", "k", [], "int32");
builder.name(builder.call(registry.get("ops", "multiply"), [a, a]), "square");
builder.name(builder.call(registry.get("ops", "tanh"), [a]), "t");
const graph = builder.finish({ outputs: { square: "square" } });

function pulledBack(id: string, position: number, feeds: Record<string, number[]>): unknown {
  const rule = localRule(graph, id, position, registry)!;
  const plan = compile(rule.graph, { registry, engine: reference(), state: new State([]), dims: { N: 2 } });
  plan.feed(Object.fromEntries(Object.entries(feeds).map(([name, x]) => [name, tensor(x, "float64")])));
  plan.step();
  return toNested(plan.read(rule.result));
}

test("a value that is used twice has a rule for each use", () => {
  const feeds = { a: [3, 5], b: [7, 11], cotangent: [1, 10] };
  expect(pulledBack("square", 0, feeds)).toEqual([7, 110]);
  expect(pulledBack("square", 1, feeds)).toEqual([3, 50]);
});

test("a rule that uses the result computes it", () => {
  expect(pulledBack("t", 0, { x: [0, Math.log(2)], cotangent: [2, 25] })).toEqual([
    2,
    expect.closeTo(16, 12),
  ]);
});

test("the operands are called as the op calls them", () => {
  const node = graph.nodes.find(({ id }) => id === "square")!;
  expect([...localNames(node, registry)]).toEqual([
    ["a", "a"],
    ["b", "a"],
    ["output", "square"],
  ]);
});

test("a source has no rule", () => expect(localRule(graph, k.id!, 0, registry)).toBeUndefined());
