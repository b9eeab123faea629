import { type Feeds, type Graph, type GraphNode, type Json, type Nested, Refusal, suggest, tensor, type Tensor } from "@chainrule/core";
import { inFile } from "./inFile.js";

/**
 * Tensors from a document `{ "x": [[1, -2]], … }`.
 * @param file its name, for messages
 * @throws {Refusal} wrong-type | unknown-feed | ragged | not-a-number
 */
export function readFeeds(document: Json, graph: Graph, file: string): Feeds {
  const inputs = new Map(graph.nodes.flatMap((node) => (node.op === "input" ? [[node.id, node]] : [])));
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new Refusal({ code: "wrong-type", file, got: "no object", need: 'an object: { "x": [[1, 2]] }' });
  }
  return inFile(file, () => Object.fromEntries(Object.entries(document).map(([id, value]) => [id, readFeed(id, value, inputs)])));
}

function readFeed(id: string, value: Json, inputs: ReadonlyMap<string, GraphNode>): Tensor {
  const input = inputs.get(id);
  if (input === undefined) {
    const need = `an input: ${[...inputs.keys()].join(", ")}`;
    throw new Refusal({ code: "unknown-feed", got: JSON.stringify(id), need, ...suggest(id, inputs.keys()) });
  }
  try {
    return tensor(value as Nested, input.dtype);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((problem) => ({ at: id, ...problem })));
  }
}

/** N, from the first fed input that has it. */
export function batchSize(graph: Graph, feeds: Feeds): Record<string, number> {
  for (const { id, op, shape } of graph.nodes) {
    const size = op === "input" && shape[0] === "N" && Object.hasOwn(feeds, id) ? feeds[id]!.shape[0] : undefined;
    if (size !== undefined) return { N: size };
  }
  return {};
}
