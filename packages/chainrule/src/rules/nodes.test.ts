// Rules 3 and 4: nodes and parameters.
import { graphToJson } from "@chainrule/core";
import { expect, test } from "vitest";
import { gradientsOf, linesOf, opened, specOf } from "../testing/rules.js";

const tanh = { op: "tanh", in: ["x"] };
const dense = { block: "dense", in: ["x"], units: 3 };

/** A document with the keys of every object the other way round. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  ) as T;
}

test('3: "nodes are an object keyed by id; order means nothing", with blocks and copies too', () => {
  const spec = specOf({
    h10: { ...dense, repeat: 2 },
    h9: { block: "mlp", in: ["h10"], widths: [4, 3], activation: ["tanh", "relu"] },
    Wt: { op: "transpose", in: ["h10/1/W"] },
    g: { ...dense, in: ["h9"], params: { W: "Wt" } },
    y: { op: "add", in: ["g", 2] },
  });
  const outputs = { y: "y" };
  const [a, b] = [spec, turned(spec)].map(
    (each) => opened({ ...each, model: { ...(each["model"] as object), outputs } }).graph,
  );
  expect(graphToJson(b!)).toBe(graphToJson(a!));
});

test('3: "in is a list in declared order or an object by input name; a number in it is a constant of the spec\'s dtype"', () => {
  const byName = opened(
    specOf({ y: { op: "subtract", in: { b: "x", a: 0.1 } } }, {}, { dtype: "float32" }),
  ).graph;
  expect(graphToJson(byName)).toBe(
    graphToJson(opened(specOf({ y: { op: "subtract", in: [0.1, "x"] } }, {}, { dtype: "float32" })).graph),
  );
  expect(byName.nodes[1]).toMatchObject({
    id: "y/a",
    op: "constant",
    shape: [],
    dtype: "float32",
    attributes: { value: 0.1 },
  });
});

test('3: "doc" is for readers and leaves no trace in the graph', () => {
  expect(graphToJson(opened(specOf({ t: { ...tanh, doc: "a squashed x" } })).graph)).toBe(
    graphToJson(opened(specOf({ t: tanh })).graph),
  );
});

test('4: "init is a name or { type, … }"', () => {
  const params = (init: unknown) => ({ params: { w: { shape: [3], init } } });
  const nodes = { y: { op: "add", in: ["x", "w"] } };
  const [named, typed] = ["ones", { type: "ones" }].map((init) => opened(specOf(nodes, params(init))));
  expect(graphToJson(typed!.graph)).toBe(graphToJson(named!.graph));
  expect([...named!.initialState().read("w").data]).toEqual([1, 1, 1]);
});

test('4: a parameter of an instance "is addressed as enc/W anywhere in the enclosing scope"', () => {
  const nodes = {
    enc: { block: "mlp", in: ["x"], widths: [4] },
    penalty: { op: "norm", in: ["enc/h/0/W"], ord: "fro" },
    dec: { block: "dense", in: { x: "enc" }, units: 4, params: { b: "enc/h/0/b" } },
  };
  const { graph } = opened(specOf(nodes, { outputs: { y: "dec", p: "penalty", W: "enc/h/0/W" } }));
  expect(linesOf(graph)).toEqual(
    expect.arrayContaining(["penalty = norm(enc/h/0/W)", "dec/z = affine(enc/h/0/a, dec/W, enc/h/0/b)"]),
  );
  expect(graph.outputs["W"]).toBe("enc/h/0/W");
});

test('4: "params binds a block parameter to any node of equal shape; share binds all of them"', () => {
  const nodes = {
    enc: dense,
    V: { op: "tanh", in: ["C"] },
    a: { ...dense, params: { W: "V", b: "B" } },
    b: { ...dense, share: "enc" },
    both: { ...dense, share: "enc", params: { W: "V" } },
    s: { op: "add", in: ["a", "b"] },
    t: { op: "add", in: ["s", "both"] },
  };
  const C = {
    value: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  const inputs = { x: { shape: ["N", 3] }, B: { shape: [3] } };
  const { graph } = opened(specOf(nodes, { constants: { C }, inputs }));
  expect(linesOf(graph).filter((item) => item.includes("affine"))).toEqual([
    "a/z = affine(x, V, B)",
    "enc/z = affine(x, enc/W, enc/b)",
    "b/z = affine(x, enc/W, enc/b)",
    "both/z = affine(x, V, enc/b)",
  ]);
});

test("4: a shared parameter is one parameter of the state, and has a contribution for each use", () => {
  const project = opened(
    specOf(
      { enc: dense, dec: { ...dense, in: ["enc"], share: "enc" }, s: { op: "sum", in: ["dec"] } },
      { outputs: { s: "s" } },
    ),
  );
  expect(project.initialState().ids()).toEqual(["enc/W", "enc/b"]);
  expect(
    gradientsOf(project, "s")
      .filter((id) => id.startsWith("grad/s/enc/W"))
      .sort(),
  ).toEqual(["grad/s/enc/W", "grad/s/enc/W@dec/z.W", "grad/s/enc/W@enc/z.W"]);
});
