import { graphToJson, Refusal, type Registry, type Tensor, toNested, toSpec } from "@chainrule/core";
import type { Shrunk } from "./shrink.js";

/**
 * How to see a failure again: what it is, the command that draws the same graph, and the shrunk case as a spec with
 * feeds; as a graph where no spec can say it.
 */
export function reproduction({ item, failure }: Shrunk, registry: Registry, engines: string): string {
  const { seed, number, graph, dims, feeds, steps } = item;
  const model = specText(item, registry);
  const again = `pnpm fuzz:engine --seed ${seed} --only ${number}`;
  const compare = `chainrule compare-engines spec.json --feeds feeds.json --engines ${engines}`;
  return [
    `graph ${number} of seed ${seed}: ${failure}`,
    `again: ${again}`,
    `shrunk to ${graph.nodes.length} nodes, ${steps === 1 ? "one step" : `${steps} steps`}, dims ${JSON.stringify(dims)}`,
    model === undefined ? `graph.json:\n${graphToJson(graph)}` : `${compare}\nspec.json:\n${model}`,
    `feeds.json:\n${feedsText(feeds)}`,
  ].join("\n");
}

function specText({ graph }: Shrunk["item"], registry: Registry): string | undefined {
  try {
    return JSON.stringify(toSpec(graph, { registry }), null, 2);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Numbers in full; NaN and infinities, which JSON lacks, as words. */
function feedsText(feeds: Readonly<Record<string, Tensor>>): string {
  const nested = Object.entries(feeds).map(([id, tensor]) => [id, toNested(tensor)]);
  const negativeZero = "<-0>";
  const text = JSON.stringify(Object.fromEntries(nested), (_, value: unknown) => {
    if (Object.is(value, -0)) return negativeZero;
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  });
  return text.replaceAll(`"${negativeZero}"`, "-0");
}
