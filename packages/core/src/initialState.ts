import { allocate } from "./dtype.js";
import { Refusal } from "./errors.js";
import type { Attributes, Graph, GraphNode, Json } from "./graph.js";
import { resolveAttributes } from "./attributes.js";
import { draws } from "./random.js";
import { defaultLimits, type Limits } from "./limits.js";
import type { Registry } from "./registry.js";
import { elementCount, formatShape, isStatic, type StaticShape } from "./shape.js";
import { State } from "./state.js";
import { type Nested, tensor, type Tensor } from "./tensor.js";

/**
 * First values of a graph's parameters, buffers and slots: literal values, or an initialiser's draws, which
 * depend on the graph's seed and the node's path only. Buffers with `fit` stay unset until they are fitted.
 * @throws {Refusal} unknown-initialiser | unbound-dim | too-large
 */
export function createState(graph: Graph, registry: Registry, limits: Limits = defaultLimits): State {
  const kept = graph.nodes.filter(({ op }) => op === "parameter" || op === "buffer" || op === "slot");
  checkSize(kept, limits);
  const unset = kept.filter(({ attributes }) => attributes["fit"] !== undefined).map(({ id }) => id);
  return new State(
    kept.map((node) => [node.id, firstValue(node, graph.seed, registry)] as const),
    unset,
  );
}

function checkSize(kept: readonly GraphNode[], { elements, planBytes }: Limits): void {
  let bytes = 0;
  for (const node of kept) {
    const count = elementCount(staticShape(node));
    bytes += count * Float64Array.BYTES_PER_ELEMENT;
    if (count > elements) throw tooLarge(node, `at most ${elements} elements`);
    if (bytes > planBytes)
      throw tooLarge(node, `at most ${planBytes} bytes of parameters, buffers and slots`);
  }
}

function tooLarge({ id, shape }: GraphNode, need: string): Refusal {
  return new Refusal({ code: "too-large", at: id, got: formatShape(shape), need });
}

function staticShape({ id, op, shape }: GraphNode): StaticShape {
  if (isStatic(shape)) return shape;
  throw new Refusal({
    code: "unbound-dim",
    at: id,
    got: formatShape(shape),
    need: `integers in the shape of a ${op}`,
  });
}

function firstValue(node: GraphNode, seed: number, registry: Registry): Tensor {
  const { id, dtype, attributes } = node;
  const shape = staticShape(node);
  if (attributes["value"] !== undefined) return tensor(attributes["value"] as Nested, dtype, shape);
  const data = allocate(dtype, elementCount(shape));
  const init = attributes["init"];
  if (typeof init === "number") {
    data.fill(init);
  } else if (init !== undefined) {
    const { type, ...settings } = init as Attributes & { readonly type: string };
    const initialiser = registry.get("initialisers", type);
    const resolved = resolveAttributes(
      `initialiser ${type}`,
      initialiser.attributes,
      settings as Record<string, Json>,
    );
    const stream = typeof attributes["stream"] === "string" ? attributes["stream"] : id;
    const at = initialiser.fill(shape, draws(seed, "init", stream), resolved);
    for (let i = 0; i < data.length; i++) data[i] = at(i);
  }
  return { dtype, shape, data };
}
