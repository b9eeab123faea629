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
  return {
    "forward.svg": await drawn("forward", { values, shapes: shapesOf(graph) }),
    "backward.svg": await drawn("backward", { values }),
    "both.svg": await drawn("both", { shapes: shapesOf(graph) }),
  };
}
