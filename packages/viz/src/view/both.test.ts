import { expect, test } from "vitest";
import { dot } from "../dot/dot.js";
import { blocks } from "../testing/blocks.js";
import { louppe } from "../testing/louppe.js";
import { graphOf, node } from "../testing/node.js";
import { layout } from "../testing/layout.js";
import { view } from "./view.js";

const both = view(louppe, { pass: "both" });
const byId = new Map(both.boxes.map((box) => [box.id, box]));

test("a gradient and its terms stand in the row of the node that they belong to", () => {
  const backward = louppe.nodes.filter(({ of, id }) => of !== undefined && byId.has(id));
  expect(backward.length).toBe(16);
  for (const { id, of } of backward) expect([id, byId.get(id)!.row]).toEqual([id, byId.get(of!)!.row]);
});

test("rows run down along the forward pass, and what an operation takes stands right above it", () => {
  const rows = Object.fromEntries(both.boxes.map(({ id, row }) => [id, row]));
  expect(rows).toMatchObject({ x: 0, W1: 0, u1: 1, u2: 2, W2: 2, u3: 3, u5: 3, u6: 3, yhat: 4, y: 4, u7: 4 });
  for (const { from, to, kind } of both.edges) {
    if (kind === "flow" && !to.startsWith("grad/")) expect(rows[from]).toBeLessThan(rows[to]!);
    if (kind === "flow" && from.startsWith("grad/")) expect(rows[from]).toBeGreaterThanOrEqual(rows[to]!);
  }
});

test("every node of both passes is there once, but for steps that a call names, and every flow of the two passes", () => {
  const folded = ["grad/loss/W2@u3.b/transpose", "grad/loss/W1@u1.b/transpose"];
  const shown = louppe.nodes.map(({ id }) => id).filter((id) => !folded.includes(id));
  expect(both.boxes.filter(({ role }) => role !== "output").map(({ id }) => id)).toEqual(shown);
  const forward = view(louppe).edges;
  const backward = view(louppe, { pass: "backward" }).edges.filter(
    ({ kind, from }) => kind === "flow" && !folded.includes(from),
  );
  expect(both.edges.filter(({ kind }) => kind === "flow")).toEqual([...forward, ...backward]);
});

test("what a rule needs from its row or the next is an edge across, through the steps that are not drawn", () => {
  const across = both.edges.filter(({ kind }) => kind === "reference").map(({ from, to }) => `${from} ${to}`);
  expect(across).toContain("yhat grad/loss/u3");
  expect(across).toContain("x grad/loss/W1@u1.b");
  expect(across).toContain("W2 grad/loss/u2");
  // u5 is three rows below W1: the call names it.
  expect(across).not.toContain("u5 grad/loss/W1@u5.x");
  expect(byId.get("grad/loss/W1@u5.x")!.lines).toContain("normGradient(g, W1, u5)");
});

test("laid out, the boxes of a row stand on one line, forward to the left of backward, and rows do not overlap", async () => {
  const { boxes, edges } = await layout(dot(both));
  const centres = new Map<number, Set<number>>();
  for (const { id, row } of both.boxes) {
    const y = boxes.get(id)!.y;
    centres.set(row!, (centres.get(row!) ?? new Set()).add(Math.round(y)));
  }
  expect([...centres.values()].every((set) => set.size === 1)).toBe(true);
  const heights = [...centres].sort(([a], [b]) => a - b).map(([, set]) => [...set][0]!);
  expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  const [forward, backward] = [false, true].map((isBackward) =>
    both.boxes.filter(({ id }) => id.startsWith("grad/") === isBackward).map(({ id }) => boxes.get(id)!),
  );
  const right = Math.max(...forward!.map(({ x, width }) => x + width / 2));
  expect(right).toBeLessThan(Math.min(...backward!.map(({ x, width }) => x - width / 2)));
  const rowEdges = edges.filter(({ invisible }) => !invisible);
  expect(rowEdges).toHaveLength(both.edges.length);
});

test("blocks are drawn in both halves, inside them", () => {
  const drawn = view(blocks, { pass: "both" });
  expect(drawn.clusters).toEqual([
    { id: "forward pass", title: "forward ↓", block: "" },
    { id: "forward pass/enc", title: "enc", block: "enc", parent: "forward pass" },
    { id: "forward pass/enc/dense", title: "dense", block: "enc/dense", parent: "forward pass/enc" },
    { id: "backward pass", title: "backward ↑", block: "" },
  ]);
});

test("a chain of 20,000 nodes and its gradients is drawn without recursion", () => {
  const count = 20_000;
  const forward = Array.from({ length: count }, (_, i) =>
    node(`n${i}`, i ? "abs" : "input", i ? `n${i - 1}` : ""),
  );
  const backward = Array.from({ length: count }, (_, k) => {
    const i = count - 1 - k;
    const made = k === 0 ? { of: `n${i}`, rule: "seed" } : { of: `n${i}`, via: `n${i + 1}`, rule: "abs" };
    return node(
      `grad/l/n${i}`,
      k === 0 ? "constant" : "absGradient",
      k === 0 ? "" : `grad/l/n${i + 1} n${i}`,
      [],
      {},
      made,
    );
  });
  const drawn = view(graphOf([...forward, ...backward]), { pass: "both" });
  expect(drawn.boxes).toHaveLength(2 * count);
  expect(dot(drawn).split("\n").length).toBeGreaterThan(4 * count);
});
