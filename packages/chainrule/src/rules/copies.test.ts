// Rule 6: copies. What core's specBlock.test.ts holds is not held again here.
import { tensor, toNested } from "@chainrule/core";
import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { gradientsOf, linesOf, opened, refusedOf, specOf } from "../testing/rules.js";

const step = {
  inputs: { h: { shape: ["N", "m"] }, x: { shape: ["N", "m"] }, k: { shape: [] } },
  params: { W: { shape: ["m"], value: [2, 3] } },
  nodes: {
    xk: { op: "multiply", in: ["x", "k"] },
    hW: { op: "multiply", in: ["h", "W"] },
    s: { op: "add", in: ["hW", "xk"] },
  },
  output: "s",
};
const unrolled = (more: object) =>
  opened(
    specOf(
      {
        h0: { op: "broadcastTo", in: [0], shape: ["N", 2] },
        h: { block: "step", in: { h: "h0", x: "xs", k: 10 }, repeat: 3, carry: "h", scan: { x: 1 }, ...more },
        l: { op: "sum", in: ["h"] },
      },
      { inputs: { xs: { shape: ["N", 3, 2] } }, outputs: { h: "h", l: "l" } },
      { blocks: { step } },
    ),
  );
const xs = tensor([
  [
    [1, 2],
    [3, 4],
    [5, 6],
  ],
]);

test('6: "carry takes the previous output; other inputs are the same for all; scan gives copy t slice t, that axis removed"', () => {
  const project = unrolled({});
  expect(project.graph.nodes.find(({ id }) => id === "h/1/x")).toMatchObject({ shape: ["N", 2] });
  const { registry, engine, graph } = project;
  const { outputs } = evaluate(graph, { registry, engine, state: project.initialState(), feeds: { xs } });
  // ((10 · 1) · 2 + 10 · 3) · 2 + 10 · 5, and the same with 3 for the second column.
  expect(toNested(outputs["h"]!)).toEqual([[150, (20 * 3 + 40) * 3 + 60]]);
});

test.each([
  [
    1,
    ["N", 3, 2],
    [
      [
        [10, 20],
        [50, 100],
        [150, 360],
      ],
    ],
  ],
  [
    -1,
    ["N", 2, 3],
    [
      [
        [10, 50, 150],
        [20, 100, 360],
      ],
    ],
  ],
  [0, [3, "N", 2], [[[10, 20]], [[50, 100]], [[150, 360]]]],
])('6: "collect stacks all outputs along an axis": %d', (collect, shape, expected) => {
  const project = unrolled({ collect });
  expect(project.graph.nodes.find(({ id }) => id === "h")).toMatchObject({ shape });
  const { registry, engine, graph } = project;
  const { outputs } = evaluate(graph, { registry, engine, state: project.initialState(), feeds: { xs } });
  expect(toNested(outputs["h"]!)).toEqual(expected);
});

test('6: "share: true: one h/W for all copies, else h/0/W each"', () => {
  const parameters = (more: object): string[] => unrolled(more).initialState().ids().slice();
  expect(parameters({ share: true })).toEqual(["h/W"]);
  expect(parameters({})).toEqual(["h/0/W", "h/1/W", "h/2/W"]);
});

test('6: "a shared parameter\'s gradient has one contribution node per use", and they add up', () => {
  const project = unrolled({ share: true });
  const uses = [0, 1, 2].map((t) => `grad/l/h/W@h/${t}/hW.b`);
  expect(
    gradientsOf(project, "l")
      .filter((id) => id.startsWith("grad/l/h/W@"))
      .sort(),
  ).toEqual(uses);
  const { registry, engine, graph } = project;
  const { values } = evaluate(graph, {
    registry,
    engine,
    state: project.initialState(),
    feeds: { xs },
    of: "l",
  });
  // Copy t adds h(t) · W^(2-t): 0, then 10 · 2 and 20 · 3, then 50 and 100.
  expect(uses.map((id) => toNested(values.get(id)!))).toEqual([
    [0, 0],
    [20, 60],
    [50, 100],
  ]);
  expect(toNested(values.get("grad/l/h/W")!)).toEqual([70, 160]);
});

test('6: "a list of argument objects, one a copy", over those of the node', () => {
  const spec = specOf({
    h: {
      block: "dense",
      in: ["x"],
      units: 4,
      activation: "tanh",
      repeat: [{}, { units: 2 }, { activation: "relu" }],
    },
  });
  const shapes = opened(spec)
    .graph.nodes.filter(({ id }) => /\/(W|a)$/.test(id))
    .map(({ id, op, shape }) => [id, op, shape.at(-1)]);
  expect(shapes).toEqual([
    ["h/0/W", "parameter", 4],
    ["h/0/a", "tanh", 4],
    ["h/1/W", "parameter", 2],
    ["h/1/a", "tanh", 2],
    ["h/2/W", "parameter", 4],
    ["h/2/a", "relu", 4],
  ]);
});

test("6: copies are named in their scope: h/1 is an output, a parameter's home and an instance to share", () => {
  const dense = { block: "dense", in: ["x"], units: 3 };
  const { graph } = opened(
    specOf(
      { h: { ...dense, repeat: 2 }, g: { ...dense, share: "h/1" } },
      { outputs: { first: "h/0", last: "h", W: "h/0/W", g: "g" } },
    ),
  );
  expect(graph.outputs).toEqual({ first: "h/0/z", last: "h/1/z", W: "h/0/W", g: "g/z" });
  expect(linesOf(graph).at(-1)).toBe("g/z = affine(x, h/1/W, h/1/b)");
});

test("6: names that copies give beside those of a block never meet", () => {
  const inner = {
    slice: { op: "add", in: ["h", "x"] },
    z: { op: "add", in: ["slice", "concat"] },
    y: { op: "add", in: ["z", "reshape"] },
  };
  const params = { concat: { shape: ["m"], init: "zeros" }, reshape: { shape: ["m"], init: "zeros" } };
  const block = {
    inputs: { h: { shape: ["N", "m"] }, x: { shape: ["N", "m"] } },
    params,
    nodes: inner,
    output: "y",
  };
  const spec = specOf(
    {
      h0: { op: "broadcastTo", in: [0], shape: ["N", 2] },
      h: { block: "b", in: ["h0", "xs"], repeat: 2, carry: "h", scan: { x: 1 }, share: true, collect: 1 },
    },
    { inputs: { xs: { shape: ["N", 2, 2] } } },
    { blocks: { b: block } },
  );
  const { graph } = opened(spec);
  expect(linesOf(graph)).toEqual(
    expect.arrayContaining(["h/concat = parameter", "h/0/slice = add(h0, h/0/x)"]),
  );
  expect(new Set(graph.nodes.map(({ id }) => id)).size).toBe(graph.nodes.length);
});

test("6: a carry that the next copy cannot take is refused at that copy", () => {
  const spec = specOf(
    { h: { block: "step", in: { h: 0, x: "x", k: 10 }, repeat: 2, carry: "h" } },
    {},
    {
      blocks: {
        step: {
          ...step,
          inputs: { ...step.inputs, h: { shape: [] } },
          params: { W: { shape: ["m"], init: "ones" } },
        },
      },
    },
  );
  expect(refusedOf(() => opened(spec))).toEqual(["shape-mismatch h/1"]);
});
