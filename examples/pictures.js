// Remakes the committed pictures of the examples: `pnpm pictures`, or `pnpm pictures xor` for one of them.
// The same text on every machine: Graphviz runs in WebAssembly, whatever is installed.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  annotate,
  compile,
  createState,
  differentiate,
  dot,
  lineChart,
  openSpec,
  prepareTraining,
  reference,
  toSvg,
  trainingEvents,
  view,
} from "chainrule";

/** The examples whose pictures are committed. */
export const examples = ["louppe", "xor", "penguins"];

/** An example's pictures as SVG, by file name. */
export async function picturesOf(name) {
  const read = (file) => readFileSync(new URL(`./${name}/${file}`, import.meta.url), "utf8");
  const project = openSpec(read(`${name}.json`), `${name}.json`, { readText: read });
  const loss = lossChart(project);
  return {
    "forward.svg": await toSvg(dot(passView(project, "forward"))),
    "backward.svg": await toSvg(dot(passView(project, "backward"))),
    ...(loss && { "loss.svg": loss }),
  };
}

/** A pass with the numbers of the first step, where the rows stand in the spec and so are few; else with shapes. */
function passView(project, pass) {
  const { registry } = project;
  const graph = differentiate(project.graph, { of: "loss", registry });
  const plain = view(graph, { pass, registry });
  if (project.spec.data.examples === undefined) return plain;
  const { rows, columns } = project.data.splits.train;
  const ids = graph.nodes.map(({ id }) => id);
  const plan = compile(graph, {
    registry,
    engine: reference(),
    state: createState(graph, registry),
    dims: { N: rows },
    outputs: ids,
  });
  plan.feed(columns);
  plan.forward();
  plan.backward();
  return annotate(plain, { values: new Map(ids.map((id) => [id, plan.read(id)])) });
}

/** The losses of a run; undefined where it takes too few steps to draw. */
function lossChart({ job, spec }) {
  const series = new Map();
  for (const event of trainingEvents(prepareTraining(job))) {
    if (event?.type !== "metrics") continue;
    for (const [name, value] of Object.entries(event.values)) {
      if (name !== "loss" && !name.endsWith("/loss")) continue;
      series.set(name, [...(series.get(name) ?? []), [event.step, value]]);
    }
  }
  const lines = [...series].map(([name, points]) => ({ name, points }));
  if (lines.every(({ points }) => points.length < 3)) return undefined;
  return lineChart({ title: spec.name, series: lines, xLabel: "step", yLabel: "loss" });
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
