import fc from "fast-check";
import { expect, test } from "vitest";
import { differentiate } from "./differentiate.js";
import { Refusal } from "./errors.js";
import { type Graph, graphHash, graphToJson } from "./graph.js";
import { graphFromJson } from "./graphDocument.js";
import { problemsOf } from "./testing/refusals.js";
import { graphOf } from "./testing/run.js";
import { testRegistry as registry } from "./testing/testOps.js";

fc.configureGlobal({ seed: 1 });

/** Every source, ops with and without attributes, backward nodes and an update. */
const graph = ((): Graph => {
  const forward = graphOf(
    (call, builder) => {
      const x = builder.source("input", "x", ["N", 2], "float64");
      builder.source("input", "label", ["N"], "int32", { classes: 3 });
      const w = builder.source("parameter", "w", [2], "float64", {
        init: { type: "drawn" },
        trainable: true,
      });
      const v = builder.source("parameter", "v", [2], "float64", { value: [0.5, 0.25], trainable: false });
      const mean = builder.source("buffer", "mean", [2], "float64", { fit: "mean", of: "h" });
      const most = builder.source("buffer", "most", [2], "float64", { value: [Infinity, -Infinity] });
      builder.source("slot", "slot/w/m", [2], "float64", { init: 0 });
      builder.name(call("tanh", [call("multiply", [x, w])]), "h");
      const centred = call("subtract", [call("add", [builder.get("h"), v]), mean]);
      builder.name(
        call("sum", [call("cube", [call("add", [centred, most])], { factor: 2 })], { axes: [0] }),
        "s",
      );
      builder.name(call("sum", [builder.get("s")]), "l");
    },
    ["l"],
  );
  const both = differentiate(forward, { of: "l", registry });
  const made = graphOf((call, builder) => {
    both.nodes.forEach((node) => builder.adopt(node));
    builder.name(call("add", [builder.get("w"), builder.get("grad/l/w")]), "update/w");
  }, []);
  return { ...made, name: "whole", outputs: both.outputs, updates: { w: "update/w" } };
})();
const text = graphToJson(graph);
type Document = { nodes: Record<string, unknown>[]; [key: string]: unknown };
const document = (): Document => JSON.parse(text) as Document;
const read = (changed: unknown): Graph => graphFromJson(JSON.stringify(changed), registry);
const refused = (change: (made: Document) => void): readonly unknown[] => {
  const changed = document();
  change(changed);
  return problemsOf(() => read(changed));
};
const nodeOf = ({ nodes }: Document, id: string): Record<string, unknown> =>
  nodes.find((node) => node["id"] === id)!;

test("what is written is what is read", () => {
  const again = graphFromJson(text, registry);
  expect(graphToJson(again)).toBe(text);
  expect(graphHash(again)).toBe(graphHash(graph));
  expect(again).toEqual(graph);
});

test("numbers that JSON lacks survive, and so does -0", () => {
  const value = [0, -0, Infinity, -Infinity, NaN];
  const made = graphOf((_, builder) => builder.source("constant", "c", [5], "float64", { value }), ["c"]);
  const again = graphFromJson(graphToJson(made), registry);
  expect(again.nodes[0]!.attributes["value"]).toEqual(value);
  expect(graphHash(again)).toBe(graphHash(made));
});

test("defaults may be left out of the document; the graph has them", () => {
  const changed = document();
  delete nodeOf(changed, "s")["attributes"];
  nodeOf(changed, "s")["shape"] = [];
  delete nodeOf(changed, "l")["attributes"];
  expect(() => read(changed)).not.toThrow();
});

