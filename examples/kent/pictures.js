import { draw, evaluate, shapesOf, toSvg } from "chainrule";

/** Both passes with the numbers of the one example, and both in one picture with the shapes. */
export async function pictures(open) {
  const kent = open("kent.json");
  const { registry, engine, evalGraph, data } = kent;
  const { graph, values } = evaluate(evalGraph, {
    registry,
    engine,
    state: kent.initialState(),
    feeds: data.splits.train.columns,
    of: "J",
  });
  const drawn = (pass, annotations) => toSvg(draw(graph, { pass, registry, ...annotations }));
  const turned = fromColumns(graph);
  return {
    "forward.svg": await drawn("forward", { values, shapes: shapesOf(graph) }),
    "backward.svg": await drawn("backward", { values }),
    "both.svg": await toSvg(draw(turned, { pass: "both", registry, shapes: shapesOf(turned) })),
  };
}

/** The graph as if its examples came as columns. */
function fromColumns(graph) {
  const nodes = graph.nodes
    .filter(({ op }) => op !== "input")
    .map((node) => (["a0", "t"].includes(node.id) ? { ...node, op: "input", in: [] } : node));
  return { ...graph, nodes };
}
