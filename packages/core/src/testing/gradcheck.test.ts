import { expect, test } from "vitest";
import { apply } from "../apply.js";
import { differentiate } from "../differentiate.js";
import { createState } from "../initialState.js";
import { defineOp, type Op } from "../op.js";
import { definePlugin } from "../registry.js";
import { tensor } from "../tensor.js";
import { Builder } from "../builder.js";
import { gradcheck, gradcheckOp, GradientMismatch } from "./gradcheck.js";
import { problemsOf } from "./refusals.js";
import { graphOf } from "./run.js";
import { testRegistry as registry } from "./testOps.js";

/** loss = Σ tanh(x w) with x [N, 2] and w [2]. */
const network = graphOf(
  (call, builder) => {
    const x = builder.source("input", "x", ["N", 2], "float32");
    const w = builder.source("parameter", "w", [2], "float32", { value: [0.5, -1], trainable: true });
    builder.name(call("sum", [call("tanh", [call("multiply", [x, w])])]), "loss");
  },
  ["loss"],
  { dtype: "float32" },
);
const x = tensor([[1, 2], [3, -0.25], [0.125, 1]], "float32"); // prettier-ignore

/** x³, whose derivative is told as `factor` x² in place of 3 x². */
const cubeWith = (factor: number): Op =>
  defineOp({
    name: "acme.cube",
    doc: { summary: "x³" },
    inputs: ["x"],
    formula: (m, { x }) => m.multiply(x, m.multiply(x, x)),
    vjp: {
      x(g, { x }) {
        const multiply = registry.get("ops", "multiply");
        return apply(multiply, {
          a: g,
          b: apply(multiply, { a: apply(multiply, { a: x, b: x }), b: factor }),
        });
      },
    },
    samples: [{ inputs: { x: ["N"] } }],
  });
const withCube = (factor: number) =>
  registry.with(definePlugin({ name: "acme", version: 1, ops: [cubeWith(factor)] }));

test("inputs and parameters of a graph are checked, in float64 though the graph is of float32", () => {
  const { of, inputs } = gradcheck(network, { registry, of: "loss", feeds: { x } });
  expect(of).toBe("loss");
  expect(inputs.map(({ input, entries }) => [input, entries])).toEqual([["x", 6], ["w", 2]]); // prettier-ignore
  const { claimed, numeric, bound, agrees } = inputs[1]!.worst!;
  expect(agrees).toBe(true);
  expect(Math.abs(claimed - numeric)).toBeLessThanOrEqual(bound);
  expect(bound).toBeLessThan(1e-6);
});

test("what a state holds is taken in place of first values, feeds in place of both", () => {
  const state = createState(network, registry);
  state.write("w", [0, 0]);
  const at = (options: object): number =>
    gradcheck(network, { registry, of: "loss", wrt: ["w"], feeds: { x }, ...options }).inputs[0]!.worst!
      .claimed;
  // At w = 0 the slope of tanh is 1: the sums of the columns.
  expect([4.125, 2.75]).toContain(at({ state }));
  expect([4.125, 2.75]).toContain(at({ feeds: { x, w: tensor([0, 0]) } }));
  expect([4.125, 2.75]).not.toContain(at({}));
});

test("a wrong derivative is told with input, entry, both values and bound", () => {
  const wrong = withCube(3 * (1 + 1e-6));
  const builder = new Builder({ registry: wrong, dtype: "float64" });
  const v = builder.source("input", "v", [2], "float64");
  const cubed = builder.call(wrong.get("ops", "acme.cube"), [v]);
  builder.name(builder.call(wrong.get("ops", "sum"), [cubed]), "f");
  const graph = builder.finish({ outputs: { f: "f" } });
  const check = () => gradcheck(graph, { registry: wrong, of: "f", feeds: { v: tensor([0, 2]) } });
  expect(check).toThrow(
    /^f: derivative by v\[1\] is 12\.000011999999998, differences give 12 \(h = 0\.00048828125, bound 1\.21345640\d+e-7\)$/,
  );
  try {
    check();
  } catch (error) {
    expect(error).toBeInstanceOf(GradientMismatch);
    expect((error as GradientMismatch).report.inputs[0]).toMatchObject({
      input: "v",
      entries: 2,
      worst: { input: "v", entry: 1, claimed: 12 * (1 + 1e-6), agrees: false },
    });
  }
});

test("one call of an op is checked, and a wrong rule of it seen", () => {
  const of = (factor: number) =>
    gradcheckOp(withCube(factor).get("ops", "acme.cube"), {
      registry: withCube(factor),
      inputs: { x: tensor([[0.5, -1], [2, 0]]) }, // prettier-ignore
    });
  expect(of(3).inputs.map(({ input, entries }) => [input, entries])).toEqual([["x", 4]]);
  expect(() => of(2)).toThrow(GradientMismatch);
  expect(() => of(NaN)).toThrow(/is NaN/);
  expect(() => of(Infinity)).toThrow(/is Infinity|is NaN/);
});

test("a gradient that a graph has already is checked as it is", () => {
  const both = differentiate(network, { of: "loss", registry });
  const nodes = both.nodes.map((node) =>
    node.op === "tanhGradient" ? { ...node, op: "multiply", rule: "tanh" } : node,
  );
  expect(gradcheck(both, { registry, of: "loss", feeds: { x } }).inputs.map(({ input }) => input)).toEqual([
    "w",
  ]);
  expect(() => gradcheck({ ...both, nodes }, { registry, of: "loss", feeds: { x } })).toThrow(
    /loss: derivative by w\[0\]/,
  );
});

test("an input without a path must have differences of zero, and by default is left out", () => {
  const graph = graphOf(
    (call, builder) => {
      const a = builder.source("input", "a", [2], "float64");
      const b = builder.source("input", "b", [2], "float64");
      const one = call("positive", [a]);
      builder.name(call("sum", [call("multiply", [one, b])]), "f");
    },
    ["f"],
  );
  const options = { registry, of: "f", feeds: { a: tensor([1, -1]), b: tensor([2, 3]) } };
  expect(gradcheck(graph, options).inputs.map(({ input }) => input)).toEqual(["b"]);
  expect(gradcheck(graph, { ...options, wrt: ["a"] }).inputs[0]!.worst).toMatchObject({
    claimed: 0,
    numeric: 0,
  });
});

test("refused: no such output, no number, nothing to differentiate by, a value that is missing", () => {
  const codeOf = (work: () => unknown): string => problemsOf(work)[0]!.code;
  expect(codeOf(() => gradcheck(network, { registry, of: "lost", feeds: { x } }))).toBe("unknown-node");
  expect(codeOf(() => gradcheck(network, { registry, of: "w", feeds: { x } }))).toBe("not-scalar");
  expect(codeOf(() => gradcheck(network, { registry, of: "loss", dims: { N: 3 } }))).toBe("missing-feed");
  const constant = graphOf(
    (call, builder) => builder.name(call("add", [builder.constant(1), 2]), "f"),
    ["f"],
  );
  expect(problemsOf(() => gradcheck(constant, { registry, of: "f" }))).toEqual([
    {
      code: "unreachable",
      at: "f",
      got: "no float input or trainable parameter with which f varies",
      need: "at least one",
    },
  ]);
});
