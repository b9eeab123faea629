import type { ModelSpec, NodeSpec } from "@chainrule/core";
import { describe, expect, test } from "vitest";
import { graphOf, numbersOf } from "../testing/blockNumbers.js";
import { flat, refusal } from "../testing/evaluate.js";
import { expectClose } from "../testing/expectClose.js";

const plane: ModelSpec["inputs"] = { x: { shape: ["N", 2] } };
const one = (node: NodeSpec): ModelSpec => ({ inputs: plane, nodes: { b: node }, outputs: { y: "b" } });
const [x, W, b] = [[[1, -2]], [[0.5, -1, 2], [0.25, 1, -0.5]], [0.1, -0.2, 0.3]]; // prettier-ignore
const z = [0.1, -3.2, 3.3];
const sigma = (value: number): number => 1 / (1 + Math.exp(-value));

describe("activations by name", () => {
  test.each<[NodeSpec["activation"], (value: number) => number]>([
    [{ op: "elu", alpha: 1 }, (value) => (value > 0 ? value : Math.expm1(value))],
    ["elu", (value) => (value > 0 ? value : Math.expm1(value))],
    [{ op: "celu", alpha: 2 }, (value) => (value > 0 ? value : 2 * Math.expm1(value / 2))],
    ["selu", (value) => (value > 0 ? value : 1.6732632423543772 * Math.expm1(value)) * 1.0507009873554805],
    ["softplus", (value) => Math.log(1 + Math.exp(value))],
    ["logSigmoid", (value) => Math.log(sigma(value))],
    ["softsign", (value) => value / (1 + Math.abs(value))],
    ["silu", (value) => value * sigma(value)],
    ["mish", (value) => value * Math.tanh(Math.log(1 + Math.exp(value)))],
    [{ op: "hardSigmoid", slope: 0.2 }, (value) => Math.min(Math.max(0.2 * value + 0.5, 0), 1)],
    [
      { op: "gelu", approximate: "tanh" },
      (value) => 0.5 * value * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3))),
    ],
  ])("dense takes %j", (activation, truth) => {
    const graph = graphOf(one({ block: "dense", in: ["x"], units: 3, activation }));
    expectClose(numbersOf(graph, { "b/W": W, "b/b": b }, { x })("y"), [z.map(truth)]);
  });

  test("dense takes gelu, which is x Φ(x)", () => {
    const graph = graphOf(one({ block: "dense", in: ["x"], units: 3, activation: "gelu" }));
    const y = flat(numbersOf(graph, { "b/W": W, "b/b": b }, { x })("y"));
    // Φ(0.1), Φ(-3.2) and Φ(3.3), from tables.
    const phi = [0.539827837277029, 0.000687137937915849, 0.999516575857616];
    y.forEach((value, i) => expect(value).toBeCloseTo(z[i]! * phi[i]!, 13));
  });

  test("neuron, cell and conv take them too", () => {
    const neuron = graphOf(one({ block: "neuron", in: ["x"], activation: "mish" }));
    expect(neuron.nodes.at(-1)).toMatchObject({ id: "b/a", op: "mish", shape: ["N"] });
    const cell = graphOf({
      inputs: { ...plane, h: { shape: ["N", 4] } },
      nodes: {
        b: { block: "cell", in: { h: "h", x: "x" }, units: 4, activation: { op: "celu", alpha: 0.5 } },
      },
      outputs: { y: "b" },
    });
    expect(cell.nodes.at(-1)).toMatchObject({ id: "b/a", op: "celu", attributes: { alpha: 0.5 } });
    const conv = graphOf({
      inputs: { image: { shape: ["N", 1, 4, 4] } },
      nodes: { b: { block: "conv", in: ["image"], channels: 2, kernel: 3, activation: "silu" } },
      outputs: { y: "b" },
    });
    expect(conv.nodes.at(-1)).toMatchObject({ id: "b/a", op: "silu", shape: ["N", 2, 2, 2] });
  });

  test("each layer of an mlp draws its own random slopes, and in use has their average", () => {
    const activation = { op: "rrelu", lower: 3, upper: 8, form: "divide" };
    const spec = one({ block: "mlp", in: ["x"], widths: [3, 2], activation });
    const drawn = graphOf(spec, { seed: 5 }).nodes.filter(({ op }) => op === "rrelu");
    expect(drawn.map(({ attributes }) => [attributes["stream"], attributes["seed"]])).toEqual([
      ["b/h/0/a", 5],
      ["b/h/1/a", 5],
    ]);
  });
});

describe("crelu doubles the width", () => {
  test("A10: the next layer infers it", () => {
    const graph = graphOf({
      inputs: plane,
      nodes: {
        hidden: { block: "dense", in: ["x"], units: 3, activation: "crelu" },
        out: { block: "dense", in: ["hidden"], units: 1 },
      },
      outputs: { y: "out" },
    });
    const shapes = Object.fromEntries(graph.nodes.map(({ id, shape }) => [id, shape]));
    expect(shapes).toMatchObject({ "hidden/a": ["N", 6], "out/W": [6, 1], "out/z": ["N", 1] });
    const read = numbersOf(
      graph,
      { "hidden/W": W, "hidden/b": b, "out/W": [[1], [2], [3], [4], [5], [6]], "out/b": [0.5] },
      { x },
    );
    // relu of 0.1, -3.2, 3.3, then of -0.1, 3.2, -3.3.
    expectClose(read("y"), [[0.1 + 3 * 3.3 + 5 * 3.2 + 0.5]]);
  });

  test("A10: so do the layers of an mlp", () => {
    const graph = graphOf(one({ block: "mlp", in: ["x"], widths: [3, 5, 2], activation: "crelu" }));
    const shapes = Object.fromEntries(graph.nodes.map(({ id, shape }) => [id, shape]));
    expect(shapes).toMatchObject({ "b/h/1/W": [6, 5], "b/h/2/W": [10, 2], "b/h/2/a": ["N", 4] });
  });

  test("not of a single neuron, whose numbers are of examples", () => {
    const neuron = (): unknown => graphOf(one({ block: "neuron", in: ["x"], activation: "crelu" }));
    expect(refusal(neuron)).toContain("an axis of integer length to double: N is a name");
  });
});

test("prelu is no activation of a block: it takes a slope beside x", () => {
  const activation = { op: "prelu", form: "multiply" };
  expect(refusal(() => graphOf(one({ block: "dense", in: ["x"], units: 3, activation })))).toBe(
    "wrong-inputs: 2 for op prelu: x, alpha",
  );
});

test("a profile's conventions do not reach into an activation, as they do not for leaky relu", () => {
  const spec = one({ block: "dense", in: ["x"], units: 3, activation: "hardSigmoid" });
  expect(refusal(() => graphOf(spec))).toContain('missing-attribute: "slope"');
});
