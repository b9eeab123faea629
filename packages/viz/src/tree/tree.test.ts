import { expect, test } from "vitest";
import { blocks } from "../testing/blocks.js";
import { louppe, louppeValues } from "../testing/louppe.js";
import { graphOf, node } from "../testing/node.js";
import { parseTree } from "../testing/treeGrammar.js";
import { annotate, gradientsOf } from "../view/annotate.js";
import { view } from "../view/view.js";
import { tree } from "./tree.js";

test("Louppe's network, with its numbers", async () => {
  const gradients = gradientsOf(louppe, "loss", louppeValues);
  const text = tree(annotate(view(louppe), { values: louppeValues, gradients }));
  await expect(text).toMatchFileSnapshot("__snapshots__/louppe.txt");
});

test("blocks are named, and what is used twice is mentioned the second time", () => {
  expect(tree(view(blocks))).toMatchInlineSnapshot(`
    "test, forward

    prediction
    └─ scale               multiply(2, out)      [N, 8]
       ├─ 2
       └─ out              subtract(enc, mean)   [N, 8]
          ├─ enc           tanh(dense/z)         [N, 8]  in enc
          │  └─ z          matmul(enc/moved, W)  [N, 8]  in enc/dense
          │     ├─ moved   subtract(x, 0.5)      [N, 4]  in enc
          │     │  ├─ x                          [N, 4]
          │     │  └─ 0.5                                in enc
          │     └─ W       init: he, frozen      [4, 8]  in enc/dense
          └─ mean          fitted: mean          [8]
    "
  `);
});

test("a line for each box and each edge, the children of a box being what it takes", () => {
  const drawn = view(louppe);
  const { rows } = parseTree(tree(drawn));
  const children = rows.flatMap(({ name, parent }) =>
    parent === undefined ? [] : [`${name} ${rows[parent]!.name}`],
  );
  const titles = new Map(drawn.boxes.map(({ id, title }) => [id, title]));
  expect(children.sort()).toEqual(
    drawn.edges.map(({ from, to }) => `${titles.get(from)!} ${titles.get(to)!}`).sort(),
  );
});

test("a chain of 100,000 nodes is a line each, none longer than the twentieth", () => {
  const count = 100_000;
  const chain = graphOf(
    Array.from({ length: count }, (_, i) => node(`n${i}`, i ? "abs" : "input", i ? `n${i - 1}` : "")),
  );
  const { rows } = parseTree(tree(view(chain)));
  expect(rows).toHaveLength(count);
  expect(rows.every(({ parent }, i) => parent === (i === 0 ? undefined : i - 1))).toBe(true);
  expect(
    Math.max(
      ...tree(view(chain))
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThan(160);
});

test("folded blocks that take from each other are all there", () => {
  const circle = graphOf([
    node("a/x", "input"),
    node("b/y", "abs", "a/x"),
    node("a/z", "abs", "b/y"),
    node("b/w", "abs", "a/z"),
  ]);
  const { rows } = parseTree(tree(view(circle, { fold: "all" })));
  expect(rows.map(({ name, isMention }) => `${isMention ? "again " : ""}${name}`)).toEqual([
    "a",
    "b",
    "again a",
  ]);
});
