import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineRewrite, graphFromJson, graphToJson, type Json, rewrite } from "@chainrule/core";
import { affine, multiply } from "@chainrule/ops";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSpec } from "../project.js";
import { defaultRegistry } from "../registry.js";
import { Folder, run } from "../testing/io.js";
import { derivationsOf } from "./derivation.js";
import { reportRewrite } from "./report.js";
import { reportLatex, reportMarkdown, reportText } from "./reportText.js";
import { latexStyle, textStyle } from "./style.js";

const file = fileURLToPath(new URL("../../../../examples/collapse/collapse.json", import.meta.url));
const registry = defaultRegistry();
const collapse = registry.get("rewrites", "collapse-affine");

let folder: Folder;
beforeAll(() => (folder = new Folder()));
afterAll(() => folder.remove());

test("the graph in its new form is written, and is one that can be read", async () => {
  const { code } = await run(folder, ["rewrite", file, "collapse-affine", "-o", "graph.json"]);
  expect(code).toBe(0);
  const text = readFileSync(join(folder.path, "graph.json"), "utf8");
  const { evalGraph } = openSpec(readFileSync(file, "utf8"), file);
  expect(text).toBe(graphToJson(rewrite(evalGraph, collapse, { registry }).graph));
  expect(graphToJson(graphFromJson(text, registry))).toBe(text);
});

test("JSON tells the steps, the algebra and the check", async () => {
  const { stdout } = await run(folder, ["rewrite", file, "collapse-affine", "--json"]);
  const told = JSON.parse(stdout) as Record<string, Json>;
  expect(told).toMatchObject({
    rewrite: "collapse-affine",
    nodes: { before: { nodes: 14, onData: 6 }, after: { nodes: 18, onData: 4 } },
    isEqual: true,
    outputs: [
      { output: "z", largest: 0, relative: 0 },
      { output: "loss", largest: 0, relative: 0 },
      { output: "accuracy", largest: 0, relative: 0 },
    ],
  });
  expect((told["steps"] as Json[])[0]).toMatchObject({
    kind: "replace",
    node: "h2",
    root: "h2",
    read: ["h1"],
    made: ["h2/matmul", "h2/matmul2", "h2/matmul3", "h2/add"],
    nodes: 18,
  });
});

test("the rewrites are listed as JSON too", async () => {
  const { stdout } = await run(folder, ["rewrite", file, "--json"]);
  const { rewrites } = JSON.parse(stdout) as { rewrites: { name: string; summary: string }[] };
  expect(rewrites.map(({ name }) => name)).toEqual(["collapse-affine", "drop-identity", "unfold"]);
});

test("rows that the spec does not hold are not computed; feeds are", async () => {
  const spec = JSON.parse(readFileSync(file, "utf8").replace(/^\/\/.*\n/, "")) as Record<string, Json>;
  const { data: _, train: __, expect: ___, ...rest } = spec;
  folder.write("bare.json", rest);
  folder.write("x.json", { x: [[1, 2]] });
  const without = await run(folder, ["rewrite", "bare.json", "collapse-affine"]);
  expect(without.stdout).not.toContain("equal before and after");
  const withFeeds = await run(folder, ["rewrite", "bare.json", "collapse-affine", "--feeds", "x.json"]);
  expect(withFeeds.stdout).toContain("equal before and after: z (to the last bit)");
});

const wrong = defineRewrite({
  name: "wrong",
  doc: { summary: "forgets to scale the bias" },
  step: ({ nodes }) =>
    nodes.find(({ id }) => id === "z")!.op === "affine"
      ? {
          node: "z",
          does: "is wrong",
          law: { name: "none" },
          read: [],
          make: (get) => multiply(2, affine(get("h2"), get("W3"), get("b3"))),
        }
      : undefined,
});

test("a rewrite that changes a number is told to", () => {
  const project = openSpec(readFileSync(file, "utf8"), file);
  const { evalGraph: graph, engine } = project;
  const { columns: feeds } = project.data.splits.train;
  const report = reportRewrite(graph, wrong, { registry, engine, state: project.initialState(), feeds });
  expect(report.isEqual).toBe(false);
  expect(reportText(report)).toContain(
    "NOT equal before and after: largest difference 4.3, in z: 1.0 of its size",
  );
});

const hostile = ["a & b", "$x$", "a|b", "{", "}", "\\\\", "a%b", "x_1^2", "#", "~", "</script>"];

test("names steer neither a table nor TeX", () => {
  for (const name of hostile) {
    const report = {
      rule: wrong,
      outputs: [],
      isEqual: true,
      ...rewrite(named(name), collapse, { registry }),
      before: named(name),
    };
    for (const row of reportMarkdown(report)
      .split("\n")
      .filter((line) => line.startsWith("|"))) {
      expect(row.replaceAll("\\|", "").match(/\|/g), row).toHaveLength(4);
    }
    const latex = reportLatex(report).replace(/^%.*\n/gm, "");
    const plain = latex.replace(/\\[\\{}#$%&_]/g, "");
    expect(plain.match(/\{/g)?.length, latex).toBe(plain.match(/\}/g)?.length);
    expect(plain, latex).not.toMatch(/[#$%]/);
  }
});

/** A graph with two layers, one parameter of which has this name. */
function named(name: string) {
  const { evalGraph } = openSpec(readFileSync(file, "utf8"), file);
  const other = (id: string): string => (id === "W2" ? name : id);
  return {
    ...evalGraph,
    nodes: evalGraph.nodes.map((node) => ({ ...node, id: other(node.id), in: node.in.map(other) })),
  };
}

test("the derivation is that of the lecture, as text and as LaTeX", () => {
  const one = { shape: [], init: { type: "normal", std: 1 } } as const;
  const two = { shape: [2], init: { type: "normal", std: 1 } } as const;
  const model = {
    inputs: { x: { shape: ["N", 2] } },
    params: { w1: two, w2: two, w9: one, w10: one, b1: one, b2: one, b3: one },
    nodes: {
      s1: { op: "matmul", in: ["x", "w1"] },
      h1: { op: "add", in: ["s1", "b1"] },
      s2: { op: "matmul", in: ["x", "w2"] },
      h2: { op: "add", in: ["s2", "b2"] },
      p9: { op: "multiply", in: ["w9", "h1"] },
      p10: { op: "multiply", in: ["w10", "h2"] },
      s: { op: "add", in: ["p9", "p10"] },
      z: { op: "add", in: ["s", "b3"] },
    },
    outputs: { z: "z" },
  };
  const { evalGraph } = openSpec(JSON.stringify({ chainrule: 1, model }));
  const { steps } = rewrite(evalGraph, collapse, { registry });
  const last = (style: typeof textStyle) =>
    derivationsOf(evalGraph, steps, style).at(-1)!.lines.at(-1)!.algebra;
  expect(last(textStyle)).toBe("x (w9 w1 + w10 w2) + (w9 b1 + w10 b2 + b3)");
  expect(last(latexStyle)).toBe(
    "x \\, \\left(w_{9} \\, w_{1} + w_{10} \\, w_{2}\\right) + \\left(w_{9} \\, b_{1} + w_{10} \\, b_{2} + b_{3}\\right)",
  );
});
