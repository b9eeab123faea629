import { Refusal } from "../errors.js";
import { type Graph, nodeId } from "../graph.js";
import { elementCount } from "../shape.js";
import { type Tensor, tensorOf } from "../tensor.js";
import { LocalValues, type LocalValuesOptions } from "./localValues.js";
import { type Path, type PathEdge, pathsBetween } from "./paths.js";

export interface DeriveOptions extends LocalValuesOptions {
  /** An output's name or a node's id: one number. */
  readonly of: string;
  /** The node that it is differentiated by. */
  readonly wrt: string;
  /** What backpropagation made of it, to compare the sum of the paths with. */
  readonly gradient: Tensor;
  /** Paths that are worked out; the rest are counted. Default 16. */
  readonly limit?: number;
  /** Jacobians of more entries are not written out. Default 36. */
  readonly entries?: number;
}

/** One factor of a path, and what the product has come to with it. */
export interface Factor extends PathEdge {
  /** ∂consumer/∂input, rows by the consumer's elements, columns by the input's; undefined where it is too large. */
  readonly jacobian?: Tensor;
  /** The product of all factors so far: what this path carries to `input`, of the shape of `input`. */
  readonly product: Tensor;
}

/** One path from `of` back to `wrt`, in numbers. */
export interface DerivedPath {
  readonly factors: readonly Factor[];
  /** The path's term: the product of its factors, of the shape of `wrt`. */
  readonly term: Tensor;
  /** The sum of the terms of this path and of those before it. */
  readonly sum: Tensor;
}

/** The chain rule for one pair of nodes: a gradient as the sum of what the paths between them carry. */
export interface Derivation {
  /** Ids of nodes. */
  readonly of: string;
  readonly wrt: string;
  readonly paths: readonly DerivedPath[];
  /** How many paths there are in all. */
  readonly count: bigint;
  /** How many were not worked out. */
  readonly leftOut: bigint;
  /** What the paths that were worked out come to. */
  readonly sum: Tensor;
  readonly gradient: Tensor;
  /** gradient − sum, as far as no path was left out the error of rounding, else what the others carry. */
  readonly difference: Tensor;
  /** Whether no path was left out, and the sum is the gradient but for rounding. */
  readonly isEqual: boolean;
}

/**
 * Works a gradient out path by path. Each path's term is computed on its own, by the rules of its edges alone, and so
 * shares nothing with the backward pass but the rules; the sum is compared with what that came to.
 * @throws {Refusal} unknown-node | not-scalar | no-vjp
 * @see Baydin et al., JMLR 18 (2018), §3.1; the sum over paths: Bauer, "Computational graphs and rounding error",
 *   SIAM J. Numer. Anal. 11 (1974) 87
 */
export function derive(graph: Graph, options: DeriveOptions): Derivation {
  const { registry, values, gradient, limit = 16, entries = 36 } = options;
  const [of, wrt] = [nodeId(graph, options.of), nodeId(graph, options.wrt)];
  const start = startOf(of, values.get(of)!);
  const local = new LocalValues(graph, options);
  const ways = pathsBetween(graph, of, wrt, registry);
  const paths: DerivedPath[] = [];
  let sum = tensorOf(new Float64Array(gradient.data.length), gradient.shape, gradient.dtype);
  for (const path of ways) {
    if (paths.length >= limit) break;
    const factors = factorsOf(path, start, local, entries);
    const term = factors.at(-1)?.product ?? start;
    sum = plus(sum, term);
    paths.push({ factors, term, sum });
  }
  const leftOut = ways.count - BigInt(paths.length);
  const difference = minus(gradient, sum);
  const isEqual = leftOut === 0n && isRounding(gradient, sum, paths);
  return { of, wrt, paths, count: ways.count, leftOut, sum, gradient, difference, isEqual };
}

/** The cotangent that a path begins with: ∂of/∂of = 1. */
function startOf(of: string, { shape, dtype }: Tensor): Tensor {
  if (elementCount(shape) === 1) return tensorOf([1], shape, dtype);
  throw new Refusal({
    code: "not-scalar",
    at: of,
    got: `[${shape.join(", ")}]`,
    need: "one number",
    try: `reduce it first, with "sum" or "mean"`,
  });
}

function factorsOf(path: Path, start: Tensor, local: LocalValues, entries: number): Factor[] {
  let product = start;
  return path.map((edge) => {
    product = local.pullBack(edge, product);
    return { ...edge, ...(local.entries(edge) <= entries && { jacobian: local.jacobian(edge) }), product };
  });
}

/** How far a sum in another order may lie from the gradient, by the size of what was added up on the way. */
const tolerances = { float64: 1e-12, float32: 1e-5, int32: 0, bool: 0 } as const;

/**
 * Whether two results are the same, or differ by no more than rounding may cost. Where a rule cancels (of a softmax,
 * say) a term is smaller than what it came from, so the size is that of the largest product on each path.
 */
function isRounding(gradient: Tensor, sum: Tensor, paths: readonly DerivedPath[]): boolean {
  const size = paths.reduce(
    (total, { factors }) => total + Math.max(0, ...factors.map(({ product }) => largest(product))),
    0,
  );
  const bound = tolerances[gradient.dtype] * size;
  return Array.from(gradient.data).every(
    (total, i) => Object.is(total, sum.data[i]) || Math.abs(total - sum.data[i]!) <= bound,
  );
}

function largest({ data }: Tensor): number {
  let most = 0;
  for (const x of data) most = Math.max(most, Math.abs(x));
  return most;
}

function plus(a: Tensor, b: Tensor): Tensor {
  return tensorOf(
    Array.from(a.data, (x, i) => x + b.data[i]!),
    a.shape,
    a.dtype,
  );
}

function minus(a: Tensor, b: Tensor): Tensor {
  return tensorOf(
    Array.from(a.data, (x, i) => x - b.data[i]!),
    a.shape,
    a.dtype,
  );
}
