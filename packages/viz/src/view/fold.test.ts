import { Refusal } from "@chainrule/core";
import { expect, test } from "vitest";
import { blocks } from "../testing/blocks.js";
import { louppe } from "../testing/louppe.js";
import { graphOf, node } from "../testing/node.js";
import { view } from "./view.js";

test("a folded block is one box with its name, what it holds and the shape that leaves it", () => {
  const { boxes, clusters } = view(blocks, { fold: ["enc"] });
  expect(boxes.map(({ id }) => id)).toEqual([
    "x",
    "block enc",
    "mean",
    "out",
    "scale/a",
    "scale",
    "output prediction",
  ]);
  expect(boxes[1]).toMatchObject({
    node: "enc",
    role: "block",
    title: "enc",
    lines: ["5 boxes", "32 parameters"],
    shape: "[N, 8]",
    members: ["enc/shift", "enc/moved", "enc/dense/W", "enc/dense/z", "enc"],
  });
  expect(clusters).toEqual([]);
});

test("its edges are those that cross it, once each", () => {
  const { edges } = view(blocks, { fold: ["enc"] });
  expect(edges.filter(({ from, to }) => `${from} ${to}`.includes("block"))).toEqual([
    { from: "x", to: "block enc", kind: "flow" },
    { from: "block enc", to: "out", kind: "flow" },
  ]);
});

test("an inner block folds by itself; all means the outermost ones", () => {
  const inner = view(blocks, { fold: ["enc/dense"] });
  expect(inner.clusters).toEqual([{ id: "enc", title: "enc" }]);
  expect(inner.boxes.find(({ role }) => role === "block")).toMatchObject({
    title: "dense",
    cluster: "enc",
    lines: ["2 boxes", "32 parameters"],
  });
  expect(view(blocks, { fold: "all" })).toEqual(view(blocks, { fold: ["enc", "enc/dense"] }));
  expect(view(louppe, { fold: "all" })).toEqual(view(louppe));
});

test("side by side, both halves of a block fold", () => {
  const graph = graphOf([
    node("h/W", "parameter", "", [2]),
    node("h/z", "sum", "h/W"),
    node("grad/l/h/z", "constant", "", [], { value: 1 }, { of: "h/z", rule: "seed" }),
    node("grad/l/h/W", "broadcastTo", "grad/l/h/z", [2], {}, { of: "h/W", via: "h/z", rule: "sum" }),
  ]);
  const { boxes } = view(graph, { pass: "both", fold: ["h"] });
  expect(boxes.map(({ role, lines, cluster, row }) => [role, lines, cluster, row])).toEqual([
    ["block", ["2 boxes", "2 parameters"], "forward pass", 1],
    ["blockGradient", ["backward", "2 boxes"], "backward pass", 1],
  ]);
});

test("a block that is not there is refused, with the nearest that is", () => {
  const refuse = (name: string): unknown => {
    try {
      return view(blocks, { fold: [name] });
    } catch (error) {
      return error instanceof Refusal ? error.problems[0] : error;
    }
  };
  expect(refuse("enk")).toMatchObject({ code: "unknown-block", got: '"enk"', try: '"enc"' });
  expect(refuse("x")).toMatchObject({ try: "one of enc, enc/dense" });
});
