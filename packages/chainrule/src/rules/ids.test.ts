// Rules 1 and 2: keys and ids.
import { graphToJson } from "@chainrule/core";
import { prepareTraining } from "@chainrule/optim";
import { expect, test } from "vitest";
import { line } from "../testing/specs.js";
import { gradientsOf, opened, refusedOf, specOf } from "../testing/rules.js";

const tanh = { op: "tanh", in: ["x"] };

test('1: "keys that begin with x- are the user\'s own", and mean nothing', () => {
  const plain = opened(specOf({ t: tanh })).graph;
  expect(graphToJson(opened(specOf({ t: tanh }, {}, { "x-mine": { model: null } })).graph)).toBe(
    graphToJson(plain),
  );
});

test('1: "the conventions have no silent default: given, or filled by profile, and recorded"', () => {
  const nodes = { l: { op: "squaredError", in: ["x", "x"], reduction: "mean" } };
  expect(refusedOf(() => opened(specOf(nodes)))).toEqual(["missing-attribute l"]);
  const { graph } = opened(specOf(nodes, {}, { profile: "kent" }));
  expect(graph.conventions).toMatchObject({ profile: "kent" });
  expect(graph.nodes.at(-1)!.attributes).toHaveProperty("scale");
});

const declared = {
  inputs: { shape: ["N", 3] },
  params: { shape: [3], init: "zeros" },
  buffers: { shape: [], value: 0 },
  constants: { value: 1 },
  nodes: tanh,
};
const kinds = Object.keys(declared) as (keyof typeof declared)[];
const withId = (id: string, ...some: (keyof typeof declared)[]) =>
  specOf(
    {},
    {
      nodes: { t: tanh, ...(some.includes("nodes") && { [id]: tanh }) },
      outputs: { y: "t" },
      ...Object.fromEntries(
        some
          .filter((kind) => kind !== "nodes")
          .map((kind) => [kind, { ...(kind === "inputs" && { x: declared.inputs }), [id]: declared[kind] }]),
      ),
    },
  );

test.each(
  kinds.flatMap((kind) =>
    ["grad", "update", "slot", "1a", "a-b", "a/b", "é"].map((id) => [kind, id] as const),
  ),
)('2: "ids match [A-Za-z][A-Za-z0-9_]*", and first segments are reserved: %s.%s', (kind, id) => {
  expect(refusedOf(() => opened(withId(id, kind)))).toEqual([`bad-id ${id}`]);
});

test.each(kinds.flatMap((a, i) => kinds.slice(i + 1).map((b) => [a, b] as const)))(
  '2: "share one namespace within a scope": %s and %s',
  (a, b) => {
    expect(refusedOf(() => opened(withId("v", a, b)))).toEqual(["duplicate-id v"]);
  },
);

test("2: a name that is made by us cannot be an output's", () => {
  expect(refusedOf(() => opened(specOf({ t: tanh }, { outputs: { "grad/loss/w": "t" } })))).toEqual([
    "bad-id grad/loss/w",
  ]);
});

test('2: "one contribution; with a single contribution the total is that node"', () => {
  const project = opened(
    specOf(
      {
        a: { op: "multiply", in: ["w", "w"] },
        b: { op: "multiply", in: ["a", "v"] },
        s: { op: "sum", in: ["b"] },
      },
      { params: { w: { shape: [], value: 2 }, v: { shape: [], value: 3 } }, outputs: { s: "s" } },
    ),
  );
  expect(gradientsOf(project, "s").sort()).toEqual(
    ["grad/s/b", "grad/s/a", "grad/s/v", "grad/s/w", "grad/s/w@a.a", "grad/s/w@a.b"].sort(),
  );
});

test('2: "update/<param>, slot/<param>/<name>", for a parameter of an instance too', () => {
  const model = {
    ...line.model,
    nodes: {
      ...line.model.nodes,
      d: { block: "dense", in: ["f2"], units: 1 },
      f2: { op: "reshape", in: ["f"], shape: ["N", 1] },
      g: { op: "reshape", in: ["d"], shape: ["N"] },
      loss: { ...line.model.nodes.loss, in: ["g", "y"] },
    },
  };
  const { graph } = prepareTraining(
    opened({ ...line, model, train: { ...line.train, optimiser: { type: "adam", lr: 0.1 } } }).job,
  );
  expect(graph.updates).toMatchObject({
    "d/W": "update/d/W",
    "slot/d/W/mean": "update/slot/d/W/mean",
    "slot/w/meanSquare": "update/slot/w/meanSquare",
  });
});
