import {
  apply,
  attribute,
  type AttributesOf,
  defineOp,
  draws,
  type Operand,
  type Value,
} from "@chainrule/core";

const attributes = {
  rate: attribute.number({ doc: "with which probability an element is dropped", min: 0, below: 1 }),
  stream: attribute.stream({
    doc: "whose random numbers are drawn; by default the node's path, so state it to rename the node",
  }),
  seed: attribute.seed({ doc: "what the random numbers are drawn from; by default the spec's seed" }),
};

type DropoutSettings = AttributesOf<typeof attributes>;

/** What {@link dropout} takes. */
export type DropoutOptions = Pick<DropoutSettings, "rate"> &
  Partial<DropoutSettings> & {
    /** A scalar: the step that the draws are of. Default: that of training. */
    readonly step?: Operand<Value>;
  };

export const dropoutOp = defineOp({
  name: "dropout",
  doc: {
    summary: "in training, elements dropped at random and the rest scaled up; in use, x itself",
    source: "Srivastava et al., JMLR 15 (2014) 1929 (scaled in training: its §10)",
    names: { onnx: "Dropout", keras: "keras.layers.Dropout", torch: "torch.nn.functional.dropout" },
  },
  inputs: ["x", "step"],
  ambient: ["step"],
  attributes,
  inEval: ({ x }) => x,
  shape({ x, step }, _, need) {
    need(step.length === 0, "step of shape []");
    return x;
  },
  multiplyAdds: (_, output) => output,
  kernel({ x, step }, output, { rate, stream, seed }) {
    const source = draws(seed, "noise", stream);
    const current = step.data[0]!;
    const kept = 1 - rate;
    for (let i = 0; i < x.data.length; i++) {
      output.data[i] = source.uniform(current, i) < rate ? 0 : x.data[i]! / kept;
    }
  },
  // The same draws of the same step: what was dropped is dropped here too.
  vjp: { x: (g, { step }, { attributes }) => dropout(g, { ...attributes, step }), step: null },
  samples: [
    {
      inputs: { x: ["N", 3], step: [] },
      attributes: { rate: 0.4, stream: "d", seed: 1 },
      fixed: ["step"],
      domain: { step: [1, 100] },
    },
    {
      inputs: { x: [2, "N"], step: [] },
      attributes: { rate: 0, stream: "d", seed: 1 },
      fixed: ["step"],
      domain: { step: [1, 100] },
    },
  ],
  latex: (m, { x }, { rate }) => m.call("dropout", [x], String(rate)),
});

/**
 * Drops elements at random in training: each is 0 with probability `rate`, and else x / (1 - rate), so that its mean is x
 * ("inverted dropout"). In an eval-mode graph it is x. Which elements are dropped depends on seed, stream, step and the
 * element's row-major index alone: forward and backward pass of a step drop the same, and other steps others.
 * @param x float32 or float64, any shape
 * @param options `rate`: at least 0, below 1. `stream`: default the path of the node. `seed`: default the graph's
 * @returns the shape of x
 * @throws {Refusal} missing-attribute: no `stream`, where no node is being named
 * @see Srivastava et al., JMLR 15 (2014) 1929
 */
export function dropout(x: Value, { step, ...settings }: DropoutOptions): Value {
  return apply(dropoutOp, { x, ...(step !== undefined && { step }) }, settings);
}
