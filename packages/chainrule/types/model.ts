// Inputs and outputs of models, by name.
import { defineSpec, model, modelOf, ops, type Tensor } from "chainrule";

const defined = defineSpec({
  chainrule: 1,
  model: {
    inputs: { x: { shape: ["N"] }, y: { shape: ["N"] } },
    nodes: {
      p: { op: "tanh", in: ["x"] },
      l: { op: "squaredError", in: ["p", "y"], scale: 1, reduction: "mean" },
    },
    outputs: { prediction: "p", loss: "l" },
  },
});
const plan = modelOf(defined).plan({ dims: { N: 2 } });
export const loss: Tensor = plan.run({ x: [1, 2], y: [0, 1] }).loss;
// @ts-expect-error no input
plan.run({ z: [1, 2] });
// @ts-expect-error no output
export const los = plan.run({ x: [1, 2] }).los;

const composed = model({ inputs: { x: { shape: ["N", 2] } } }, (m, { x }) => {
  const W = m.parameter("W", [2, 2], { init: { type: "normal", std: 1 } });
  // @ts-expect-error no initialiser
  m.parameter("V", [2, 2], { init: "glorrot" });
  // @ts-expect-error neither init nor value
  m.parameter("U", [2, 2], {});
  // @ts-expect-error no attribute of the initialiser
  m.parameter("T", [2, 2], { init: { type: "normal", sdt: 1 } });
  const h = m.block("h", "dense", { x: ops.matmul(x, W) }, { units: 4, activation: "relu" });
  // @ts-expect-error units is missing
  m.block("i", "dense", { x }, {});
  // @ts-expect-error no argument of the block
  m.block("j", "dense", { x }, { units: 4, unit: 4 });
  // @ts-expect-error no block
  m.block("k", "denes", { x }, { units: 4 });
  return { h };
});
const only = composed.plan({ outputs: ["h"] });
export const h: Tensor = only.run({ x: [[1, 2]] }).h;
// @ts-expect-error no output
composed.plan({ outputs: ["g"] });
// @ts-expect-error no input
model({ inputs: { x: { shape: ["N", 2] } } }, (_, { y }) => ({ y }));
