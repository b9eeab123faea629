import fc from "fast-check";
import type { Graph } from "@chainrule/core";
import { graphOf, node } from "./node.js";

/** Pieces of what each format takes for its own. */
const pieces = [
  '"',
  "'",
  "\\",
  "\\N",
  "\\n",
  "]",
  "[",
  "}",
  "{",
  ";",
  "->",
  "-->",
  "-.->",
  "//",
  "/*",
  "*/",
  "#",
  "#quot;",
  "%%",
  "%%{init: {}}%%",
  "</TD></TR></TABLE>",
  "<script>",
  "<!--",
  "-->",
  "]]>",
  "<![CDATA[",
  "&amp;",
  "&#x22;",
  "\n",
  "\r\n",
  "\t",
  "\u0000",
  "\u001b[2J",
  "\u2028",
  "\ud800",
  "\uffff",
  "\u202e",
  "├─ ",
  "│  ",
  "└─ ",
  "⋯21 ",
  "↑ ",
  "  ",
  "end",
  "subgraph x",
  "digraph",
  "class n0 input",
  "style n0 fill:#fff;",
  "$$x$$",
  "`",
  "|",
  "ﬂ°°35¶ß",
  "∂",
  "日本語",
  "😀",
  "e\u0301",
  "__proto__",
  "constructor",
  "grad/",
  "update/",
  "/",
  "@",
  "~",
  "a",
  "0",
  "cluster_",
  "row 0",
  "forward pass",
] as const;

/** A name made of pieces that mean something somewhere, and of any letters. */
export const hostileName: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** Names that are not alike, as many as asked for. */
export function hostileNames(count: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(hostileName, { minLength: count, maxLength: count });
}

/**
 * A graph in which each name is a node, an op, an attribute, a dim and an output; each node takes the one or two before
 * it.
 */
export function graphOfNames(names: readonly string[]): Graph {
  const nodes = names.map((id, i) => ({
    ...node(id, i === 0 ? "input" : names[(i * 7) % names.length]!, "", [names[(i + 3) % names.length]!], {
      [names[(i + 5) % names.length]!]: names[(i + 1) % names.length]!,
    }),
    in: names.slice(Math.max(0, i - 2), i),
  }));
  return graphOf(nodes, { name: names[0]!, outputs: Object.fromEntries(names.map((name) => [name, name])) });
}
