import { build, type BuildSpec, differentiate, type Graph, tensor } from "@chainrule/core";
import { numbersOf, writerOf, type Writer } from "@chainrule/viz";
import { describe, expect, test } from "vitest";
import { defaultRegistry } from "../registry.js";
import { typeset } from "../testing/typeset.js";

const registry = defaultRegistry();

/** Louppe, lecture 2: two layers without biases, cross entropy, and the norms of both weights. */
const louppe: BuildSpec = {
  dtype: "float64",
  model: {
    inputs: { x: { shape: ["N", 2] }, y: { shape: ["N"] } },
    params: { W1: { shape: [2, 2], init: "zeros" }, W2: { shape: [2], init: "zeros" } },
    constants: { lambda: { value: 0.1 } },
    nodes: {
      u1: { op: "matmul", in: ["x", "W1"] },
      u2: { op: "sigmoid", in: ["u1"] },
      u3: { op: "matmul", in: ["u2", "W2"] },
      yhat: { op: "sigmoid", in: ["u3"] },
      u4: { op: "binaryCrossEntropy", in: ["yhat", "y"], reduction: "mean" },
      u5: { op: "norm", in: ["W1"], ord: "fro" },
      u6: { op: "norm", in: ["W2"], ord: "fro" },
      u7: { op: "add", in: ["u5", "u6"] },
      u8: { op: "multiply", in: ["lambda", "u7"] },
      l: { op: "add", in: ["u4", "u8"] },
    },
    outputs: { loss: "l" },
  },
};

/** Kent: two layers with biases, examples of three numbers. */
const kent: BuildSpec = {
  dtype: "float64",
  model: {
    inputs: { x: { shape: ["N", 3] }, y: { shape: ["N", 1] } },
    params: {
      W1: { shape: [3, 4], init: "zeros" },
      b1: { shape: [4], init: "zeros" },
      W2: { shape: [4, 1], init: "zeros" },
      b2: { shape: [1], init: "zeros" },
    },
    nodes: {
      z1: { op: "affine", in: ["x", "W1", "b1"] },
      a1: { op: "tanh", in: ["z1"] },
      z2: { op: "affine", in: ["a1", "W2", "b2"] },
      a2: { op: "sigmoid", in: ["z2"] },
      e: { op: "squaredError", in: ["a2", "y"], scale: 0.5, reduction: "sum" },
    },
    outputs: { loss: "e" },
  },
};

const writerFor = (spec: BuildSpec, profile: string): Writer => {
  const graph: Graph = differentiate(build(spec, { registry }), { of: "loss", registry });
  return writerOf(graph, { registry, notation: registry.get("profiles", profile).notation });
};
const delta = "\\delta";

// By hand: what each lecture writes for u₁, u₃, ∂ℓ/∂W₁, ∂ℓ/∂u₂, ∂ℓ/∂W₂ of Louppe's network, given δ.
describe.each([
  [
    "default",
    ["u_{1} = x \\, W_{1}", "u_{3} = u_{2} \\, W_{2}", "L = u_{4} + u_{8}"],
    ["x^{\\top} \\, \\delta", "\\delta \\, W_{2}^{\\top}", "u_{2}^{\\top} \\, \\delta"],
    "\\frac{\\partial L}{\\partial W_{1}}",
    "\\eta",
  ],
  [
    "louppe",
    ["u_{1} = W_{1}^{\\top} \\, x", "u_{3} = W_{2}^{\\top} \\, u_{2}", "\\ell = u_{4} + u_{8}"],
    ["x \\, \\delta^{\\top}", "W_{2} \\, \\delta", "u_{2} \\, \\delta^{\\top}"],
    "\\frac{\\partial \\ell}{\\partial W_{1}}",
    "\\gamma",
  ],
  [
    "yukimura",
    ["u^{(1)} = W^{(1)\\top} \\, x", "u^{(3)} = W^{(2)\\top} \\, u^{(2)}", "R = u^{(4)} + u^{(8)}"],
    ["x \\, \\delta", "\\delta \\, W^{(2)\\top}", "u^{(2)} \\, \\delta"],
    "\\frac{\\partial R}{\\partial W^{(1)}}",
    "\\alpha",
  ],
  [
    "kent",
    ["u^{[1]} = W^{[1]} \\, x", "u^{[3]} = W^{[2]} \\, u^{[2]}", "J = u^{[4]} + u^{[8]}"],
    ["\\delta \\, x^{\\top}", "W^{[2]\\top} \\, \\delta", "\\delta \\, u^{[2]\\top}"],
    "\\frac{\\partial J}{\\partial W^{[1]}}",
    "\\alpha",
  ],
  [
    "ewing",
    ["u_{1}^{\\top} = x^{\\top} \\, W_{1}", "u_{3} = u_{2}^{\\top} \\, W_{2}", "L = u_{4} + u_{8}"],
    ["x \\, \\delta", "\\delta \\, W_{2}^{\\top}", "u_{2} \\, \\delta"],
    "\\frac{\\partial L}{\\partial W_{1}}",
    "\\alpha",
  ],
])("Louppe's network in the notation of %s", (profile, equations, rules, gradient, rate) => {
  const writer = writerFor(louppe, profile);
  test("its equations", () => expect(["u1", "u3", "l"].map((id) => writer.equation(id))).toEqual(equations));
  test("its rules", () =>
    expect([writer.rule("u1", 1, delta), writer.rule("u3", 0, delta), writer.rule("u3", 1, delta)]).toEqual(
      rules,
    ));
  test("its letters", () => expect([writer.gradient("loss", "W1"), writer.rate]).toEqual([gradient, rate]));
});

