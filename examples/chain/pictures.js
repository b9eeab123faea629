import { draw, evaluate, gradientsOf, lineChart, localDerivatives, toSvg } from "chainrule";
import { activations, boundAt, depths, slopeAt } from "./depths.js";

/** Three layers with the slope of each step on its arrow, their backward pass, and what is left of it after twenty. */
export async function pictures(open) {
  const chain = open("chain.json");
  const { registry, engine, evalGraph, data } = chain;
  const options = { registry, engine, state: chain.initialState(), feeds: data.splits.train.columns };
  const { graph, values } = evaluate(evalGraph, { ...options, of: "y" });
  const forward = {
    values,
    gradients: gradientsOf(graph, "y", values),
    derivatives: localDerivatives(graph, { registry, engine, values }),
  };
  const pointsOf = (slope) => depths.map((depth) => [depth, slope(depth)]);
  return {
    "forward.svg": await toSvg(draw(fromNumber(graph), { pass: "forward", registry, ...forward })),
    "backward.svg": await toSvg(draw(graph, { pass: "backward", registry, values })),
    "vanishing.svg": lineChart({
      title: "What reaches the first weight of a chain with w = x = 1",
      xLabel: "depth L",
      yLabel: "|dy/dw1|",
      log: true,
      series: [
        ...activations.map((name) => ({
          name,
          points: pointsOf((depth) => slopeAt(chain, name, depth)),
          dashed: false,
        })),
        { name: "the bound (1/4)^L", points: pointsOf(boundAt), dashed: true },
      ],
    }),
  };
}

/** The graph as if its one example came as a number. */
function fromNumber(graph) {
  const nodes = graph.nodes
    .filter(({ op }) => op !== "input")
    .map((node) => (node.id === "a0" ? { ...node, op: "input", in: [] } : node));
  return { ...graph, nodes };
}
