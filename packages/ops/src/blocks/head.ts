import { attribute, type BlockBody, type NodeSpec, type ScopeSpec } from "@chainrule/core";
import { type Reduction, reductionAttribute } from "../loss/reduction.js";
import { biasAttribute } from "./settings.js";

/** What every head may be told beside its width. */
export const headArguments = {
  reduction: reductionAttribute,
  bias: biasAttribute,
  init: attribute.string({ doc: "the initialiser of W", default: "glorot" }),
};

/** The linear layer that every head begins with: its parameters, and node `z`, [N, units]. */
export function linearLayer({
  units,
  bias,
  init,
}: {
  readonly units: number;
  readonly bias: boolean;
  readonly init: string;
}): { readonly params: NonNullable<ScopeSpec["params"]>; readonly z: NodeSpec } {
  return {
    params: { W: { shape: ["n", units], init }, ...(bias && { b: { shape: [units], init: "zeros" } }) },
    z: bias ? { op: "affine", in: ["x", "W", "b"] } : { op: "matmul", in: ["x", "W"] },
  };
}

/** A sigmoid for each unit, and the cross entropies of all of them: two classes, or several labels. */
export function sigmoidHead({
  units,
  reduction,
  ...settings
}: {
  readonly units: number;
  readonly reduction: Reduction;
  readonly bias: boolean;
  readonly init: string;
}): BlockBody {
  const { params, z } = linearLayer({ units, ...settings });
  return {
    inputs: { x: { shape: ["N", "n"] }, y: { shape: ["N", units] } },
    params,
    nodes: {
      z,
      p: { op: "sigmoid", in: ["z"] },
      loss: { op: "binaryCrossEntropyWithLogits", in: ["z", "y"], reduction },
      accuracy: { op: "binaryAccuracy", in: ["p", "y"] },
    },
    output: "p",
  };
}
