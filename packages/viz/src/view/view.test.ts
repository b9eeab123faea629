import {
  attribute,
  defineOp,
  definePlugin,
  type Graph,
  graphToJson,
  type Phase,
  Registry,
} from "@chainrule/core";
import { expect, test } from "vitest";
import type { Box, View } from "./model.js";
import { blocks } from "../testing/blocks.js";
import { louppe } from "../testing/louppe.js";
import { graphOf, node } from "../testing/node.js";
import { view } from "./view.js";

const poolOp = defineOp({
  name: "pool",
  doc: { summary: "", source: "" },
  inputs: ["x"],
  attributes: {
    size: attribute.integer({ doc: "" }),
    pad: attribute.choice(["same", "valid"], { doc: "", default: "same" }),
  },
  formula: (m, { x }) => m.abs(x),
  samples: [{ inputs: { x: [1] } }],
});

function box(of: View, id: string): Box {
  const found = of.boxes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no box ${id}`);
  return found;
}

test("a forward view holds every forward node once, and an output box for each name", () => {
  const { boxes } = view(louppe);
  const forward = louppe.nodes.filter(({ of }) => of === undefined).map(({ id }) => id);
  expect(boxes.map(({ id }) => id)).toEqual([...forward, "output prediction", "output loss"]);
});

test("a forward view's edges are the inputs of its nodes, once each", () => {
  const twice = graphOf([node("x", "input"), node("y", "multiply", "x x")]);
  expect(view(twice).edges).toEqual([{ from: "x", to: "y", kind: "flow", positions: [0, 1] }]);
});

test("roles tell sources, operations and outputs apart", () => {
  const drawn = view(blocks);
  const roles = Object.fromEntries(drawn.boxes.map(({ id, role }) => [id, role]));
  expect(roles).toMatchObject({
    x: "input",
    "enc/dense/W": "parameter",
    mean: "buffer",
    "scale/a": "constant",
    scale: "operation",
    "output prediction": "output",
  });
  expect(box(drawn, "enc/dense/W").lines).toEqual(["init: he", "frozen"]);
  expect(box(drawn, "mean").lines).toEqual(["fitted: mean"]);
});

test("calls name constants by their value and neighbours without their block", () => {
  const drawn = view(blocks);
  expect(box(drawn, "scale")).toMatchObject({ title: "scale", lines: ["multiply(2, out)"] });
  expect(box(drawn, "enc/dense/z")).toMatchObject({ title: "z", lines: ["matmul(enc/moved, W)"] });
  expect(box(drawn, "enc/moved").lines).toEqual(["subtract(x, 0.5)"]);
});

test("clusters are the blocks of path ids, nested; a number beside an op makes none", () => {
  const drawn = view(blocks);
  expect(drawn.clusters).toEqual([
    { id: "enc", title: "enc" },
    { id: "enc/dense", title: "dense", parent: "enc" },
  ]);
  expect(box(drawn, "enc").cluster).toBe("enc");
  expect(box(drawn, "enc/dense/W").cluster).toBe("enc/dense");
  expect(box(drawn, "scale/a").cluster).toBeUndefined();
});

test("a backward view holds every backward node and no forward one, and no edge runs backwards", () => {
  const { boxes, edges } = view(louppe, { pass: "backward" });
  const backward = louppe.nodes.filter(({ of }) => of !== undefined).map(({ id }) => id);
  expect(boxes.filter(({ role }) => role !== "reference").map(({ id }) => id)).toEqual(backward);
  const order = new Map(boxes.map(({ id }, i) => [id, i]));
  for (const { from, to } of edges) expect(order.get(from)).toBeLessThan(order.get(to)!);
});

test("every factor of a backward node leads into its box", () => {
  const { boxes, edges } = view(louppe, { pass: "backward" });
  const nodeOf = new Map(boxes.map((one) => [one.id, one.node]));
  for (const { id, in: inputs } of louppe.nodes.filter(({ of }) => of !== undefined)) {
    const drawn = edges.filter(({ to }) => to === id).map(({ from }) => nodeOf.get(from));
    expect(drawn).toEqual(inputs);
  }
});

test("the two terms of ∂loss/∂W1 are boxes that meet in a sum", () => {
  const drawn = view(louppe, { pass: "backward" });
  expect(box(drawn, "grad/loss/W1@u1.b")).toMatchObject({
    role: "contribution",
    title: "∂loss/∂W1 via u1",
    lines: ["matmul's rule via u1", "matmul(transpose(x), g)"],
  });
  expect(box(drawn, "grad/loss/W1@u5.x").title).toBe("∂loss/∂W1 via u5");
  expect(box(drawn, "grad/loss/W1")).toMatchObject({
    role: "sum",
    title: "∂loss/∂W1",
    lines: ["Σ via u5 + via u1"],
    result: true,
  });
  const into = drawn.edges.filter(({ to }) => to === "grad/loss/W1").map(({ from }) => from);
  expect(into).toEqual(["grad/loss/W1@u5.x", "grad/loss/W1@u1.b"]);
});

test("a gradient box names its rule, and the gradient handed to it g", () => {
  const drawn = view(louppe, { pass: "backward" });
  expect(box(drawn, "grad/loss/l")).toMatchObject({ role: "seed", title: "∂loss/∂l" });
  expect(box(drawn, "grad/loss/u8")).toMatchObject({ role: "gradient", lines: ["add's rule via l"] });
  expect(box(drawn, "grad/loss/u3")).toMatchObject({
    title: "∂loss/∂u3",
    lines: ["sigmoid's rule via yhat", "sigmoidGradient(g, yhat)"],
    shape: "[N]",
  });
});

test("a rule that uses a forward value twice has one reference to it, two rules have one each", () => {
  const { boxes } = view(louppe, { pass: "backward" });
  const references = boxes.filter(({ role }) => role === "reference").map(({ node: id }) => id);
  expect(references.filter((id) => id === "u2")).toHaveLength(2);
  const rule = { of: "x", via: "y", rule: "square" };
  const square = graphOf([
    node("x", "input"),
    node("y", "square", "x"),
    node("grad/y/y", "constant", "", [], { value: 1 }, { of: "y", rule: "seed" }),
    node("grad/y/x@y.x/add", "add", "x x", [], {}, rule),
    node("grad/y/x", "multiply", "grad/y/y grad/y/x@y.x/add", [], {}, rule),
  ]);
  expect(view(square, { pass: "backward" }).boxes.filter(({ role }) => role === "reference")).toHaveLength(1);
});

test("a sum of many terms is one box", () => {
  const rule = (via: string): { of: string; via: string; rule: string } => ({ of: "W", via, rule: "negate" });
  const sum = { of: "W", rule: "total" };
  const shared = graphOf([
    node("grad/l/W@a.x", "identity", "", [], {}, rule("a")),
    node("grad/l/W@b.x", "identity", "", [], {}, rule("b")),
    node("grad/l/W@c.x", "identity", "", [], {}, rule("c")),
    node("grad/l/W@d.x", "identity", "", [], {}, rule("d")),
    node("grad/l/W/add", "add", "grad/l/W@a.x grad/l/W@b.x", [], {}, sum),
    node("grad/l/W/add2", "add", "grad/l/W/add grad/l/W@c.x", [], {}, sum),
    node("grad/l/W", "add", "grad/l/W/add2 grad/l/W@d.x", [], {}, sum),
  ]);
  const drawn = view(shared, { pass: "backward" });
  expect(box(drawn, "grad/l/W").lines).toEqual(["Σ of 4 terms"]);
  expect(drawn.edges.map(({ from }) => from)).toEqual(["a", "b", "c", "d"].map((via) => `grad/l/W@${via}.x`));
  expect(drawn.boxes).toHaveLength(5);
});

test("of a graph differentiated twice, one backward pass is drawn and the other referred to", () => {
  const twice = graphOf([
    node("x", "input"),
    node("l", "square", "x"),
    node("grad/l/l", "constant", "", [], { value: 1 }, { of: "l", rule: "seed" }),
    node("grad/l/x", "multiply", "grad/l/l x", [], {}, { of: "x", via: "l", rule: "square" }),
    node("n", "square", "grad/l/x"),
    node("grad/n/n", "constant", "", [], { value: 1 }, { of: "n", rule: "seed" }),
    node(
      "grad/n/grad/l/x",
      "multiply",
      "grad/n/n grad/l/x",
      [],
      {},
      { of: "grad/l/x", via: "n", rule: "square" },
    ),
  ]);
  const { boxes } = view(twice, { pass: "backward", of: "n" });
  expect(boxes.map(({ role, title }) => `${role} ${title}`)).toEqual([
    "seed ∂n/∂n",
    "reference ∂l/∂x",
    "gradient ∂n/∂grad/l/x",
  ]);
  expect(view(twice, { pass: "backward" }).boxes.filter(({ role }) => role === "seed")).toHaveLength(2);
});

test("defaults are left out where the registry knows them, and a shape that the box tells", () => {
  const registry = new Registry([definePlugin({ name: "chainrule", version: 1, ops: [poolOp] })]);
  const graph = graphOf([
    node("x", "input", "", [4]),
    node("y", "pool", "x", [2], { size: 2, pad: "same", shape: [2] }),
  ]);
  expect(box(view(graph), "y").lines).toEqual(["pool(x, size: 2, pad: same)"]);
  expect(box(view(graph, { registry }), "y").lines).toEqual(["pool(x, size: 2)"]);
});

/** Descent with momentum on a parameter W, as an optimiser appends it. */
const step: Graph = graphOf(
  [
    node("W", "parameter", "", [2], { init: { type: "zeros" } }),
    node("l", "sum", "W"),
    node("grad/l/l", "constant", "", [], { value: 1 }, { of: "l", rule: "seed" }),
    node("grad/l/W", "broadcastTo", "grad/l/l", [2], {}, { of: "W", via: "l", rule: "sum" }),
    node("slot/W/velocity", "slot", "", [2], { init: 0 }),
    node("update/W/constant", "constant", "", [], { value: 0.9 }),
    node("update/W/multiply", "multiply", "update/W/constant slot/W/velocity", [2]),
    node("update/slot/W/velocity", "add", "update/W/multiply grad/l/W", [2]),
    node("update/@lr", "input"),
    node("update/W/multiply2", "multiply", "update/@lr update/slot/W/velocity", [2]),
    node("update/W", "subtract", "W update/W/multiply2", [2]),
  ],
  { outputs: { loss: "l" }, updates: { W: "update/W", "slot/W/velocity": "update/slot/W/velocity" } },
);

test("an update view shows memory, learning rate, gradients and next values; the other passes show none of it", () => {
  const update = view(step, { pass: "update" });
  expect(update.boxes.map(({ role, title }) => `${role} ${title}`)).toEqual([
    "slot velocity",
    "constant 0.9",
    "step multiply(0.9, velocity)",
    "reference ∂l/∂W",
    "update next velocity",
    "input lr",
    "step multiply(lr, velocity)",
    "reference W",
    "update next W",
  ]);
  expect(view(step).boxes.map(({ id }) => id)).toEqual(["W", "l", "output loss"]);
  expect(view(step, { pass: "backward" }).boxes.map(({ id }) => id)).toEqual(["grad/l/l", "grad/l/W"]);
});

test("a view is plain data that survives JSON, and leaves the graph as it was", () => {
  const before = graphToJson(louppe);
  for (const pass of ["forward", "backward", "update"] as const) {
    const drawn = view(louppe, { pass });
    expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn);
  }
  expect(graphToJson(louppe)).toBe(before);
});

test("names that look like others' boxes or like Object's own properties stay apart", () => {
  const hostile = graphOf(
    [
      node("output a", "input"),
      { ...node("__proto__", "abs"), in: ["output a"] },
      node("constructor", "abs", "__proto__"),
    ],
    { outputs: { a: "constructor" } },
  );
  const { boxes } = view(hostile);
  expect(boxes.map(({ id }) => id)).toEqual(["output a", "__proto__", "constructor", "output a′"]);
});

test("the step's number is named by the calls that use it, and is no box among the model's inputs", () => {
  const graph = graphOf(
    [
      node("x", "input", "", ["N"]),
      node("update/@step", "input"),
      node("d", "dropout", "x update/@step", ["N"], { rate: 0.5 }),
      node("l", "sum", "d"),
      node("grad/l/l", "constant", "", [], { value: 1 }, { of: "l", rule: "seed" }),
      node("grad/l/d", "broadcastTo", "grad/l/l", ["N"], {}, { of: "d", via: "l", rule: "sum" }),
      node("grad/l/x", "dropout", "grad/l/d update/@step", ["N"], {}, { of: "x", via: "d", rule: "dropout" }),
      node("slot/W/count", "slot"),
      node("update/slot/W/count", "add", "slot/W/count update/@step"),
    ],
    { outputs: { l: "l" }, updates: { "slot/W/count": "update/slot/W/count" } },
  );
  const titles = (pass: Phase) =>
    view(graph, { pass }).boxes.map(({ role, title, lines }) => [role, title, ...lines]);
  expect(titles("forward")).toEqual([
    ["input", "x"],
    ["operation", "d", "dropout(x, step, rate: 0.5)"],
    ["operation", "l", "sum(d)"],
    ["output", "l"],
  ]);
  expect(titles("backward").filter(([role]) => role === "reference")).toEqual([["reference", "step"]]);
  expect(titles("update").filter(([role]) => role === "input")).toEqual([]);
});

test("what goes into many copies has one edge into the first, and a reference in each of the others", () => {
  const copies = (count: number) =>
    graphOf(
      [
        node("x", "input", "", ["N"]),
        node("h/w", "parameter", "", [], { value: 1 }),
        ...Array.from({ length: count }, (_, t) =>
          node(`h/${t}/z`, "multiply", `${t === 0 ? "x" : `h/${t - 1}/a`} h/w`, ["N"]),
        ).flatMap((z, t) => [z, node(`h/${t}/a`, "tanh", `h/${t}/z`, ["N"])]),
      ],
      { outputs: { y: `h/${count - 1}/a` } },
    );
  const many = view(copies(4));
  const references = many.boxes.filter(({ role }) => role === "reference");
  expect(references.map(({ node: id, title, cluster }) => [id, title, cluster])).toEqual(
    [1, 2, 3].map((t) => ["h/w", "h/w", `h/${t}`]),
  );
  expect(many.edges.filter(({ from }) => from === "h/w")).toEqual([
    { from: "h/w", to: "h/0/z", kind: "flow", positions: [1] },
  ]);
  expect(many.caption).toBe("grey: drawn once more");
  expect(many.clusters.map(({ title }) => title)).toEqual(["h", "h/0", "h/1", "h/2", "h/3"]);
  const few = view(copies(2));
  expect(few.boxes.some(({ role }) => role === "reference")).toBe(false);
  expect(few.edges.filter(({ from }) => from === "h/w")).toHaveLength(2);
});
