import {
  type AttributeSchema,
  build,
  type BuildSpec,
  graphFromJson,
  graphToJson,
  type ModelSpec,
} from "@chainrule/core";
import { expect, test } from "vitest";
import { numbersOf } from "../testing/blockNumbers.js";
import { refusal, registry } from "../testing/evaluate.js";

const profiles = registry.all("profiles");
const specOf = (nodes: ModelSpec["nodes"], profile?: BuildSpec["profile"]): BuildSpec => ({
  dtype: "float64",
  ...(profile !== undefined && { profile }),
  model: {
    inputs: { f: { shape: ["N"] }, y: { shape: ["N"] } },
    nodes,
    outputs: Object.fromEntries(Object.keys(nodes).map((id) => [id, id])),
  },
});
const squared: ModelSpec["nodes"] = { loss: { op: "squaredError", in: ["f", "y"] } };

test("every profile fills in conventions only, with values that they take", () => {
  for (const { name, fills } of profiles) {
    for (const [item, values] of Object.entries(fills)) {
      const found = registry.find("ops", item)?.attributes ?? registry.find("blocks", item)?.arguments;
      const schema: AttributeSchema = found ?? {};
      for (const [key, value] of Object.entries(values)) {
        expect([name, item, key, schema[key]?.convention]).toEqual([name, item, key, true]);
        expect(schema[key]!.parse(value), `${name} ${item}.${key}`).toBeDefined();
      }
    }
  }
});

test("the default profile leaves no convention open", () => {
  const everyday = registry.get("profiles", "default").fills;
  for (const [name, schema] of [
    ...registry.all("ops").map((op) => [op.name, op.attributes] as const),
    ...registry.all("blocks").map((block) => [block.name, block.arguments] as const),
  ]) {
    // Backward ops are made by rules, which say everything.
    const open = Object.entries(schema ?? {}).filter(
      ([key, setting]) => setting.convention && everyday[name]?.[key] === undefined,
    );
    if (!name.endsWith("Gradient")) expect([name, open.map(([key]) => key)]).toEqual([name, []]);
  }
});

// D4, for errors 1, 2 and 3: the squares are 1, 4, 9.
test.each([
  ["default", 14 / 3],
  ["louppe", 14 / 3],
  ["kent", 7],
  ["yukimura", 14 / 3],
  ["ewing", 14 / 3],
  ["godeep", 7],
])("D4: the squared error of %s is %d", (profile, loss) => {
  const graph = build(specOf(squared, profile), { registry });
  expect(numbersOf(graph, {}, { f: [1, 2, 3], y: [0, 0, 0] })("loss")).toBeCloseTo(loss, 14);
});

// D7, at x = -2.
test.each<[string, object, number]>([
  ["default", {}, -0.02],
  ["louppe", {}, -0.2],
  ["ewing", {}, -0.2],
  ["kent", { alpha: 0.5 }, -1],
  ["godeep", { alpha: 4 }, -0.5],
])("D7: the leaky unit of %s", (profile, given, value) => {
  const graph = build(specOf({ a: { op: "leakyRelu", in: ["f"], ...given } }, profile), { registry });
  expect(numbersOf(graph, {}, { f: [-2], y: [0] })("a")).toEqual([expect.closeTo(value, 15)]);
});

test("D3: yukimura's hidden layers have a bias, its outputs none", () => {
  const model: ModelSpec = {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } },
    nodes: { h: { block: "dense", in: ["x"], units: 2 }, out: { block: "regression", in: ["h", "y"] } },
    outputs: { loss: "out/loss" },
  };
  const parameters = (profile: string): string[] =>
    build({ profile, model }, { registry }).nodes.flatMap(({ id, op }) => (op === "parameter" ? [id] : []));
  expect(parameters("yukimura")).toEqual(["h/W", "h/b", "out/W"]);
  expect(parameters("louppe")).toEqual(["h/W", "h/b", "out/W", "out/b"]);
});

test("D14: a gradient is by inputs too where the profile says so", () => {
  const model: ModelSpec = {
    inputs: { x: { shape: ["N"] }, label: { shape: ["N"], dtype: "int32" } },
    params: { w: { shape: [], value: 3 } },
    nodes: { wx: { op: "multiply", in: ["w", "x"] }, F: { op: "sum", in: ["wx"] } },
    outputs: { F: "F" },
  };
  const graph = build({ dtype: "float64", profile: "ewing", model }, { registry });
  const read = numbersOf(graph, {}, { x: [5], label: [0] }, "F");
  expect([read("grad/F/x"), read("grad/F/w")]).toEqual([[3], 5]);
});

test("what is given goes before what is filled in, and what a spec changes before what it extends", () => {
  const given = build(specOf({ loss: { op: "squaredError", in: ["f", "y"], scale: 1 } }, "kent"), {
    registry,
  });
  expect(given.nodes.at(-1)!.attributes).toEqual({ reduction: "sum", scale: 1 });
  const own = { extends: "kent", fills: { squaredError: { reduction: "mean" } }, notation: { loss: "C" } };
  const graph = build(specOf(squared, own), { registry });
  expect(graph.nodes.at(-1)!.attributes).toEqual({ reduction: "mean", scale: 0.5 });
  expect(graph.conventions?.notation).toMatchObject({ loss: "C", weights: "W a" });
});

test("without a profile nothing is filled in, and nothing recorded", () => {
  expect(refusal(() => build(specOf(squared), { registry }))).toContain("missing-attribute");
  expect(build(specOf({ l: { op: "tanh", in: ["f"] } }), { registry }).conventions).toBeUndefined();
});

test("a graph says by whose conventions it was made, through JSON too", () => {
  const graph = build(specOf(squared, "kent"), { registry });
  expect(graph.conventions).toEqual({
    profile: "kent",
    gradient: "parameters",
    notation: { weights: "W a", layers: "W^[1]", delta: "column", rate: "α", loss: "J" },
  });
  const text = graphToJson(graph);
  expect(graphToJson(graphFromJson(text, registry))).toBe(text);
});

test("a profile that is none, and fills of what is no convention, are refused", () => {
  expect(refusal(() => build(specOf(squared, "kant"), { registry }))).toBe(
    "unknown-profile: the name of a loaded profile",
  );
  const fill = (fills: Record<string, Record<string, number>>) =>
    refusal(() => build(specOf(squared, { extends: "kent", fills }), { registry }));
  expect(fill({ squaredErrror: {} })).toBe("unknown-op: the name of a loaded op or block");
  expect(fill({ softmax: { axis: 1 } })).toBe("unknown-attribute: nothing: softmax has no conventions");
});
