import { type Graph, isSource } from "@chainrule/core";
import { costsOf, formatAmount, unfold } from "@chainrule/viz";
import { expect, test } from "vitest";
import { openSpec } from "./project.js";
import { defaultRegistry } from "./registry.js";

const registry = defaultRegistry();

test("every op says what it costs, is a formula, or is made of others", () => {
  const silent = registry
    .names("ops")
    .map((name) => registry.get("ops", name))
    .filter((op) => !op.multiplyAdds && !op.formula && !op.decompose);
  expect(silent.map(({ name }) => name)).toEqual([]);
});

function modelOf(inputs: object, node: object): Graph {
  const model = { inputs, nodes: { out: node }, outputs: { out: "out" } };
  return openSpec(JSON.stringify({ chainrule: 1, model })).graph;
}

function costOf(inputs: object, node: object): string {
  const { multiplyAdds, bytes } = costsOf(modelOf(inputs, node), registry).get("out")!;
  return `${formatAmount(multiplyAdds!)}; ${formatAmount(bytes)}`;
}

test("multiply-adds, counted by hand", () => {
  const [a, b] = [{ shape: ["N", 784] }, { shape: [784, 256] }];
  expect(costOf({ a, b }, { op: "matmul", in: ["a", "b"] })).toBe("200,704 N; 1,024 N");
  const c = { shape: [256] };
  // The product, and one addition for each element.
  expect(costOf({ a, b, c }, { op: "affine", in: ["a", "b", "c"] })).toBe("200,960 N; 1,024 N");
  const [u, v] = [{ shape: ["N"] }, { shape: [3] }];
  expect(costOf({ u, v }, { op: "outer", in: ["u", "v"] })).toBe("3 N; 12 N");
  // Eight maps of 26 × 26, of 3 × 3 windows over three channels.
  const [x, w] = [{ shape: ["N", 3, 28, 28] }, { shape: [8, 3, 3, 3] }];
  expect(costOf({ x, w }, { op: "conv2d", in: ["x", "w"] })).toBe("146,016 N; 21,632 N");
  expect(costOf({ a }, { op: "transpose", in: ["a"] })).toBe("0; 3,136 N");
  expect(costOf({ a }, { op: "sum", in: ["a"] })).toBe("784 N; 4");
});

test("a composite is written out in primitives, with the same id for its result; a formula is not", () => {
  const inputs = { p: { shape: ["N"] }, y: { shape: ["N"] } };
  const graph = modelOf(inputs, { op: "squaredError", in: ["p", "y"], scale: 0.5, reduction: "mean" });
  const opened = unfold(graph, registry, "all");
  expect(opened.nodes.at(-1)!.id).toBe("out");
  for (const { op } of opened.nodes) {
    if (!isSource(op)) expect(registry.get("ops", op).decompose).toBeUndefined();
  }
  expect(unfold(graph, registry, ["out"])).toEqual(opened);
  expect(() => unfold(graph, registry, ["p"])).toThrow(
    /not-composite at p[^]*which is an input[^]*one of out/,
  );
});
