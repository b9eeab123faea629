import { compile, elementCount, type Graph, Refusal, type State, type StaticShape } from "@chainrule/core";
import { isBatched, rowMemory } from "../rows.js";
import type { SolverJob } from "../solver.js";

/** A column of an affine system: what one unit of one of the parameters' numbers adds to every element. */
export interface Unknown {
  /** Id of the parameter. */
  readonly parameter: string;
  /** `w[2]`, `b`: as a message calls it. */
  readonly name: string;
  readonly column: Float64Array;
}

/** A node that is affine in the parameters, over all rows: offset + Σ unknown · column. */
export interface AffineSystem {
  readonly unknowns: readonly Unknown[];
  readonly offset: Float64Array;
  /** What the node should be. */
  readonly target: Float64Array;
  /** Elements of the node in each row. */
  readonly width: number;
}

/**
 * Reads an affine node's columns off by running the model: with all parameters 0, and then with each number at 1 in turn.
 * So whatever stands between parameter and node, such as scaling, products of features or layers without activation, is
 * part of the columns.
 * @param node affine in the parameters
 * @param target a node of the same shape that depends on none of them
 * @throws {Refusal} too-large | non-finite
 */
export function affineSystem(job: SolverJob, node: string, target: string): AffineSystem {
  const { dataset, state, parameters } = job;
  const graph: Graph = { ...job.graph, outputs: { node, target }, updates: {} };
  const size = isBatched(graph) ? dataset.rows : 1;
  const { registry, engine, limits } = job;
  const plan = compile(graph, {
    registry,
    engine,
    state,
    limits,
    dims: { N: size },
    outputs: ["node", "target"],
  });
  const memory = rowMemory(graph, dataset, size);
  memory.fill(Uint32Array.from({ length: size }, (_, i) => i));
  plan.feed(memory.feeds);
  const read = (output: string): Float64Array => {
    plan.forward();
    const values = Float64Array.from(plan.read(output).data);
    if (values.every(Number.isFinite)) return values;
    const id = output === "node" ? node : target;
    throw new Refusal({ code: "non-finite", at: id, got: "a NaN or an infinity", need: "finite numbers" });
  };
  const shapes = new Map(parameters.map((id) => [id, state.peek(id).shape]));
  for (const [id, shape] of shapes) state.write(id, new Float64Array(elementCount(shape)));
  const offset = read("node");
  refuseLarge(job, offset.length, shapes);
  const unknowns = parameters.flatMap((id) =>
    unitsOf(state, id).map(({ name, write }): Unknown => {
      write(1);
      const column = read("node").map((x, i) => x - offset[i]!);
      write(0);
      return { parameter: id, name, column };
    }),
  );
  return { unknowns, offset, target: read("target"), width: offset.length / size };
}

function refuseLarge(
  { limits }: SolverJob,
  elements: number,
  shapes: ReadonlyMap<string, StaticShape>,
): void {
  const count = [...shapes.values()].reduce((sum, shape) => sum + elementCount(shape), 0);
  if (elements * count <= limits.elements) return;
  throw new Refusal({
    code: "too-large",
    path: ["optimiser"],
    got: `a system of ${elements} equations for ${count} unknowns`,
    need: `at most ${limits.elements} coefficients`,
    try: '{ "type": "sgd", "lr": 0.1 }',
  });
}

/** A parameter's numbers one by one, each with what a message calls it. */
function unitsOf(state: State, id: string): { name: string; write: (value: number) => void }[] {
  const { shape } = state.peek(id);
  const values = new Float64Array(elementCount(shape));
  return Array.from(values, (_, element) => ({
    name: shape.length === 0 ? id : `${id}[${indicesOf(element, shape).join(", ")}]`,
    write(value: number) {
      values[element] = value;
      state.write(id, values);
    },
  }));
}

function indicesOf(element: number, shape: StaticShape): number[] {
  let rest = element;
  return shape
    .toReversed()
    .map((dim) => {
      const index = rest % dim;
      rest = Math.floor(rest / dim);
      return index;
    })
    .toReversed();
}

/** The parameters whose numbers add the same to every row: biases. */
export function interceptsOf({ unknowns, width }: AffineSystem): ReadonlySet<string> {
  const isSteady = ({ column }: Unknown): boolean => column.every((x, i) => x === column[i % width]);
  const found = new Set(unknowns.map(({ parameter }) => parameter));
  for (const unknown of unknowns) if (!isSteady(unknown)) found.delete(unknown.parameter);
  return found;
}
