import { defineOp, definePlugin, Registry, tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import { dot } from "../dot/dot.js";
import { layout } from "../testing/layout.js";
import { blocks } from "../testing/blocks.js";
import { louppe, louppeValues } from "../testing/louppe.js";
import { graphOf, node } from "../testing/node.js";
import { annotate } from "../view/annotate.js";
import type { Box } from "../view/model.js";
import { view } from "../view/view.js";
import { formatAmount, product, sumOf } from "./amount.js";
import { costsOf } from "./cost.js";
import { type Derivative, derivativeKey, type Derivatives } from "./derivative.js";
import { savedBy } from "./saved.js";
import { shapesOf } from "./shapes.js";

test("amounts are sums of products of open dims", () => {
  expect(formatAmount(product(["N", 784, 256]))).toBe("200,704 N");
  expect(formatAmount(sumOf([product([3]), product(["N"], 4), product(["N", "N"]), product([7])]))).toBe(
    "N² + 4 N + 10",
  );
  expect(formatAmount(product(["N", 0]))).toBe("0");
  expect(formatAmount(product(["T", "N", 2]))).toBe("2 N T");
});

const x = { inputs: ["x"], doc: { summary: "" }, samples: [{ inputs: { x: ["N"] } }] } as const;
/** relu is two operations of a formula, sigmoid three with a shared term; product says by itself, moved not at all. */
const registry = new Registry([
  definePlugin({
    name: "test",
    version: 1,
    ops: [
      defineOp({ ...x, name: "test.relu", formula: (m, { x: a }) => m.select(m.less(a, 0), 0, a) }),
      defineOp({
        ...x,
        name: "test.twice",
        formula: (m, { x: a }) => {
          const shared = m.exp(a);
          return m.add(shared, shared);
        },
      }),
      defineOp({
        name: "test.product",
        doc: { summary: "" },
        inputs: ["a", "b"],
        shape: ({ a, b }) => [a[0]!, b[1]!],
        multiplyAdds: ({ a }, output) => [...output, a[1]!],
        kernel: () => undefined,
        vjp: { a: null, b: null },
        samples: [{ inputs: { a: ["N", 2], b: [2, 3] } }],
      }),
      defineOp({ ...x, name: "test.odd", shape: ({ x: a }) => a, kernel: () => undefined, vjp: { x: null } }),
    ],
  }),
]);
const costly = graphOf([
  node("x", "input", "", ["N", 784]),
  node("W", "parameter", "", [784, 256]),
  node("z", "test.product", "x W", ["N", 256]),
  node("a", "test.relu", "z", ["N", 256]),
  node("b", "test.twice", "a", ["N", 256]),
  node("c", "test.odd", "b", ["N", 256]),
]);
const lineOf = (boxes: readonly Box[], id: string): string | undefined =>
  boxes.find((box) => box.id === id)?.cost;

test("an op says its multiply-adds, or a formula's operations are counted once where they are shared", () => {
  const { boxes, caption } = annotate(view(costly), { costs: costsOf(costly, registry) });
  expect(lineOf(boxes, "W")).toBe("1,605,632 bytes");
  expect(lineOf(boxes, "z")).toBe("200,704 N multiply-adds, 2,048 N bytes");
  expect(lineOf(boxes, "a")).toBe("512 N multiply-adds, 2,048 N bytes");
  expect(lineOf(boxes, "b")).toBe("512 N multiply-adds, 2,048 N bytes");
  expect(lineOf(boxes, "c")).toBe("multiply-adds not counted, 2,048 N bytes");
  expect(caption).toContain("in all at least 201,728 N multiply-adds, 14,464 N + 1,605,632 bytes");
  expect(caption).toContain("N: the number of examples");
});

test("with a number of examples, what it costs is a number", () => {
  const { boxes, caption } = annotate(view(costly), { costs: costsOf(costly, registry, { N: 10 }) });
  expect(lineOf(boxes, "z")).toBe("2,007,040 multiply-adds, 20,480 bytes");
  expect(caption).not.toContain("N:");
});

test("the backward pass of Louppe's network needs x, y, W1, W2, 0.1 and four computed values", () => {
  const saved = savedBy(louppe);
  expect([...saved.keys()].sort()).toEqual(["W1", "W2", "u2", "u5", "u6", "u8/a", "x", "y", "yhat"]);
  const { boxes, caption } = annotate(view(louppe), { saved });
  expect(boxes.find(({ id }) => id === "u2")?.saved).toBe("backward needs u2");
  expect(boxes.filter((box) => box.saved !== undefined)).toHaveLength(9);
  // u2 has 2 N numbers, yhat N, u5 and u6 one each, of 8 bytes.
  expect(caption).toContain("backward needs 4 computed values, 24 N + 16 bytes, which are kept for it");
});

test("a folded block costs what its nodes cost, and counts what of it is needed", () => {
  const numbers = graphOf([
    ...blocks.nodes,
    node("grad/l/x", "f", "enc enc/moved", [], {}, { of: "x", via: "enc" }),
  ]);
  const saved = savedBy(numbers);
  const boxes = annotate(view(numbers, { fold: ["enc"] }), { saved }).boxes;
  expect(boxes.find(({ role }) => role === "block")?.saved).toBe("backward needs 2 of its values");
});

test("shapes are rectangles in place of text, of a colour for each kind", () => {
  const drawn = annotate(view(louppe), { shapes: shapesOf(louppe) });
  expect(drawn.boxes.find(({ id }) => id === "W1")?.shapeBox).toEqual({ kind: "parameter", dims: [2, 2] });
  expect(drawn.boxes.find(({ id }) => id === "l")?.shapeBox).toBeUndefined();
  const backward = annotate(view(louppe, { pass: "backward" }), { shapes: shapesOf(louppe) });
  const kinds = backward.boxes.map(({ node: id, shapeBox }) => shapeBox && `${id} ${shapeBox.kind}`);
  expect(kinds).toContain("grad/loss/W1 gradient");
  expect(kinds).toContain("W2 parameter");
  expect(dot(drawn)).not.toContain("[N, 2]");
});

test("dims stand at the sides of their rectangle, whose sides grow with them", async () => {
  const shapes = [[], [3], ["N"], [1, 7], ["N", 300], [8, 3, 20, 20]] as const;
  const graph = graphOf(shapes.map((shape, i) => node(`s${i}`, "input", "", shape)));
  const { boxes } = await layout(dot(annotate(view(graph), { shapes: shapesOf(graph) })));
  const texts = shapes.map((_, i) => boxes.get(`s${i}`)!.texts);
  expect(texts).toEqual([
    ["s0"],
    ["s1", "3"],
    ["s2", "N"],
    ["s3", "7", "1"],
    ["s4", "300", "N"],
    ["s5", "20", "8 × 3 × 20"],
  ]);
});

const derivatives: Derivatives = new Map<string, Derivative>([
  [derivativeKey("u8", 1), tensor(0.1)],
  [
    derivativeKey("u2", 0),
    tensor([
      [0.249376, 0],
      [0, 0.18737],
    ]),
  ],
  [derivativeKey("u7", 0), tensor(0)],
  [derivativeKey("u7", 1), "no path"],
  [derivativeKey("l", 0), ["one", "as text"]],
]);

test("local derivatives stand on the edges that they belong to, and the others stay blank", () => {
  const { edges } = annotate(view(louppe), { derivatives });
  const labels = edges.flatMap(({ from, to, label }) =>
    label ? [[`${from} ${to}`, label.state, label.lines]] : [],
  );
  expect(labels).toEqual([
    ["u1 u2", "value", ["(0.249376, 0)", "(0, 0.18737)"]],
    ["u5 u7", "zero", ["exactly 0"]],
    ["u6 u7", "no path", ["no path"]],
    ["u7 u8", "value", ["0.1"]],
    ["u4 l", "value", ["one", "as text"]],
  ]);
  const text = dot(annotate(view(louppe), { derivatives }));
  expect(text).toMatch(/"u7" -> "u8" \[label=<.*∂u8\/∂u7.*= 0\.1/);
  expect(text).toMatch(/"u6" -> "u7" \[label=<.*<I>.*no path.*<\/I>/);
});

test("a node that takes a value twice has both derivatives on one edge", () => {
  const square = graphOf([node("x", "input"), node("y", "multiply", "x x")]);
  const twice: Derivatives = new Map([0, 1].map((i) => [derivativeKey("y", i), tensor(3)]));
  expect(annotate(view(square), { derivatives: twice }).edges[0]!.label).toEqual({
    state: "value",
    lines: ["3", "3"],
  });
});

test("a small matrix is set in brackets, a row a row; the caption tells the rule for larger ones where there are any", async () => {
  const drawn = annotate(view(louppe), { values: louppeValues });
  expect(drawn.boxes.find(({ id }) => id === "W1")?.value?.cells).toEqual([
    ["0.5", "-0.3"],
    ["0.2", "0.4"],
  ]);
  expect(drawn.caption ?? "").not.toContain("larger");
  const { boxes } = await layout(dot(drawn));
  const { texts } = boxes.get("W1")!;
  expect(texts.map((text) => text.trim())).toEqual(["W1", "[2, 2]", "=", "0.5", "-0.3", "0.2", "0.4"]);
  const large = graphOf([node("x", "input", "", [5])]);
  const values = { x: tensor([1, 2, 3, 4, 5]) };
  expect(annotate(view(large), { values }).caption).toBe("larger tensors: least … greatest, then the mean");
});

test("all overlays at once lay out, and every box is as wide as its texts", async () => {
  const all = {
    values: louppeValues,
    shapes: shapesOf(louppe),
    saved: savedBy(louppe),
    derivatives,
  };
  for (const pass of ["forward", "backward", "both"] as const) {
    const drawn = annotate(view(louppe, { pass }), all);
    const { boxes } = await layout(dot(drawn));
    expect(boxes.size).toBe(drawn.boxes.length);
  }
});