test("Louppe's other nodes, and their derivatives", () => {
  const writer = writerFor(louppe, "louppe");
  const both = (id: string, position = 0): unknown => [writer.equation(id), writer.derivative(id, position)];
  expect(both("u2")).toEqual(["u_{2} = \\sigma(u_{1})", "u_{2} \\, (1 - u_{2})"]);
  expect(both("yhat")).toEqual(["\\hat{y} = \\sigma(u_{3})", "\\hat{y} \\, (1 - \\hat{y})"]);
  expect(both("u4")).toEqual([
    "u_{4} = -\\frac{1}{N} \\, \\sum (y \\, \\ln(\\hat{y}) + (1 - y) \\, \\ln(1 - \\hat{y}))",
    "\\frac{1}{N} \\, \\left(\\frac{1 - y}{1 - \\hat{y}} - \\frac{y}{\\hat{y}}\\right)",
  ]);
  expect(both("u5")).toEqual([
    "u_{5} = \\lVert W_{1} \\rVert_{F}",
    "\\frac{W_{1}}{\\lVert W_{1} \\rVert_{F}}",
  ]);
  expect(both("u7")).toEqual(["u_{7} = u_{5} + u_{6}", "1"]);
  expect(both("u8", 1)).toEqual(["u_{8} = \\lambda \\, u_{7}", "\\lambda"]);
  expect(writer.derivative("u1", 1)).toBeUndefined();
  expect(writer.rule("u2", 0, delta)).toBe("\\delta \\odot u_{2} \\odot (1 - u_{2})");
  expect(writer.rule("u2", 0, "a + b")).toBe("\\left(a + b\\right) \\odot u_{2} \\odot (1 - u_{2})");
});

test("Louppe's backward pass: two paths to W₁, each with its rule", () => {
  const writer = writerFor(louppe, "louppe");
  expect(["", "@u5.x", "@u1.b"].map((term) => writer.equationText(`grad/loss/W1${term}`))).toEqual([
    "∂ℓ/∂W₁ = ∂ℓ/∂W₁ (via u₅) + ∂ℓ/∂W₁ (via u₁)",
    "∂ℓ/∂W₁ (via u₅) = ∂ℓ/∂u₅ W₁/‖W₁‖_F",
    "∂ℓ/∂W₁ (via u₁) = x (∂ℓ/∂u₁)ᵀ",
  ]);
  expect(writer.equation("grad/loss/u8")).toBe("\\frac{\\partial \\ell}{\\partial u_{8}} = 1");
});

