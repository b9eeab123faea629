import {
  type Dim,
  type Feeds,
  formatShape,
  type Graph,
  type GraphNode,
  isObject,
  type Json,
  type Nested,
  openDims,
  placed,
  Refusal,
  type SourceDocument,
  suggest,
  tensor,
  type Tensor,
} from "@chainrule/core";

/**
 * Tensors from a document `{ "x": [[1, -2]], … }`, of the inputs' dtypes and shapes.
 * @throws {Refusal} wrong-type | unknown-feed | ragged | not-a-number | shape-mismatch, with line and column
 */
export function readFeeds(document: SourceDocument, graph: Graph): Feeds {
  return placed(document, () => tensorsOf(document.value, graph));
}

function tensorsOf(document: Json, graph: Graph): Feeds {
  if (!isObject(document)) {
    throw new Refusal({
      code: "wrong-type",
      path: [],
      got: "no object",
      need: 'an object: { "x": [[1, 2]] }',
    });
  }
  const inputs = new Map(graph.nodes.flatMap((node) => (node.op === "input" ? [[node.id, node]] : [])));
  const feeds = Object.entries(document).map(([id, value]) => [id, readFeed(id, value, inputs)] as const);
  const sizes = openDims(graph, Object.fromEntries(feeds));
  for (const [id, { shape }] of feeds) {
    const wanted = inputs.get(id)!.shape.map((dim): Dim => sizes[dim] ?? dim);
    if (formatShape(wanted) === formatShape(shape)) continue;
    throw new Refusal({
      code: "shape-mismatch",
      path: [id],
      got: formatShape(shape),
      need: formatShape(wanted),
    });
  }
  return Object.fromEntries(feeds);
}

function readFeed(id: string, value: Json, inputs: ReadonlyMap<string, GraphNode>): Tensor {
  const input = inputs.get(id);
  if (input === undefined) {
    const need = `an input: ${[...inputs.keys()].join(", ")}`;
    throw new Refusal({
      code: "unknown-feed",
      path: [id],
      got: JSON.stringify(id),
      need,
      ...suggest(id, inputs.keys()),
    });
  }
  try {
    return tensor(value as Nested, input.dtype);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((problem) => ({ path: [id], ...problem })));
  }
}
