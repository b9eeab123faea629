import {
  closedOutputs,
  createState,
  defaultLimits,
  type Feeds,
  type Graph,
  indexOf,
  Refusal,
  scalarTensors,
  type State,
  toScalars,
  openDims,
} from "@chainrule/core";
import type { Project } from "../project.js";
import type { Io } from "../terminal/io.js";

/** A model, and what it is computed with. */
export interface Given {
  readonly model: Graph;
  readonly state: State;
  readonly feeds?: Feeds | undefined;
}

/** What nobody could find anything in is no picture. */
const mostNodes = 1000;

/**
 * A model number by number, with its feeds and parameters taken apart alike. Outputs that cannot be opened are left out,
 * and named on stderr.
 * @throws {Refusal} as `toScalars`
 */
export function scalarised({ model, state, feeds }: Given, { registry }: Project, io: Io): Given {
  const options = { registry, dims: feeds === undefined ? {} : openDims(model, feeds) };
  const closed = closedOutputs(model, options);
  const outputs = Object.keys(model.outputs).filter((name) => !closed.has(name));
  const graph = legible(() =>
    toScalars(model, {
      ...options,
      state,
      limits: { ...defaultLimits, nodes: mostNodes },
      ...(outputs.length > 0 && { outputs }),
    }),
  );
  for (const [name, { op }] of closed)
    io.stderr.write(`left out ${name}: op ${op} cannot be taken apart into single numbers\n`);
  const known = Object.entries(scalarTensors(feeds ?? {})).filter(([id]) => indexOf(graph).has(id));
  return {
    model: graph,
    state: createState(graph, registry),
    ...(feeds && { feeds: Object.fromEntries(known) }),
  };
}

/** Says of a model that is too large what to draw in its place. */
function legible(work: () => Graph): Graph {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "too-many-nodes") throw error;
    const [problem] = error.problems;
    throw new Refusal({ ...problem!, try: "--network, which draws a unit as one circle" });
  }
}
