import { Builder, type Graph, located, Refusal, type Registry, suggest, type Value } from "@chainrule/core";
import { add, multiply } from "@chainrule/ops";
import { z } from "zod";

/** What is minimised: an output's name, or outputs with their weights. */
export type Minimise = string | Readonly<Record<string, number>>;

export const minimiseSchema: z.ZodType<Minimise> = z
  .union([z.string(), z.record(z.string(), z.number())])
  .meta({ description: "the output to minimise, or several with their weights", examples: ["loss"] });

/** The name and id of the weighted sum that {@link withObjective} makes. */
export const objectiveName = "objective";

/** The output that `minimise` comes to in a graph of {@link withObjective}. */
export function objectiveOf(minimise: Minimise): string {
  return typeof minimise === "string" ? minimise : objectiveName;
}

/** The output of a training step that is the gradient of the objective with respect to a parameter. */
export function gradientName(objective: string, parameter: string): string {
  return `grad/${objective}/${parameter}`;
}

/**
 * A graph that has what is minimised as an output of its own: itself for a name, else with a node `objective`,
 * the sum of weight · output.
 * @throws {Refusal} unknown-output | empty-objective | duplicate-id
 */
export function withObjective(graph: Graph, minimise: Minimise, registry: Registry): Graph {
  if (typeof minimise === "string") {
    outputId(graph, minimise);
    return graph;
  }
  refuseTaken(graph);
  const builder = Builder.from(graph, registry);
  const terms = Object.entries(minimise).map(([output, weight]) => {
    const value = located([output], () => builder.get(outputId(graph, output)));
    return builder.within({ scope: objectiveName }, () => (weight === 1 ? value : multiply(weight, value)));
  });
  const [first, ...rest] = terms;
  if (first === undefined) {
    throw new Refusal({
      code: "empty-objective",
      got: "no outputs",
      need: "at least one output and its weight",
    });
  }
  builder.name(
    builder.within({ scope: objectiveName }, () => rest.reduce<Value>((sum, term) => add(sum, term), first)),
    objectiveName,
  );
  return builder.finish({
    outputs: { ...graph.outputs, [objectiveName]: objectiveName },
    updates: graph.updates,
  });
}

/** An output of that name would be told and minimised as what it is not. */
function refuseTaken({ outputs }: Graph): void {
  if (!Object.hasOwn(outputs, objectiveName)) return;
  throw new Refusal({
    code: "duplicate-id",
    at: objectiveName,
    got: `an output ${JSON.stringify(objectiveName)} of the model's own`,
    need: "that name for the weighted sum",
  });
}

/**
 * Ids of the outputs that are minimised.
 * @throws {Refusal} unknown-output, with the output's name as path where there are weights
 */
export function outputIds(graph: Graph, minimise: Minimise): string[] {
  if (typeof minimise === "string") return [outputId(graph, minimise)];
  return Object.keys(minimise).map((output) => located([output], () => outputId(graph, output)));
}

function outputId(graph: Graph, output: string): string {
  if (Object.hasOwn(graph.outputs, output)) return graph.outputs[output]!;
  throw new Refusal({
    code: "unknown-output",
    got: JSON.stringify(output),
    need: "the name of an output",
    ...suggest(output, Object.keys(graph.outputs)),
  });
}
