import { findNode, type Graph, type GraphNode } from "../graph.js";
import { sameJson } from "../document/sameJson.js";
import { sameShape } from "../shape.js";

/**
 * The graph `next`, in which every node that says the same as the node of that id in `previous` *is* that node.
 * What compares objects (a view, a memo) then sees what an edit changed; differentiation and training steps keep
 * the nodes of the graph that they append to. Takes time in proportion to the nodes.
 * @returns equal to `next`; `previous` itself, where that is equal too
 */
export function rebuild(previous: Graph, next: Graph): Graph {
  if (previous === next) return next;
  const nodes = next.nodes.map((node) => {
    const earlier = findNode(previous, node.id);
    return earlier !== undefined && sameNode(earlier, node) ? earlier : node;
  });
  const outputs = adopted(previous.outputs, next.outputs);
  const updates = adopted(previous.updates, next.updates);
  const isSame =
    nodes.length === previous.nodes.length &&
    nodes.every((node, i) => node === previous.nodes[i]) &&
    outputs === previous.outputs &&
    updates === previous.updates &&
    sameSettings(previous, next);
  if (isSame) return previous;
  return Object.freeze({ ...next, nodes: Object.freeze(nodes), outputs, updates });
}

/** Whether two nodes say the same, ids included. What their inputs compute is another matter. */
export function sameNode(a: GraphNode, b: GraphNode): boolean {
  return (
    a === b ||
    (a.id === b.id &&
      a.op === b.op &&
      a.dtype === b.dtype &&
      a.of === b.of &&
      a.via === b.via &&
      a.rule === b.rule &&
      sameShape(a.shape, b.shape) &&
      a.in.length === b.in.length &&
      a.in.every((id, i) => id === b.in[i]) &&
      sameJson(a.attributes, b.attributes))
  );
}

type Names = Readonly<Record<string, string>>;

function adopted(previous: Names, next: Names): Names {
  return sameJson(previous, next) ? previous : next;
}

/** What a graph says of all its nodes. */
export const graphSettings = ["name", "dtype", "mode", "seed"] as const;

const allSettings = [...graphSettings, "conventions", "uses"] as const;

function sameSettings(a: Graph, b: Graph): boolean {
  return allSettings.every((key) => sameJson(a[key], b[key]));
}
