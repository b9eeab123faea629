// Prints |dy/dw1| of the chain for depths 1 to 20 and three activations, beside the bound for the sigmoid.
// After `pnpm build`: node examples/chain/depths.js
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { editProject, evaluate, openSpec } from "chainrule";

export const activations = ["sigmoid", "tanh", "relu"];
export const depths = Array.from({ length: 20 }, (_, i) => i + 1);

/** |dy/dw1| of the chain with so many layers of an activation. */
export function slopeAt(chain, activation, depth) {
  const { project } = editProject(chain, ({ model }) => {
    model.nodes.h.activation = activation;
    model.nodes.h.repeat = depth;
  });
  const { evalGraph, registry, engine, data } = project;
  const [first] = evalGraph.nodes.filter(({ op }) => op === "parameter");
  const { gradients } = evaluate(evalGraph, {
    registry,
    engine,
    state: project.initialState(),
    feeds: data.splits.train.columns,
    of: "y",
    wrt: [first.id],
  });
  return Math.abs(gradients[`grad/y/${first.id}`].data[0]);
}

/** What |dy/dw1| cannot pass under a sigmoid with |w| ≤ 1, at x = 1: σ′ is at most 1/4, in every layer. */
export const boundAt = (depth) => 0.25 ** depth;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chain = openSpec(readFileSync(new URL("chain.json", import.meta.url), "utf8"), "chain.json");
  const row = (cells) =>
    console.log(
      cells
        .map((cell) => String(cell).padEnd(13))
        .join("")
        .trimEnd(),
    );
  row(["depth", ...activations, "(1/4)^L"]);
  for (const depth of depths) {
    const slopes = activations.map((activation) => slopeAt(chain, activation, depth));
    row([depth, ...[...slopes, boundAt(depth)].map((slope) => slope.toPrecision(3))]);
  }
}
