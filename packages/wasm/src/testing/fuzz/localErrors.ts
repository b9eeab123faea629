import {
  byInput,
  compile,
  type Engine,
  findNode,
  type GraphNode,
  isFloat,
  isSource,
  type Registry,
  type StaticShape,
  type Tensor,
} from "@chainrule/core";
import { allowedError, type BoundInputs, termsOf } from "./localBound.js";
import { inFloat64 } from "./numbers.js";
import { evaluateOp, type Operand } from "./oneOp.js";
import { classOf, type OpClass } from "./opClass.js";
import { feedsAt, type RandomCase, stateOf } from "./randomGraph.js";

/** An element of a node that is too far from what the float64 reference makes of the same inputs. */
export interface LocalError {
  readonly node: string;
  readonly op: string;
  readonly element: number;
  readonly got: number;
  readonly exact: number;
  readonly allowed: number;
}

/** How one engine's nodes stand to the float64 reference, each on the inputs that the engine itself made. */
export interface LocalErrors {
  readonly errors: readonly LocalError[];
  /** The largest error over what is allowed, by class of ops. */
  readonly shares: ReadonlyMap<OpClass, number>;
  /** Numbers that were compared, and that were not, since they or what they are made of is out of range. */
  readonly compared: number;
  readonly skipped: number;
}

/** Beyond these, what is between inputs and result may overflow, or lose digits below the normal numbers. */
const [least, greatest] = [2 ** -60, 2 ** 40];

/**
 * Runs a case's first step and holds every node against the float64 reference, which is given the values that the engine
 * computed before it: so errors do not add up from node to node.
 */
export function localErrors(item: RandomCase, engine: Engine, registry: Registry): LocalErrors {
  const { graph, dims } = item;
  const nodes = graph.nodes.map(({ id }) => id);
  const plan = compile(graph, {
    registry,
    engine,
    state: stateOf(item, registry),
    dims,
    outputs: nodes,
    keep: nodes,
  });
  plan.feed(feedsAt(item, 1));
  plan.forward();
  plan.backward();
  // An update may take the place of the value that it was made of.
  const before = new Map(graph.nodes.filter(({ op }) => isSource(op)).map(({ id }) => [id, plan.read(id)]));
  plan.update();
  const checker = new Checker(item, (id) => before.get(id) ?? plan.read(id), registry);
  for (const node of graph.nodes) if (!isSource(node.op)) checker.node(node);
  return checker;
}

class Checker implements LocalErrors {
  readonly errors: LocalError[] = [];
  readonly shares = new Map<OpClass, number>();
  compared = 0;
  skipped = 0;
  readonly #item: RandomCase;
  readonly #read: (id: string) => Tensor;
  readonly #registry: Registry;

  constructor(item: RandomCase, read: (id: string) => Tensor, registry: Registry) {
    this.#item = item;
    this.#read = read;
    this.#registry = registry;
  }

  node(node: GraphNode): void {
    const got = this.#read(node.id);
    const operands = node.in.map((id): Operand => {
      const { shape } = findNode(this.#item.graph, id)!;
      return { shape, tensor: inFloat64(this.#read(id)) };
    });
    if (!operands.every(({ tensor }) => isInRange(tensor))) {
      this.skipped += got.data.length;
      return;
    }
    const exact = this.#exact(node, operands);
    const magnitudes = this.#magnitudes(node, operands);
    const about = this.#about(node, operands, exact, got.shape);
    got.data.forEach((value, i) => this.#element(node, about, i, [value, exact.data[i]!, magnitudes(i)]));
  }

  #element(
    { id, op }: GraphNode,
    about: BoundInputs | undefined,
    element: number,
    [got, exact, magnitude]: readonly [number, number, number],
  ): void {
    if (Math.abs(exact) > greatest ** 2 || !Number.isFinite(exact)) {
      this.skipped++;
      return;
    }
    this.compared++;
    const allowed = about ? allowedError(about, exact, magnitude) : 0;
    const error = Math.abs(got - exact);
    if (error > 0 && about) {
      const { opClass } = about;
      this.shares.set(opClass, Math.max(this.shares.get(opClass) ?? 0, error / allowed));
    }
    // What is right to the bit is right, whatever the bound: of 0 · ∞ it is NaN.
    if (error !== 0 && !(error <= allowed)) this.errors.push({ node: id, op, element, got, exact, allowed });
  }

  #exact({ op, attributes }: GraphNode, operands: readonly Operand[]): Tensor {
    const registry = this.#registry;
    const options = { registry, dtype: "float64", dims: this.#item.dims } as const;
    return evaluateOp(registry.get("ops", op), operands, attributes, options).tensor;
  }

  /** Σ|terms| of each element: the op on magnitudes, of all inputs or of the first alone, whichever is more. */
  #magnitudes(node: GraphNode, operands: readonly Operand[]): (element: number) => number {
    const opClass = classOf(this.#registry.get("ops", node.op));
    if (!["reduction", "product", "image", "indexing"].includes(opClass)) return () => 0;
    const ofAll = this.#exact(node, operands.map(magnitudeOf));
    const ofFirst = this.#exact(node, [magnitudeOf(operands[0]!), ...operands.slice(1)]);
    return (i) => Math.max(Math.abs(ofAll.data[i]!), Math.abs(ofFirst.data[i]!));
  }

  /** Undefined for integers and truth values, which are exact. */
  #about(
    node: GraphNode,
    operands: readonly Operand[],
    exact: Tensor,
    output: StaticShape,
  ): BoundInputs | undefined {
    if (!isFloat(node.dtype)) return undefined;
    const op = this.#registry.get("ops", node.op);
    const opClass = classOf(op);
    const shapes = operands.map(({ tensor }) => tensor.shape);
    return {
      op,
      opClass,
      dtype: node.dtype,
      shapes,
      output,
      largestInput: Math.max(...operands.map(({ tensor }) => largestOf(tensor))),
      largestOutput: largestOf(exact),
      terms: termsOf(op, opClass, byInput(op, shapes), output, node.attributes),
    };
  }
}

function magnitudeOf({ shape, tensor }: Operand): Operand {
  if (tensor.dtype !== "float64") return { shape, tensor };
  return { shape, tensor: { ...tensor, data: Float64Array.from(tensor.data, Math.abs) } };
}

function isInRange({ data, dtype }: Tensor): boolean {
  return !isFloat(dtype) || data.every((x) => x === 0 || (Math.abs(x) >= least && Math.abs(x) <= greatest));
}

/** The largest magnitude that is a number. */
function largestOf({ data }: Tensor): number {
  let most = 0;
  for (const x of data) if (Number.isFinite(x)) most = Math.max(most, Math.abs(x));
  return most;
}
