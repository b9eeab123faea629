import { Builder, differentiate, type Graph, type Shape } from "@chainrule/core";
import { writerOf } from "@chainrule/viz";
import { expect, test } from "vitest";
import { defaultRegistry } from "../registry.js";

const registry = defaultRegistry();
type Inputs = readonly (readonly [string, Shape])[];

/** One op over data x and y and weights w and b, and the sum of what it makes, with its gradients. */
function graphOf(op: string, inputs: Inputs, attributes: Readonly<Record<string, unknown>> = {}): Graph {
  const builder = new Builder({ registry, dtype: "float64" });
  const operands = inputs.map(([name, shape]) =>
    builder.source(/[xy]/.test(name) ? "input" : "parameter", name, shape, "float64"),
  );
  builder.name(builder.call(registry.get("ops", op), operands, attributes), "u");
  builder.name(builder.call(registry.get("ops", "sum"), [builder.get("u")]), "l");
  const graph = builder.finish({ outputs: { loss: "l" } });
  return differentiate(graph, { of: "loss", wrt: inputs.map(([name]) => name), registry });
}

/** The equation in plain text and in LaTeX, and the rule for each input. */
function writtenBy(profile: string, graph: Graph, inputs: Inputs): string[] {
  const { notation } = registry.get("profiles", profile);
  const writer = writerOf(graph, { registry, notation: { ...notation, layers: "W_1" } });
  const rules = inputs.map((_, position) => writer.rule("u", position, "\\delta")!);
  return [writer.equationText("u")!, writer.equation("u")!, ...rules];
}

const layer: Inputs = [
  ["x", ["N", 5, 3]],
  ["w", [3, 2]],
  ["b", [2]],
];
const turned = ["u = x w + b", "u = x \\, w + b", "\\delta \\, w^{\\top}"];

// Of more than two axes each matrix lies as it does in memory, whichever way the lecturer's matrices lie.
test.each([
  ["default", [...turned, "\\sum_{n} x^{\\top} \\, \\delta", "\\sum_{n, j} \\delta"]],
  ["louppe", [...turned, "\\sum_{n} x^{\\top} \\, \\delta", "\\sum_{n, j} \\delta"]],
  [
    "kent",
    [
      "u = x wᵀ + b",
      "u = x \\, w^{\\top} + b",
      "\\delta \\, w",
      "\\sum_{n} \\delta^{\\top} \\, x",
      "\\sum_{n, j} \\delta",
    ],
  ],
])("%s: a layer over rows that two axes count", (profile, expected) => {
  expect(writtenBy(profile, graphOf("affine", layer), layer)).toEqual(expected);
});

const x: Inputs[number] = ["x", ["N", 5, 3]];
const y: Inputs[number] = ["y", ["N", 3, 2]];

test.each<[string, string, Inputs, Readonly<Record<string, unknown>>, string[]]>([
  ["matmul", "matrices", [x, y], {}, ["u = x y", "u = x \\, y", "\\delta \\, y^{\\top}", "x^{\\top} \\, \\delta"]],
  ["matmul", "matrices and a row", [["w", [3]], y], {}, ["u = wᵀ y", "u = w^{\\top} \\, y", "\\sum_{n} y \\, \\delta", "w \\odot \\delta"]],
  ["transpose", "matrices", [x], { axes: [0, 2, 1] }, ["u = xᵀ", "u = x^{\\top}", "\\delta^{\\top}"]],
  ["dot", "two vectors", [["x", [3]], ["w", [3]]], {}, ["u = x w", "u = x \\, w", "\\delta \\, w", "\\delta \\, x"]],
  ["gemm", "a scaled layer", [["x", ["N", 3]], ["w", [2, 3]], ["b", [2]]], { transB: true, alpha: 0.5 }, [
    "u = 0.5 x wᵀ + b", "u = 0.5 \\, x \\, w^{\\top} + b", "0.5 \\, \\delta \\, w", "0.5 \\, \\delta^{\\top} \\, x", "\\sum_{n} \\delta",
  ]],
  ["einsum", "a batch", [x, y], { equation: "nij,njk->nik" }, [
    "u = einsum(nij,njk→nik, x, y)", "u = \\operatorname{einsum}(nij,njk \\to nik, x, y)",
    "\\operatorname{einsum}(nik,njk \\to nij, \\delta, y)", "\\operatorname{einsum}(nij,nik \\to njk, x, \\delta)",
  ]],
  ["einsum1", "a sum", [["x", ["N", 3]]], { equation: "ni->n" }, [
    "u = einsum(ni→n, x)", "u = \\operatorname{einsum}(ni \\to n, x)", "\\operatorname{broadcast}(\\delta)",
  ]],
])("%s of %s", (op, _, inputs, attributes, expected) => {
  expect(writtenBy("default", graphOf(op, inputs, attributes), inputs)).toEqual(expected);
}); // prettier-ignore

test("all axes in another order are no ᵀ of matrices", () => {
  expect(writtenBy("default", graphOf("transpose", [x]), [x])).toEqual([
    "u = transpose_2, 1, 0(x)",
    "u = \\operatorname{transpose}_{2, 1, 0}(x)",
    "\\operatorname{transpose}_{2, 1, 0}(\\delta)",
  ]);
});
