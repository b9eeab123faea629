import {
  build,
  dataInputs,
  Dice,
  isFloat,
  type Registry,
  type StaticShape,
  type Tensor,
} from "@chainrule/core";
import { readOptimiser, trainingStep } from "@chainrule/optim";
import { drawTensor } from "./fuzz/numbers.js";
import type { RandomCase } from "./fuzz/randomGraph.js";
import type { GoldenNetwork } from "./goldens/networks.js";

/** A network's training step as a case like those of the fuzz: drawn data, a few steps. */
export function networkCase(
  { spec, optimiser }: Pick<GoldenNetwork, "spec" | "optimiser">,
  rows: number,
  registry: Registry,
): RandomCase {
  const model = build(spec, { registry });
  const graph = trainingStep(model, {
    minimise: "loss",
    optimiser: readOptimiser(optimiser, registry),
    registry,
  });
  const dice = new Dice(5, "network");
  const draw = ({
    id,
    shape,
    dtype,
    attributes,
  }: ReturnType<typeof dataInputs>[number]): [string, Tensor] => {
    const whole = shape.map((dim) => (typeof dim === "string" ? rows : dim)) as StaticShape;
    const classes = Number(attributes["classes"] ?? 1);
    return [id, drawTensor(dice, whole, dtype, isFloat(dtype) ? [-1, 1] : [0, classes])];
  };
  return {
    seed: 5,
    number: 0,
    kind: "training",
    graph,
    dims: { N: rows },
    feeds: Object.fromEntries(dataInputs(model).map(draw)),
    steps: 2,
    ...(optimiser.type !== undefined && { optimiser: optimiser.type }),
  };
}
