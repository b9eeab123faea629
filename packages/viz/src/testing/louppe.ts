import {
  type Attributes,
  type Graph,
  type GraphNode,
  type Shape,
  type Tensor,
  tensor,
} from "@chainrule/core";
import { node, type Provenance } from "./node.js";

function back(
  id: string,
  op: string,
  inputs: string,
  shape: Shape,
  [of, via, rule]: [string, (string | undefined)?, string?],
  attributes: Attributes = {},
): GraphNode {
  const provenance: Provenance =
    via === undefined ? { of, rule: rule ?? "total" } : { of, via, rule: rule ?? op };
  return node(`grad/loss/${id}`, op, inputs.replaceAll("∂", "grad/loss/"), shape, attributes, provenance);
}

const trained = (value: Attributes["value"]): Attributes => ({ trainable: true, value: value! });

/** Louppe's regularised network with one hidden layer, and its gradients with respect to W1 and W2. */
export const louppe: Graph = {
  name: "louppe",
  dtype: "float64",
  mode: "train",
  seed: 0,
  nodes: [
    node("x", "input", "", ["N", 2]),
    node("y", "input", "", ["N"]),
    node(
      "W1",
      "parameter",
      "",
      [2, 2],
      trained([
        [0.5, -0.3],
        [0.2, 0.4],
      ]),
    ),
    node("W2", "parameter", "", [2], trained([0.7, -0.6])),
    node("u1", "matmul", "x W1", ["N", 2]),
    node("u2", "sigmoid", "u1", ["N", 2]),
    node("u3", "matmul", "u2 W2", ["N"]),
    node("yhat", "sigmoid", "u3", ["N"]),
    node("u4", "binaryCrossEntropy", "yhat y", [], { reduction: "mean" }),
    node("u5", "norm", "W1", [], { ord: "fro" }),
    node("u6", "norm", "W2", [], { ord: "fro" }),
    node("u7", "add", "u5 u6", []),
    node("u8/a", "constant", "", [], { value: 0.1 }),
    node("u8", "multiply", "u8/a u7", []),
    node("l", "add", "u4 u8", []),
    back("l", "constant", "", [], ["l", undefined, "seed"], { value: 1 }),
    back("u4", "identity", "∂l", [], ["u4", "l", "add"]),
    back("u8", "identity", "∂l", [], ["u8", "l", "add"]),
    back("yhat", "binaryCrossEntropyGradient", "∂u4 yhat y", ["N"], ["yhat", "u4", "binaryCrossEntropy"], {
      reduction: "mean",
    }),
    back("u3", "sigmoidGradient", "∂yhat yhat", ["N"], ["u3", "yhat", "sigmoid"]),
    back("u7", "multiply", "∂u8 u8/a", [], ["u7", "u8", "multiply"]),
    back("u5", "identity", "∂u7", [], ["u5", "u7", "add"]),
    back("u6", "identity", "∂u7", [], ["u6", "u7", "add"]),
    back("W2@u6.x", "normGradient", "∂u6 W2 u6", [2], ["W2", "u6", "norm"]),
    back("W1@u5.x", "normGradient", "∂u5 W1 u5", [2, 2], ["W1", "u5", "norm"]),
    back("u2", "outer", "∂u3 W2", ["N", 2], ["u2", "u3", "matmul"]),
    back("W2@u3.b/transpose", "transpose", "u2", [2, "N"], ["W2", "u3", "matmul"], { axes: "reversed" }),
    back("W2@u3.b", "matmul", "∂W2@u3.b/transpose ∂u3", [2], ["W2", "u3", "matmul"]),
    back("u1", "sigmoidGradient", "∂u2 u2", ["N", 2], ["u1", "u2", "sigmoid"]),
    back("W1@u1.b/transpose", "transpose", "x", [2, "N"], ["W1", "u1", "matmul"], { axes: "reversed" }),
    back("W1@u1.b", "matmul", "∂W1@u1.b/transpose ∂u1", [2, 2], ["W1", "u1", "matmul"]),
    back("W2", "add", "∂W2@u6.x ∂W2@u3.b", [2], ["W2"]),
    back("W1", "add", "∂W1@u5.x ∂W1@u1.b", [2, 2], ["W1"]),
  ],
  outputs: { prediction: "yhat", loss: "l", "grad/loss/W1": "grad/loss/W1", "grad/loss/W2": "grad/loss/W2" },
  updates: {},
};

/** Its values for the one example x = (1, -2), y = 1, to the digits in which they are known. */
export const louppeValues: Readonly<Record<string, Tensor>> = Object.fromEntries(
  Object.entries({
    x: [[1, -2]],
    y: [1],
    W1: [
      [0.5, -0.3],
      [0.2, 0.4],
    ],
    W2: [0.7, -0.6],
    u1: [[0.1, -1.1]],
    u2: [[0.5249791875, 0.2497398944]],
    u3: [0.2176414945923285],
    yhat: [0.5541966110715547],
    u4: 0.5902357615637371,
    u5: 0.7348469228349533,
    u6: 0.9219544457292886,
    u7: 1.656801368564242,
    u8: 0.16568013685642421,
    "u8/a": 0.1,
    l: 0.7559158984201614,
    "grad/loss/l": 1,
    "grad/loss/u4": 1,
    "grad/loss/u8": 1,
    "grad/loss/u7": 0.1,
    "grad/loss/u5": 0.1,
    "grad/loss/u6": 0.1,
    "grad/loss/yhat": [-1.804413842],
    "grad/loss/u3": [-0.4458033889],
    "grad/loss/u2": [[-0.3120623722, 0.2674820334]],
    "grad/loss/u1": [[-0.0778208787, 0.0501180764]],
    "grad/loss/W1@u1.b/transpose": [[1], [-2]],
    "grad/loss/W2@u3.b/transpose": [[0.5249791875], [0.2497398944]],
    "grad/loss/W1@u1.b": [
      [-0.0778208787, 0.0501180764],
      [0.1556417574, -0.1002361527],
    ],
    "grad/loss/W1@u5.x": [
      [0.0680413817, -0.040824829],
      [0.0272165527, 0.0544331054],
    ],
    "grad/loss/W1": [
      [-0.0097794969, 0.0092932473],
      [0.1828583101, -0.0458030473],
    ],
    "grad/loss/W2@u3.b": [-0.2340375008, -0.1113348916],
    "grad/loss/W2@u6.x": [0.0759256602, -0.065079137],
    "grad/loss/W2": [-0.1581118407, -0.1764140286],
  }).map(([id, value]) => [id, tensor(value)]),
);
