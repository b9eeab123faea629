import { apply, attribute, defineOp, type Value } from "@chainrule/core";
import { classLossKinds, classProbabilities, type ClassTarget } from "./classTarget.js";
import {
  checkIgnored,
  checkWeights,
  classShareAt,
  isPlain,
  type WeighedLoss,
  weightAttributes,
  type Weights,
} from "./classWeights.js";

export const classSharesOp = defineOp({
  name: "classShares",
  doc: {
    summary: "classes as a share for each: 1 or a probability, times the class's weight; 0 where ignored",
  },
  inputs: { target: "any" },
  attributes: {
    target: attribute.choice(["index", "oneHot", "probabilities"], { doc: "as of the losses over classes" }),
    classes: attribute.integer({ doc: "how many classes there are: the last dim", min: 0 }),
    ...weightAttributes,
  },
  kinds: classLossKinds,
  result: "float",
  check(settings, need) {
    checkIgnored(settings, need);
    checkWeights([settings.classes], settings, need);
  },
  shape({ target }, { target: kind, classes }, need) {
    if (kind === "index") {
      need(classes > 0, "at least one class to choose");
      return [...target, classes];
    }
    const last = target[target.length - 1];
    need(
      target.length >= 1 && (last === classes || typeof last === "string"),
      `target [examples, ${classes}]`,
    );
    return target;
  },
  multiplyAdds: (_, output) => output,
  kernel({ target }, output, settings) {
    const classes = output.shape[output.shape.length - 1]!;
    const share = classShareAt("classShares", target, settings, classes);
    for (let k = 0; k < output.data.length; k++) output.data[k] = share(Math.floor(k / classes), k % classes);
  },
  // Linear in probabilities, and each only in its own: its derivative is itself.
  vjp: { target: (g, _, { attributes }) => sharesOf(g, attributes) },
  samples: [
    {
      inputs: { target: ["N"] },
      attributes: { target: "index", classes: 3, classWeights: [0.5, 2, 1], ignoreIndex: 1 },
      fixed: ["target"],
      domain: { target: [0, 3] },
    },
    {
      inputs: { target: ["N", 2] },
      attributes: { target: "index", classes: 3, ignoreIndex: -1 },
      fixed: ["target"],
      domain: { target: [-1, 3] },
    },
    {
      inputs: { target: ["N", 3] },
      attributes: { target: "probabilities", classes: 3, classWeights: [0.5, 2, 0] },
    },
    { inputs: { target: [2] }, attributes: { target: "oneHot", classes: 2, classWeights: [3, 1] } },
  ],
  latex: (m, { target }, { target: kind }) =>
    m.multiply(m.sign("w", "w"), kind === "index" ? m.index(m.sign("\\mathbf{1}", "1"), target) : target),
});

/** The target as a share for each class: its probability times the class's weight, and 0 throughout an ignored row. */
export function classShares(scores: Value, target: Value, settings: WeighedLoss): Value {
  const { target: kind, classWeights, ignoreIndex } = settings;
  if (isPlain(settings)) return classProbabilities(scores, target, kind);
  const classes = scores.shape[scores.shape.length - 1];
  const known = typeof classes === "number" ? classes : classWeights.length;
  return sharesOf(target, { target: kind, classes: known, classWeights, ignoreIndex });
}

function sharesOf(
  target: Value,
  settings: Weights & { readonly target: ClassTarget; readonly classes: number },
): Value {
  return apply(classSharesOp, { target }, settings);
}
