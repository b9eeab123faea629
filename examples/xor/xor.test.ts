import {
  compile,
  createState,
  defaultRegistry,
  differentiate,
  openSpec,
  reference,
  tensor,
  toNested,
} from "chainrule";
import { expect, test } from "vitest";

const corners = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] }; // prettier-ignore
const registry = defaultRegistry();

/** What a model makes of the four corners, with the gradients of its loss where it has one. */
function run(model: object, names: readonly string[]): unknown[] {
  const { graph } = openSpec(JSON.stringify({ chainrule: 1, dtype: "float64", model }));
  const full = "loss" in graph.outputs ? differentiate(graph, { of: "loss", registry }) : graph;
  const plan = compile(full, {
    registry,
    engine: reference(),
    state: createState(full, registry),
    dims: { N: 4 },
  });
  plan.feed({ x: tensor(corners.x), y: tensor(corners.y) });
  plan.forward();
  plan.backward();
  return names.map((name) => toNested(plan.read(name)));
}

const inputs = { x: { shape: ["N", 2] }, y: { shape: ["N", 1] } };

test("M8, C2: one unit does best when it says 0.5 everywhere: the loss is ln 2, and the gradient is zero", () => {
  const nodes = {
    z: { op: "affine", in: ["x", "w", "b"] },
    loss: { op: "binaryCrossEntropyWithLogits", in: ["z", "y"], reduction: "mean" },
  };
  const params = { w: { shape: [2, 1], value: [[0], [0]] }, b: { shape: [1], value: [0] } };
  const [loss, w, b] = run({ inputs, params, nodes, outputs: { loss: "loss" } }, [
    "loss",
    "grad/loss/w",
    "grad/loss/b",
  ]);
  expect(loss).toBe(0.6931471805599453);
  expect(w).toEqual([[0], [0]]);
  expect(b).toEqual([0]);
});

test("M8: two rectifiers chosen by hand give 0, 1, 1, 0 exactly", () => {
  const nodes = {
    s: { op: "affine", in: ["x", "ones", "shift"] },
    h: { op: "relu", in: ["s"] },
    out: { op: "matmul", in: ["h", "v"] },
  };
  const constants = { ones: { value: [[1, 1], [1, 1]] }, shift: { value: [0, -1] }, v: { value: [[1], [-2]] } }; // prettier-ignore
  const [out] = run({ inputs, constants, nodes, outputs: { out: "out" } }, ["out"]);
  expect(out).toEqual(corners.y);
});
