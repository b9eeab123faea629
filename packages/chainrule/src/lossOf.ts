import { type Graph, isFloat, Refusal, resolveOutput } from "@chainrule/core";
import type { Project } from "./project.js";

/** What is differentiated when nobody says: what is minimised, else the output `loss`; if the model has it. */
export function lossOf({ spec }: Project, model: Graph): string | undefined {
  const minimise = spec.train?.minimise;
  if (typeof minimise === "string" && resolveOutput(model, minimise) !== undefined) return minimise;
  return Object.hasOwn(model.outputs, "loss") ? "loss" : undefined;
}

/** The refusal of a spec without a loss, where one is needed. */
export function noLoss({ nodes, outputs }: Graph, option: string): Refusal {
  const scalars = new Set(
    nodes.filter(({ shape, dtype }) => shape.length === 0 && isFloat(dtype)).map(({ id }) => id),
  );
  const names = Object.keys(outputs).filter((name) => scalars.has(outputs[name]!));
  return new Refusal({
    code: "missing-option",
    at: option,
    got: "a spec that minimises no output, and has none called loss",
    need: "the output to differentiate, one number",
    try: names.length === 0 ? "--of OUTPUT" : `--of ${names[0]!}`,
  });
}
