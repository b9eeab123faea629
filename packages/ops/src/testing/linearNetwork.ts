import { Builder, type Graph, type Value } from "@chainrule/core";
import { add, divide, identity, multiply, negate, subtract } from "../elementwise.js";
import { affine, matmul } from "../linear.js";
import { mean } from "../reduce.js";
import { square } from "../elementwise.js";
import { registry } from "./evaluate.js";

/** What a layer of a random network does to the value before it. */
export const layerKinds = [
  "affine",
  "matmul",
  "add",
  "subtract",
  "scale",
  "scale each",
  "number",
  "negate",
  "divide",
  "identity",
  "two ways",
  "past",
] as const;
export type LayerKind = (typeof layerKinds)[number];
export interface Layer {
  readonly kind: LayerKind;
  readonly units: number;
}

/** A network of affine maps in float64 with drawn parameters, output `z` [N, units], and `loss`, the mean of z². */
export function linearNetwork(layers: readonly Layer[], seed: number, inputs = 3): Graph {
  const builder = new Builder({ registry, dtype: "float64", seed });
  const x = builder.source("input", "x", ["N", inputs], "float64");
  let count = 0;
  const drawn = (shape: readonly number[]): Value =>
    builder.source("parameter", `p${count++}`, shape, "float64", {
      init: { type: "normal", std: 0.7 },
      trainable: true,
    });
  let value = x;
  layers.forEach((layer, i) => {
    value = builder.name(
      builder.within({ scope: `h${i}` }, () => applied(layer, value, drawn)),
      `h${i}`,
    );
  });
  builder.name(identity(value), "z");
  builder.name(mean(square(builder.get("z"))), "loss");
  return builder.finish({ outputs: { z: "z", loss: "loss" } });
}

function applied({ kind, units }: Layer, x: Value, drawn: (shape: readonly number[]) => Value): Value {
  const width = x.shape[1] as number;
  const layer = (): Value => affine(x, drawn([width, units]), drawn([units]));
  switch (kind) {
    case "affine":
      return layer();
    case "matmul":
      return matmul(x, drawn([width, units]));
    case "add":
      return add(drawn([width]), x);
    case "subtract":
      return subtract(x, drawn([width]));
    case "scale":
      return multiply(drawn([]), x);
    case "scale each":
      return multiply(x, drawn([width]));
    case "number":
      return multiply(-0.5, x);
    case "negate":
      return negate(x);
    case "divide":
      return divide(x, 3);
    case "identity":
      return identity(x);
    case "two ways":
      return subtract(layer(), layer());
    case "past":
      return add(x, affine(x, drawn([width, width]), drawn([width])));
  }
}