// By hand: z₁, z₂, and of the second layer ∂/∂a, ∂/∂W, ∂/∂b.
test.each([
  [
    "default",
    ["z_{1} = x \\, W_{1} + b_{1}", "z_{2} = a_{1} \\, W_{2} + b_{2}"],
    ["\\delta \\, W_{2}^{\\top}", "a_{1}^{\\top} \\, \\delta", "\\sum_{n} \\delta"],
  ],
  [
    "louppe",
    ["z_{1} = W_{1}^{\\top} \\, x + b_{1}", "z_{2} = W_{2}^{\\top} \\, a_{1} + b_{2}"],
    ["W_{2} \\, \\delta", "a_{1} \\, \\delta^{\\top}", "\\sum_{n} \\delta"],
  ],
  [
    "yukimura",
    ["z^{(1)} = W^{(1)\\top} \\, x + b^{(1)}", "z^{(2)} = W^{(2)\\top} \\, a^{(1)} + b^{(2)}"],
    ["\\delta \\, W^{(2)\\top}", "a^{(1)} \\, \\delta", "\\sum_{n} \\delta"],
  ],
  [
    "kent",
    ["z^{[1]} = W^{[1]} \\, x + b^{[1]}", "z^{[2]} = W^{[2]} \\, a^{[1]} + b^{[2]}"],
    ["W^{[2]\\top} \\, \\delta", "\\delta \\, a^{[1]\\top}", "\\sum_{n} \\delta"],
  ],
  [
    "ewing",
    ["z_{1}^{\\top} = x^{\\top} \\, W_{1} + b_{1}", "z_{2}^{\\top} = a_{1}^{\\top} \\, W_{2} + b_{2}"],
    ["\\delta \\, W_{2}^{\\top}", "a_{1} \\, \\delta", "\\sum_{n} \\delta"],
  ],
])("Kent's network in the notation of %s", (profile, equations, rules) => {
  const writer = writerFor(kent, profile);
  expect(["z1", "z2"].map((id) => writer.equation(id))).toEqual(equations);
  expect([0, 1, 2].map((position) => writer.rule("z2", position, delta))).toEqual(rules);
});

test("Kent's other nodes, and their derivatives", () => {
  const writer = writerFor(kent, "kent");
  expect([writer.equation("a1"), writer.derivative("a1", 0)]).toEqual([
    "a^{[1]} = \\tanh(z^{[1]})",
    "1 - (a^{[1]})^{2}",
  ]);
  expect([writer.equation("e"), writer.derivative("e", 0)]).toEqual([
    "J = \\frac{1}{2} \\, \\sum (a^{[2]} - y)^{2}",
    "a^{[2]} - y",
  ]);
  expect(writer.rule("z2", 0, "\\frac{\\partial J}{\\partial z}")).toBe(
    "W^{[2]\\top} \\, \\frac{\\partial J}{\\partial z}",
  );
});

test("with δ as a row, what stands beside it is turned", () => {
  expect(writerFor(kent, "yukimura").rule("a2", 0, delta)).toBe(
    "\\delta \\odot a^{(2)\\top} \\odot (1 - a^{(2)\\top})",
  );
});

test("a graph is written in the notation of its own profile, and else in the default's", () => {
  const graph = build({ ...louppe, profile: "kent" }, { registry });
  expect(writerOf(graph, { registry }).equation("u1")).toBe("u^{[1]} = W^{[1]} \\, x");
  expect(writerOf(graph, { registry, notation: { layers: "W_1", weights: "X W" } }).equation("u1")).toBe(
    "u_{1} = x \\, W_{1}",
  );
  expect(writerOf(build(louppe, { registry }), { registry }).equation("u1")).toBe("u_{1} = x \\, W_{1}");
});

test("numbers lie as their symbols do", () => {
  const x = tensor([[1, -2]], "float64");
  expect(numbersOf(writerFor(louppe, "louppe"), "x", x)).toBe("\\begin{bmatrix} 1 \\\\ -2 \\end{bmatrix}");
  expect(numbersOf(writerFor(louppe, "default"), "x", x)).toBe("\\begin{bmatrix} 1 & -2 \\end{bmatrix}");
  const W = tensor(
    [
      [0.5, -0.3],
      [0.2, 0.4],
    ],
    "float64",
  );
  expect(numbersOf(writerFor(louppe, "louppe"), "W1", W)).toBe(
    "\\begin{bmatrix} 0.5 & -0.3 \\\\ 0.2 & 0.4 \\end{bmatrix}",
  );
  expect(numbersOf(writerFor(louppe, "kent"), "grad/loss/W1", W)).toBe(
    "\\begin{bmatrix} 0.5 & 0.2 \\\\ -0.3 & 0.4 \\end{bmatrix}",
  );
});

test("all of it is LaTeX", () => {
  for (const { name } of registry.all("profiles"))
    for (const spec of [louppe, kent]) {
      const graph = differentiate(build(spec, { registry }), { of: "loss", registry });
      const writer = writerOf(graph, { registry, notation: registry.get("profiles", name).notation });
      for (const { id } of graph.nodes) typeset(writer.equation(id));
    }
});
