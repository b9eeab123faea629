import { attribute, type BlockBody, defineBlock, type OpReference, Refusal } from "@chainrule/core";
import { biasAttribute } from "./settings.js";

/**
 * A multi-layer perceptron: dense layers one after the other, `widths[i]` units in layer i.
 *
 * x is [N, n]; the result is [N, last width]. The layers are `h/0`, `h/1`, …, each a `dense` with its own `W`, `b`,
 * `z` and `a`. Every layer has its activation: an output of another kind is a layer of its own, or a head.
 */
export const mlpBlock = defineBlock({
  name: "mlp",
  doc: {
    summary: "dense layers one after the other",
    source: "Rumelhart, Hinton and Williams, Nature 323 (1986) 533",
  },
  arguments: {
    widths: attribute.list(attribute.integer({ doc: "units of a layer", min: 1 }), {
      doc: "how many units each layer has",
    }),
    activation: attribute.each(attribute.op({ doc: "an activation" }), {
      doc: "the op applied to each unit's sum: one for all layers, or a list with one for each",
      default: { op: "tanh", attributes: {} },
    }),
    bias: biasAttribute,
    init: attribute.string({ doc: "the initialiser of each W", default: "glorot" }),
  },
  body({ widths, activation, bias, init }): BlockBody {
    const activations = perLayer(activation, widths.length);
    return {
      inputs: { x: { shape: ["N", "n"] } },
      nodes: {
        h: {
          block: "dense",
          in: ["x"],
          repeat: widths.map((units, i) => ({ units, activation: activations[i]! })),
          bias,
          init,
        },
      },
      output: "h",
    };
  },
});

/** @throws {Refusal} bad-attribute */
function perLayer(activation: OpReference | readonly OpReference[], layers: number): readonly OpReference[] {
  if (layers === 0) throw wrong("widths", "no layers", "at least one width", "[8]");
  if (!isList(activation)) return Array.from({ length: layers }, () => activation);
  if (activation.length === layers) return activation;
  throw wrong(
    "activation",
    `${activation.length} activations for ${layers} layers`,
    "one activation, or one for each layer",
  );
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function wrong(key: string, got: string, need: string, hint?: string): Refusal {
  return new Refusal({
    code: "bad-attribute",
    path: [key],
    got,
    need,
    ...(hint !== undefined && { try: `"${key}": ${hint}` }),
  });
}
