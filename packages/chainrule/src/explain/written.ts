import {
  type Conventions,
  type Dim,
  findNode,
  formatShape,
  type Graph,
  type GraphNode,
} from "@chainrule/core";

/**
 * How layers' products, and the matrices in them, are written down by the graph's conventions, by node id.
 *
 * | weights | an affine node | its W, of shape [in, out] |
 * |---|---|---|
 * | `X W` | `x W + b` | as it is |
 * | `Wᵀ x` | `Wᵀ x + b` | as it is |
 * | `xᵀ w` | `xᵀ W + b` | as it is |
 * | `W a` | `W x + b` | transposed, [out, in] |
 *
 * With examples as columns the result's shape is turned as well. The numbers are the same.
 */
export function writtenDown(graph: Graph): ReadonlyMap<string, string> {
  const { conventions } = graph;
  const written = new Map<string, string>();
  if (conventions === undefined) return written;
  for (const node of graph.nodes) {
    const weight = weightOf(node, graph);
    if (weight === undefined) continue;
    written.set(node.id, layer(node, conventions));
    if (conventions.notation["weights"] === "W a" && weight.shape.length === 2)
      written.set(weight.id, `${weight.id} ${formatShape(turned(weight.shape))}`);
  }
  return written;
}

function layer({ op, in: [x, W, b], shape }: GraphNode, { notation }: Conventions): string {
  const bias = op === "affine" ? ` + ${b}` : "";
  const form = products[notation["weights"] ?? ""] ?? products["X W"]!;
  const isTurned = notation["examples"] === "columns" && shape.length === 2;
  return `${form(x!, W!)}${bias} ${formatShape(isTurned ? turned(shape) : shape)}`;
}

const products: Readonly<Record<string, (x: string, W: string) => string>> = {
  "X W": (x, W) => `${x} ${W}`,
  "Wᵀ x": (x, W) => `${W}ᵀ ${x}`,
  "W a": (x, W) => `${W} ${x}`,
  "xᵀ w": (x, W) => `${x}ᵀ ${W}`,
};

/** The matrix that a node multiplies by, where it is one that is trained. */
function weightOf({ op, in: inputs }: GraphNode, graph: Graph): GraphNode | undefined {
  if (op !== "affine" && op !== "matmul") return undefined;
  const weight = findNode(graph, inputs[1]!);
  return weight?.op === "parameter" ? weight : undefined;
}

function turned(shape: readonly Dim[]): Dim[] {
  return [...shape].reverse();
}
