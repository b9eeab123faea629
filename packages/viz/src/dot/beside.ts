import type { Box, View } from "../view/model.js";

/** Where a box stands that is drawn beside another instead of upstream of it. */
export interface Place {
  /** The box that it stands beside, which stands beside none. */
  readonly anchor: string;
  readonly side: "ahead" | "behind";
}

/** Parameters, constants and values of earlier passes: what an operation needs besides what flows through. */
const besideRoles: ReadonlySet<Box["role"]> = new Set([
  "parameter",
  "buffer",
  "slot",
  "constant",
  "reference",
]);

/**
 * Finds the boxes that are drawn beside their consumer, so that what flows keeps a straight line. They have one
 * consumer, in the same cluster, are nothing that flows, and nothing is written on their edge. In a backward pass the steps made of such alone, which
 * are local derivatives, stand with them. Several around one box take turns.
 */
export function besides(view: View): ReadonlyMap<string, Place> {
  const candidates = candidatesOf(view);
  const places = new Map<string, Place>();
  const counts = new Map<string, number>();
  for (const { from, to } of view.edges.toReversed()) {
    if (!candidates.has(from)) continue;
    const count = counts.get(to) ?? 0;
    counts.set(to, count + 1);
    places.set(from, places.get(to) ?? { anchor: to, side: count % 2 === 0 ? "ahead" : "behind" });
  }
  return places;
}

/** Edges come in the order of the boxes that they lead to, so a box's inputs are known before it is asked about. */
function candidatesOf({ boxes, edges, pass }: View): ReadonlySet<string> {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const consumers = new Map<string, number>();
  for (const { from } of edges) consumers.set(from, (consumers.get(from) ?? 0) + 1);
  const flows = new Set<string>();
  const candidates = new Set<string>();
  for (const { from, to, label } of edges) {
    const { role, cluster } = byId.get(from)!;
    const isStill = besideRoles.has(role) || (role === "step" && pass === "backward" && !flows.has(from));
    const isAlone = consumers.get(from) === 1 && label === undefined;
    if (isStill && isAlone && cluster === byId.get(to)!.cluster) candidates.add(from);
    else flows.add(to);
  }
  return candidates;
}
