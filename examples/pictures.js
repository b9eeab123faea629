// Remakes the committed pictures of the examples: `pnpm pictures`, or `pnpm pictures xor` for one of them.
// The same text on every machine: Graphviz runs in WebAssembly, whatever is installed.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  differentiate,
  draw,
  evaluate,
  lossChart,
  openSpec,
  prepareTraining,
  toSvg,
  trainingEvents,
} from "chainrule";

/** The examples whose pictures are committed. */
export const examples = [
  "louppe",
  "kent",
  "chain",
  "xor",
  "penguins",
  "spiral",
  "collapse",
  "perceptron",
  "spot-the-error",
  "linear-regression",
  "lda",
];

/** An example's pictures as SVG, by file name: its own `pictures.js` makes them, where it has one. */
export async function picturesOf(name) {
  const place = (file) => new URL(`./${name}/${file}`, import.meta.url);
  const read = (file) => readFileSync(place(file), "utf8");
  if (existsSync(place("pictures.js"))) {
    const { pictures } = await import(place("pictures.js"));
    return pictures((file) => openSpec(read(file), file, { readText: read }));
  }
  const project = openSpec(read(`${name}.json`), `${name}.json`, { readText: read });
  const loss = runChart(project);
  return {
    "forward.svg": await toSvg(passDrawing(project, "forward")),
    "backward.svg": await toSvg(passDrawing(project, "backward")),
    ...(loss && { "loss.svg": loss }),
  };
}

/** A pass with the numbers of the first step, where the rows stand in the spec and so are few; else with shapes. */
function passDrawing(project, pass) {
  const { graph, registry, engine, spec, data } = project;
  if (spec.data.examples === undefined) {
    return draw(differentiate(graph, { of: "loss", registry }), { pass, registry });
  }
  const feeds = data.splits.train.columns;
  const evaluated = evaluate(graph, { registry, engine, state: project.initialState(), feeds, of: "loss" });
  return draw(evaluated.graph, { pass, registry, values: evaluated.values });
}

/** The losses of a run; undefined where it takes too few steps to draw. */
function runChart({ job, spec }) {
  const events = [...trainingEvents(prepareTraining(job))];
  const metrics = events.filter((event) => event?.type === "metrics");
  return metrics.length < 3 ? undefined : lossChart(spec.name, "loss", metrics);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = process.argv.slice(2).filter((name) => examples.includes(name));
  for (const name of chosen.length > 0 ? chosen : examples) {
    for (const [file, text] of Object.entries(await picturesOf(name))) {
      writeFileSync(new URL(`./${name}/${file}`, import.meta.url), text);
      console.log(`examples/${name}/${file}`);
    }
  }
}
