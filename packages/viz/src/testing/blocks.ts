import { graphOf, node } from "./node.js";

/** Two blocks, one inside the other, each with a parameter; the outer one has a number of its own. */
export const blocks = graphOf(
  [
    node("x", "input", "", ["N", 4]),
    node("enc/shift", "constant", "", [], { value: 0.5 }),
    node("enc/moved", "subtract", "x enc/shift", ["N", 4]),
    node("enc/dense/W", "parameter", "", [4, 8], { init: { type: "he" }, trainable: false }),
    node("enc/dense/z", "matmul", "enc/moved enc/dense/W", ["N", 8]),
    node("enc", "tanh", "enc/dense/z", ["N", 8]),
    node("mean", "buffer", "", [8], { fit: "mean", of: "enc" }),
    node("out", "subtract", "enc mean", ["N", 8]),
    node("scale/a", "constant", "", [], { value: 2 }),
    node("scale", "multiply", "scale/a out", ["N", 8]),
  ],
  { outputs: { prediction: "scale" } },
);
