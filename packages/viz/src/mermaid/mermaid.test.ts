import { expect, test } from "vitest";
import { blocks } from "../testing/blocks.js";
import { louppe, louppeValues } from "../testing/louppe.js";
import { parseMermaid } from "../testing/mermaidGrammar.js";
import { themes } from "../theme.js";
import { annotate } from "../view/annotate.js";
import { view } from "../view/view.js";
import { mermaid } from "./mermaid.js";

test("blocks are subgraphs, roles are classes", async () => {
  await expect(mermaid(view(blocks))).toMatchFileSnapshot("__snapshots__/blocks.mmd");
});

test("Louppe's backward pass, with its numbers", async () => {
  const text = mermaid(annotate(view(louppe, { pass: "backward" }), { values: louppeValues }));
  await expect(text).toMatchFileSnapshot("__snapshots__/louppe-backward.mmd");
});

test("what is written is what the view says", () => {
  for (const pass of ["forward", "backward", "both"] as const) {
    const drawn = view(louppe, { pass });
    const { nodes, edges, subgraphs } = parseMermaid(mermaid(drawn));
    const titles = new Map(nodes.map(({ id, lines }) => [id, lines[0]!]));
    const boxes = new Map(drawn.boxes.map(({ id, title }) => [id, title]));
    expect(nodes.map(({ lines }) => lines[0]).sort()).toEqual([...boxes.values()].sort());
    expect(edges.map(({ from, to }) => `${titles.get(from)!} ${titles.get(to)!}`)).toEqual(
      drawn.edges.map(({ from, to }) => `${boxes.get(from)!} ${boxes.get(to)!}`),
    );
    expect(subgraphs).toEqual(drawn.clusters.map(({ title }) => title));
  }
});

test("a theme gives the colours", () => {
  expect(mermaid(view(louppe), { theme: themes.safe })).toContain(
    `classDef parameter fill:${themes.safe.looks.parameter.fill},`,
  );
});