test.each<[string, (made: Document) => void, object]>([
  [
    "another version",
    (made) => (made["graph"] = 2),
    { code: "bad-value", path: ["graph"], got: "2", need: "1" },
  ],
  ["an unknown key", (made) => (nodeOf(made, "h")["input"] = []), { code: "unknown-key", got: '"input"' }],
  [
    "an unknown op",
    (made) => (nodeOf(made, "h")["op"] = "tahn"),
    { code: "unknown-op", at: "h", path: ["nodes", 8], try: '"tanh"' },
  ],
  [
    "a later input",
    (made) => (nodeOf(made, "h")["in"] = ["s"]),
    { code: "unknown-node", at: "h", path: ["nodes", 8, "in", 0], got: '"s"' },
  ],
  ["itself as input", (made) => (nodeOf(made, "h")["in"] = ["h"]), { code: "unknown-node", got: '"h"' }],
  [
    "a duplicate id",
    (made) => (nodeOf(made, "v")["id"] = "w"),
    { code: "duplicate-id", path: ["nodes", 3], got: '"w" twice' },
  ],
  [
    "too many inputs",
    (made) => (nodeOf(made, "h")["in"] = ["x", "x"]),
    { code: "wrong-inputs", at: "h", got: "2 inputs" },
  ],
  [
    "inputs of a source",
    (made) => (nodeOf(made, "w")["in"] = ["x"]),
    { code: "wrong-inputs", at: "w", got: "1 inputs", need: "none for parameter" },
  ],
  [
    "a wrong shape",
    (made) => (nodeOf(made, "h")["shape"] = ["N", 3]),
    {
      code: "wrong-shape",
      path: ["nodes", 8, "shape"],
      got: "float64 [N, 3]",
      need: "float64 [N, 2], which tanh makes of its inputs",
    },
  ],
  [
    "a wrong dtype",
    (made) => (nodeOf(made, "h")["dtype"] = "float32"),
    { code: "wrong-shape", got: "float32 [N, 2]" },
  ],
  [
    "a dim that is no name",
    (made) => (nodeOf(made, "x")["shape"] = ["N 2", 2]),
    { code: "bad-value", path: ["nodes", 0, "shape", 0] },
  ],
  [
    "a bad attribute",
    (made) => (nodeOf(made, "s")["attributes"] = { axes: "none" }),
    { code: "bad-attribute", at: "s", got: '"axes": "none"' },
  ],
  [
    "an unknown attribute",
    (made) => (nodeOf(made, "h")["attributes"] = { alpha: 1 }),
    { code: "unknown-attribute", at: "h", got: '"alpha"' },
  ],
  [
    "a constant that is no number",
    (made) => (nodeOf(made, "v")["attributes"] = { value: [1, "2"] }),
    { code: "not-a-number", at: "v", got: '"2"' },
  ],
  [
    "a value of another shape",
    (made) => (nodeOf(made, "v")["attributes"] = { value: [1] }),
    { code: "shape-mismatch", at: "v", need: "[2]" },
  ],
  [
    "an unknown initialiser",
    (made) => (nodeOf(made, "w")["attributes"] = { init: { type: "drwn" } }),
    { code: "unknown-initialiser", at: "w", try: '"drawn"' },
  ],
  [
    "value beside init",
    (made) => (nodeOf(made, "w")["attributes"] = { init: { type: "drawn" }, value: [1, 2] }),
    { code: "conflict", at: "w", got: "both" },
  ],
  [
    "neither value nor init",
    (made) => (nodeOf(made, "w")["attributes"] = {}),
    { code: "conflict", at: "w", got: "neither" },
  ],
  [
    "an open parameter",
    (made) => (nodeOf(made, "w")["shape"] = ["N"]),
    { code: "unbound-dim", at: "w", path: ["nodes", 2, "shape"] },
  ],
  [
    "an enormous parameter",
    (made) => (nodeOf(made, "w")["shape"] = [2 ** 40]),
    { code: "too-large", at: "w" },
  ],
  [
    "a buffer fitted to nothing",
    (made) => (nodeOf(made, "mean")["attributes"] = { fit: "mean", of: "hh" }),
    { code: "unknown-node", path: ["nodes", 4, "attributes", "of"] },
  ],
  [
    "of without rule",
    (made) => delete nodeOf(made, "grad/l/w")["rule"],
    { code: "missing-key", at: "grad/l/w", got: 'no "rule"' },
  ],
  [
    "rule without of",
    (made) => delete nodeOf(made, "grad/l/w")["of"],
    { code: "missing-key", at: "grad/l/w", got: 'no "of"' },
  ],
  [
    "the gradient of an unknown node",
    (made) => (nodeOf(made, "grad/l/w")["of"] = "ww"),
    { code: "unknown-node", at: "grad/l/w" },
  ],
  [
    "an unknown rule",
    (made) => (nodeOf(made, "grad/l/w")["rule"] = "magic"),
    { code: "unknown-op", at: "grad/l/w" },
  ],
  [
    "an unknown output",
    (made) => (made["outputs"] = { l: "ll" }),
    { code: "unknown-node", path: ["outputs", "l"], got: '"ll"' },
  ],
  [
    "an update of nothing",
    (made) => (made["updates"] = { q: "update/w" }),
    { code: "unknown-node", path: ["updates", "q"], got: '"q"' },
  ],
  [
    "an update by nothing",
    (made) => (made["updates"] = { w: "q" }),
    { code: "unknown-node", path: ["updates", "w"], got: '"q"' },
  ],
  [
    "an update of an input",
    (made) => (made["updates"] = { x: "h" }),
    { code: "bad-update", path: ["updates", "x"], got: "an update of the input x" },
  ],
  [
    "an update of another shape",
    (made) => (made["updates"] = { w: "l" }),
    { code: "wrong-shape", path: ["updates", "w"], got: "float64 []", need: "float64 [2], as w" },
  ],
])("%s is refused", (_, change, problem) => {
  expect(refused(change)).toMatchObject([{ file: "graph.json", line: 1, ...problem }]);
});

