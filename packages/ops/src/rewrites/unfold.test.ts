import { build, checkRewrite, createState, findNode, reference, rewrite, tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import { graphOf } from "../testing/blockNumbers.js";
import { registry } from "../testing/evaluate.js";
import { louppe } from "../testing/louppe.js";
import { dropIdentity } from "./dropIdentity.js";
import { unfold } from "./unfold.js";

test("louppe's network is opened a composite a step, and gives the same loss", () => {
  const graph = build(louppe, { registry });
  const { graph: after, steps } = rewrite(graph, unfold, { registry });
  expect(steps.map((step) => step.kind === "replace" && [step.node, step.law.name])).toMatchInlineSnapshot(`
    [
      [
        "u5",
        "definition of norm",
      ],
      [
        "u6",
        "definition of norm",
      ],
      [
        "u4",
        "definition of binaryCrossEntropy",
      ],
      [
        "u4",
        "definition of mean",
      ],
    ]
  `);
  const composites = after.nodes.filter(({ op }) => registry.find("ops", op)?.decompose);
  expect(composites).toEqual([]);
  const check = checkRewrite(graph, after, {
    registry,
    engine: reference(),
    state: createState(graph, registry),
    feeds: { x: tensor([[1, -2]]), y: tensor([1]) },
    dims: { N: 1 },
  });
  for (const { relative } of check) expect(relative).toBeLessThan(1e-15);
});

test("whatever uses an identity uses what it stands for; an output keeps its name", () => {
  const graph = graphOf({
    inputs: { x: { shape: ["N"] } },
    nodes: {
      a: { op: "identity", in: ["x"] },
      b: { op: "identity", in: ["a"] },
      c: { op: "tanh", in: ["b"] },
      y: { op: "identity", in: ["c"] },
    },
    outputs: { y: "y" },
  });
  const { graph: after, steps } = rewrite(graph, dropIdentity, { registry });
  expect(after.nodes.map(({ id }) => id)).toEqual(["x", "c", "y"]);
  expect(findNode(after, "c")!.in).toEqual(["x"]);
  expect(steps.map(({ does }) => does)).toEqual([
    "uses x in place of a",
    "uses x in place of b",
    "leaves out what nothing needs any more",
  ]);
});
