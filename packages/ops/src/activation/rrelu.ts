import {
  apply,
  attribute,
  type AttributesOf,
  defineOp,
  draws,
  type Expression,
  type LatexAlgebra,
  type Need,
  type Operand,
  type Value,
} from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { leakyRelu } from "../elementwise/leakyRelu.js";
import { less } from "../elementwise/less.js";
import { multiply } from "../elementwise/multiply.js";
import { select } from "../elementwise/select.js";
import { awayFromZero } from "../smooth.js";

const drawn = {
  lower: attribute.number({ doc: "the least alpha that is drawn" }),
  upper: attribute.number({ doc: "no alpha that is drawn is greater" }),
  stream: attribute.stream({
    doc: "whose random numbers are drawn; by default the node's path, so state it to rename the node",
  }),
  seed: attribute.seed({ doc: "what the random numbers are drawn from; by default the spec's seed" }),
};
const attributes = {
  ...drawn,
  form: attribute.choice(["multiply", "divide"], {
    doc: 'how alpha is meant: below 0 the result is alpha · x ("multiply"), or x / alpha ("divide")',
    convention: true,
  }),
};

type RReluSettings = AttributesOf<typeof attributes>;
type Bounds = Pick<RReluSettings, "lower" | "upper">;

/** What {@link rrelu} takes; bounds and form have no default, because papers and libraries differ in them. */
export type RReluOptions = Pick<RReluSettings, "lower" | "upper" | "form"> &
  Partial<RReluSettings> & {
    /** A scalar: the step that the draws are of. Default: that of training. */
    readonly step?: Operand<Value>;
  };

const average = ({ lower, upper }: Bounds): number => lower / 2 + upper / 2;

function checkOrder({ lower, upper }: Bounds, need: Need): void {
  need(lower <= upper, "lower no greater than upper");
}

/** A number drawn between the bounds, as it is written. */
function written(m: LatexAlgebra, { lower, upper }: Bounds): Expression {
  return m.call("U", [m.number(lower), m.number(upper)]);
}

export const rreluOp = defineOp({
  name: "rrelu",
  doc: {
    summary:
      "x where x > 0, else alpha · x or x / alpha: in training alpha is drawn for each element, in use it is the average",
    source: "Xu et al., arXiv:1505.00853, 2015",
    names: { torch: "torch.nn.functional.rrelu" },
  },
  inputs: ["x", "step"],
  ambient: ["step"],
  attributes,
  check({ form, ...bounds }, need) {
    checkOrder(bounds, need);
    const isDivisor = bounds.lower > 0 || bounds.upper < 0;
    need(form !== "divide" || isDivisor, "bounds with no 0 between them to divide by");
  },
  inEval: ({ x }, { form, ...bounds }) => leakyRelu(x, { alpha: average(bounds), form }),
  shape({ x, step }, _, need) {
    need(step.length === 0, "step of shape []");
    return x;
  },
  decompose: ({ x, step }, settings) => scaled(x, x, step, settings),
  // The same draws of the same step: each element goes back at the slope that it came at.
  vjp: { x: (g, { x, step }, { attributes }) => scaled(g, x, step, attributes), step: null },
  samples: [
    {
      inputs: { x: ["N", 3], step: [] },
      attributes: { lower: 0.1, upper: 0.4, form: "multiply", stream: "r", seed: 1 },
      fixed: ["step"],
      domain: { step: [1, 100] },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { x: [2, "N"], step: [] },
      attributes: { lower: 3, upper: 8, form: "divide", stream: "r", seed: 1 },
      fixed: ["step"],
      domain: { step: [1, 100] },
      smooth: ({ x }) => awayFromZero(x),
    },
    {
      inputs: { x: [], step: [] },
      attributes: { lower: -0.5, upper: -0.5, form: "divide", stream: "r", seed: 1 },
      fixed: ["step"],
      domain: { step: [1, 100] },
      smooth: ({ x }) => awayFromZero(x),
    },
  ],
  latex(m, { x }, { form, ...bounds }) {
    const alpha = written(m, bounds);
    return m.select(m.less(0, x), x, form === "multiply" ? m.multiply(alpha, x) : m.divide(x, alpha));
  },
});

export const rreluAlphaOp = defineOp({
  name: "rreluAlpha",
  doc: {
    summary:
      "what rrelu multiplies or divides by: 1 where x > 0, else a number drawn between lower and upper",
  },
  inputs: ["x", "step"],
  ambient: ["step"],
  attributes: drawn,
  check: checkOrder,
  inEval: ({ x }, bounds) => select(less(0, x), 1, average(bounds)),
  shape({ x, step }, _, need) {
    need(step.length === 0, "step of shape []");
    return x;
  },
  multiplyAdds: (_, output) => output,
  kernel({ x, step }, output, { lower, upper, stream, seed }) {
    const source = draws(seed, "noise", stream);
    const current = step.data[0]!;
    for (let i = 0; i < x.data.length; i++) {
      output.data[i] = x.data[i]! > 0 ? 1 : lower + (upper - lower) * source.uniform(current, i);
    }
  },
  vjp: { x: null, step: null },
  samples: [
    {
      inputs: { x: ["N", 3], step: [] },
      attributes: { lower: 0.1, upper: 0.4, stream: "r", seed: 1 },
      fixed: ["step"],
      domain: { step: [1, 100] },
      smooth: ({ x }) => awayFromZero(x),
    },
  ],
  latex: (m, { x }, bounds) => m.select(m.less(0, x), 1, written(m, bounds)),
});

/** Each element of a value, at the slope that rrelu has at that of x. */
function scaled(value: Value, x: Value, step: Value, { form, ...settings }: RReluSettings): Value {
  const alpha = apply(rreluAlphaOp, { x, step }, settings);
  return form === "multiply" ? multiply(value, alpha) : divide(value, alpha);
}

/**
 * Leaky rectifier at random slopes: x where x > 0, else alpha · x, or with `form: "divide"` x / alpha. In training each
 * element has an alpha of its own, drawn uniformly between `lower` and `upper`; in an eval-mode graph all have their average,
 * so there it is `leakyRelu`. What is drawn depends on seed, stream, step and the element's row-major index alone: forward
 * and backward pass of a step draw the same, and other steps others. The derivative at 0 is that of the negative side.
 * @param x float32 or float64, any shape; NaN stays NaN
 * @param options `lower`, `upper`: in PyTorch ⅛ and ⅓, which multiply; in the paper 3 and 8, which divide. `form`: required.
 *   `stream`: default the path of the node. `seed`: default the graph's
 * @returns the shape of x
 * @throws {Refusal} bad-attribute: `lower` above `upper`, or 0 between them and divided by; missing-attribute: no `stream`,
 *   where no node is being named
 * @see Xu et al., arXiv:1505.00853, 2015
 */
export function rrelu(x: Value, { step, ...settings }: RReluOptions): Value {
  return apply(rreluOp, { x, ...(step !== undefined && { step }) }, settings);
}
