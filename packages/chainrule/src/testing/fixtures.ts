import { readFileSync } from "node:fs";
import {
  differentiate,
  draw,
  evaluate,
  graphToJson,
  type Json,
  objectiveOf,
  openSpec,
  parseDocument,
  type Project,
  toSvg,
  unfrozen,
  withObjective,
} from "../index.js";

/** The specs of the language's definition, and its fragments made whole. */
export const fixtures = [
  "louppe",
  "spiral",
  "recurrent",
  "autoencoder",
  "weighted",
  "convolutional",
] as const;

export type Fixture = (typeof fixtures)[number];

const folder = new URL("../../fixtures/", import.meta.url);

/** Where a fixture's file is. */
export function fixtureUrl(name: Fixture, file: string): URL {
  return new URL(`${name}/${file}`, folder);
}

/** A fixture's spec, as data. */
export function fixtureSpec(name: Fixture): Readonly<Record<string, Json>> {
  const { value } = parseDocument(readFileSync(fixtureUrl(name, "spec.json"), "utf8"), `${name}.json`);
  return value as Readonly<Record<string, Json>>;
}

export function readFixture(name: Fixture, file: string): string {
  return readFileSync(fixtureUrl(name, file), "utf8");
}

/** Opens a fixture's spec. */
export function openFixture(name: Fixture): Project {
  return openSpec(readFixture(name, "spec.json"), `${name}/spec.json`);
}

/** What is committed beside a fixture's spec, by file name: its forward graph, and both passes as pictures. */
export async function filesOf(name: Fixture): Promise<Readonly<Record<string, string>>> {
  const project = openFixture(name);
  return {
    "graph.json": graphToJson(project.graph),
    "forward.svg": await toSvg(passDrawing(project, "forward")),
    "backward.svg": await toSvg(passDrawing(project, "backward")),
  };
}

/** A pass as it is trained, with shapes; with the numbers of the first step where its one row stands in the spec. */
function passDrawing(project: Project, pass: "forward" | "backward"): string {
  const { graph, registry, engine, spec } = project;
  const { minimise, freeze } = spec.train!;
  const of = objectiveOf(minimise);
  const forward = withObjective(graph, minimise, registry);
  const wrt = unfrozen(graph, freeze);
  if (spec.data?.examples === undefined || project.data.splits.train.rows > 1)
    return draw(differentiate(forward, { of, wrt, registry }), { pass, registry });
  const feeds = project.data.splits.train.columns;
  const state = project.initialState();
  const { graph: both, values } = evaluate(forward, { registry, engine, state, feeds, of, wrt });
  return draw(both, { pass, registry, values });
}
