// Remakes the committed pictures of the examples: `pnpm pictures`, or `pnpm pictures xor` for one of them.
// The same text on every machine: Graphviz runs in WebAssembly, whatever is installed.
import { readFileSync, writeFileSync } from "node:fs";
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

const names = process.argv.slice(2).filter((name) => !name.startsWith("-"));

for (const name of names.length > 0 ? names : ["louppe", "xor", "penguins"]) {
  const folder = new URL(`./${name}/`, import.meta.url);
  const read = (file) => readFileSync(new URL(file, folder), "utf8");
  const project = openSpec(read(`${name}.json`), `${name}.json`, { readText: read });
  for (const pass of ["forward", "backward"]) save(folder, `${pass}.svg`, await toSvg(dot(passView(project, pass))));
  const chart = lossChart(project);
  if (chart !== undefined) save(folder, "loss.svg", chart);
}

/** A pass with the numbers of the first step, where the rows stand in the spec and so are few; else with shapes. */
function passView(project, pass) {
  const { registry } = project;
  const graph = differentiate(project.graph, { of: "loss", registry });
  const plain = view(graph, { pass, registry });
  if (project.spec.data.examples === undefined) return plain;
  const { rows, columns } = project.data.splits.train;
  const ids = graph.nodes.map(({ id }) => id);
  const plan = compile(graph, { registry, engine: reference(), state: createState(graph, registry), dims: { N: rows }, outputs: ids });
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

function save(folder, file, text) {
  writeFileSync(new URL(file, folder), text);
  console.log(`examples/${folder.pathname.split("/").at(-2)}/${file}`);
}