test("a refusal points into the text", () => {
  const broken = text.replace('"op": "tanh"', '"op": "tahn"');
  const line = broken.slice(0, broken.indexOf("tahn")).split("\n").length;
  expect(problemsOf(() => graphFromJson(broken, registry, "g.json"))).toMatchObject([
    { file: "g.json", line, column: 5 },
  ]);
});

const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    "x",
    "h",
    "w",
    "N",
    "tanh",
    "multiply",
    "sum",
    "input",
    "constant",
    "float32",
    "int32",
    "",
    null,
    true,
    [],
    {},
  ),
  fc.integer({ min: -2, max: 3 }),
);
const key = fc.constantFrom(
  "id",
  "op",
  "in",
  "attributes",
  "shape",
  "dtype",
  "of",
  "via",
  "rule",
  "value",
  "extra",
);

/** A document with one field of one node, or of the whole, replaced, removed or added. */
const tampered = fc
  .tuple(
    fc.nat({ max: graph.nodes.length }),
    key,
    fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
    fc.boolean(),
  )
  .map(([i, field, value, removes]): Document => {
    const made = document();
    const target = made.nodes[i] ?? made;
    if (removes) delete target[field];
    else target[field] = value;
    return made;
  });

/** Fields that may be left out where they are empty. */
const full = (made: Document): unknown => ({
  ...made,
  nodes: made.nodes.map((node) => ({ in: [], attributes: {}, ...node })),
});

test("a document that was tampered with is refused, or means exactly what it says", () => {
  let accepted = 0;
  fc.assert(
    fc.property(tampered, (made) => {
      let again: Graph;
      try {
        again = read(made);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        for (const problem of (error as Refusal).problems) {
          expect(problem).toMatchObject({
            code: expect.any(String),
            file: "graph.json",
            line: 1,
            got: expect.any(String),
            need: expect.any(String),
          });
        }
        return;
      }
      accepted++;
      const written = JSON.parse(graphToJson(again)) as Document;
      // Defaults are filled in; nothing that was said is changed or dropped.
      expect(full(written)).toMatchObject(full(made) as object);
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(50);
});
