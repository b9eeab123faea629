import {
  allocate,
  ambientFeeds,
  build,
  compile,
  createState,
  dataInputs,
  draws,
  elementCount,
  type Engine,
  type Feeds,
  findNode,
  type Graph,
  type GraphNode,
  isFloat,
  type Plan,
  type Registry,
  type State,
  type StaticShape,
  type Tensor,
  tensorOf,
} from "@chainrule/core";
import { learningRateInput, readOptimiser, takeRows, trainingStep } from "@chainrule/optim";
import type { GoldenNetwork } from "./networks.js";

/** Steps that every network is trained for. */
export const goldenSteps = 200;

/** Trains a network on data of its own; gives what its parameters and slots have become. */
export function trainGolden(
  { spec, optimiser, rows, batch }: GoldenNetwork,
  engine: Engine,
  registry: Registry,
): { readonly state: State; readonly firstLoss: number; readonly lastLoss: number } {
  const model = build(spec, { registry });
  const graph = trainingStep(model, {
    minimise: "loss",
    optimiser: readOptimiser(optimiser, registry),
    registry,
  });
  const state = createState(graph, registry);
  const columns = drawColumns(model, rows);
  const plans = new Map<number, Plan>();
  const losses: number[] = [];
  for (let step = 1; step <= goldenSteps; step++) {
    const indices = rowsAt(step, rows, batch);
    let plan = plans.get(indices.length);
    if (plan === undefined) {
      plan = compile(graph, { registry, engine, state, dims: { N: indices.length } });
      plans.set(indices.length, plan);
    }
    const taken = takeRows({ rows, columns }, indices);
    plan.step({ ...taken, ...scalars(graph, step, optimiser.lr) });
    losses.push(plan.scalar("loss"));
  }
  return { state, firstLoss: losses[0]!, lastLoss: losses.at(-1)! };
}

/** The rows of a step, one batch after the other; the last one of an epoch may be short. */
function rowsAt(step: number, rows: number, batch: number): number[] {
  const start = ((step - 1) % Math.ceil(rows / batch)) * batch;
  return Array.from({ length: Math.min(batch, rows - start) }, (_, i) => start + i);
}

function scalars(graph: Graph, step: number, lr: number): Feeds {
  const takesRate = findNode(graph, learningRateInput) !== undefined;
  const rate = tensorOf([lr], [], graph.dtype);
  return { ...ambientFeeds(graph, step), ...(takesRate && { [learningRateInput]: rate }) };
}

/**
 * Inputs uniform on [-1, 1), or classes; targets are sums and products of them, or whichever of their first elements is
 * greatest: nothing that one JavaScript engine could compute otherwise than another.
 */
function drawColumns(model: Graph, rows: number): Record<string, Tensor> {
  const inputs = new Map(dataInputs(model).map((node) => [node.id, node]));
  const x = drawColumn(inputs.get("x")!, rows);
  return { x, y: targetOf(inputs.get("y")!, x, rows) };
}

function drawColumn({ shape, dtype, attributes }: GraphNode, rows: number): Tensor {
  const whole = [rows, ...shape.slice(1)] as StaticShape;
  const data = allocate(dtype, elementCount(whole));
  const source = draws(1, "data", "golden");
  const classes = Number(attributes["classes"] ?? 0);
  for (let i = 0; i < data.length; i++)
    data[i] = isFloat(dtype) ? 2 * source.uniform(0, i) - 1 : Math.floor(classes * source.uniform(0, i));
  return { dtype, shape: whole, data };
}

function targetOf({ shape, dtype }: GraphNode, x: Tensor, rows: number): Tensor {
  const width = x.data.length / rows;
  const whole = [rows, ...shape.slice(1)] as StaticShape;
  const data = allocate(dtype, rows);
  for (let row = 0; row < rows; row++) {
    const at = (i: number): number => x.data[row * width + (i % width)]!;
    if (isFloat(dtype)) data[row] = width === 1 ? at(0) / 8 - 0.5 : at(0) - at(1) * at(2) + 0.25 * at(3);
    else data[row] = at(0) > at(1) ? (at(0) > at(2) ? 0 : 2) : at(1) > at(2) ? 1 : 2;
  }
  return { dtype, shape: whole, data };
}
