// A plugin's names in specs: the example's, which is plain JavaScript.
import { defineSpec } from "chainrule";
import type acme from "../../../examples/plugin/plugin.js";

declare module "chainrule" {
  interface SpecPlugins {
    acme: typeof acme;
  }
}

export const swish = defineSpec({
  chainrule: 1,
  plugins: { acme: 1 },
  model: {
    inputs: { x: { shape: ["N", 3] } },
    nodes: {
      a: { op: "acme.swish", in: ["x"], beta: 2 },
      h: { block: "dense", in: ["a"], units: 4, activation: { op: "acme.swish" } },
      // @ts-expect-error no attribute of the plugin's op
      b: { op: "acme.swish", in: ["x"], bta: 2 },
      // @ts-expect-error no op of the plugin
      c: { op: "acme.swsh", in: ["x"] },
    },
    outputs: { h: "h" },
  },
});
