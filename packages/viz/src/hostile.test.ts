import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dot } from "./dot/dot.js";
import { mermaid } from "./mermaid/mermaid.js";
import { graphOfNames, hostileNames } from "./testing/hostile.js";
import { layout } from "./testing/layout.js";
import { parseMermaid } from "./testing/mermaidGrammar.js";
import { parseTree } from "./testing/treeGrammar.js";
import { elide } from "./escape.js";
import { toSvg } from "./svg/svg.js";
import { tree } from "./tree/tree.js";
import { view } from "./view/view.js";

/** Ten graphs of twenty names: 200 hostile names. */
const seed = Number(process.env["SEED"] ?? 20_261_125);
const graphs = fc.sample(hostileNames(20), { numRuns: 10, seed }).map(graphOfNames);
const views = graphs.map((graph) => view(graph));

/** What is left of a name where a format has no way to write some letters. */
const readable = (text: string): string => elide(text).replace(/[^\p{L}\p{N}]+/gu, "");

describe(`200 hostile names, seed ${seed}`, () => {
  test("DOT: Graphviz reads as many boxes, edges and clusters as there are, and every name", async () => {
    for (const drawn of views) {
      const { boxes, edges, clusters } = await layout(dot(drawn));
      expect(boxes.size).toBe(drawn.boxes.length);
      expect(edges).toHaveLength(drawn.edges.length);
      expect(clusters.filter((name) => !name.startsWith("cluster_ beside "))).toHaveLength(
        drawn.clusters.length,
      );
      const told = [...boxes.values()].map(({ texts }) => readable(texts[0] ?? ""));
      expect(told.sort()).toEqual(drawn.boxes.map(({ title }) => readable(title)).sort());
    }
  });

  test("SVG: an XML parser reads it, and it holds as many nodes and edges, and no element of anybody else's", async () => {
    const known = new Set(["svg", "g", "title", "polygon", "polyline", "text", "path", "ellipse"]);
    for (const drawn of views) {
      const svg = await toSvg(dot(drawn));
      expect(() => new Resvg(svg)).not.toThrow();
      expect([...svg.matchAll(/<g id="node\d+" class="node /g)]).toHaveLength(drawn.boxes.length);
      expect([...svg.matchAll(/<g id="edge\d+" class="edge"/g)]).toHaveLength(drawn.edges.length);
      for (const [, name] of svg.replace(/<\?xml[^>]*\?>/, "").matchAll(/<([a-zA-Z!?][^\s/>]*)/g)) {
        expect(known).toContain(name);
      }
    }
  });

  test("text tree: a line for each box and each mention, each a child of the box that it leads to", () => {
    for (const drawn of views) {
      const { rows } = parseTree(tree(drawn));
      const first = rows.filter(({ isMention }) => !isMention);
      expect(first).toHaveLength(drawn.boxes.length);
      const roots = rows.filter(({ parent }) => parent === undefined).length;
      expect(rows.length - roots).toBe(drawn.edges.length);
      expect(
        first
          .map(({ name }) => name.replace(/\\u[0-9a-f]{4}/g, ""))
          .map(readable)
          .sort(),
      ).toEqual(drawn.boxes.map(({ title }) => readable(title)).sort());
    }
  });

  test("Mermaid: every line is of a strict grammar, with as many nodes, edges and subgraphs, and every name", () => {
    for (const drawn of views) {
      const { nodes, edges, subgraphs } = parseMermaid(mermaid(drawn));
      expect(nodes).toHaveLength(drawn.boxes.length);
      expect(edges).toHaveLength(drawn.edges.length);
      expect(subgraphs).toHaveLength(drawn.clusters.length);
      expect(nodes.map(({ lines }) => readable(lines[0]!)).sort()).toEqual(
        drawn.boxes.map(({ title }) => readable(title)).sort(),
      );
    }
  });

  test("side by side and folded, hostile names change no structure either", async () => {
    for (const graph of graphs.slice(0, 4)) {
      for (const drawn of [view(graph, { pass: "both" }), view(graph, { fold: "all" })]) {
        const { boxes, edges } = await layout(dot(drawn));
        expect(boxes.size).toBe(drawn.boxes.length);
        expect(edges.filter(({ invisible }) => !invisible)).toHaveLength(drawn.edges.length);
        expect(parseMermaid(mermaid(drawn)).nodes).toHaveLength(drawn.boxes.length);
      }
    }
  });
});
