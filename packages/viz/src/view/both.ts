import type { GraphNode } from "@chainrule/core";
import { backwardText } from "./backwardText.js";
import type { Blocks } from "./cluster.js";
import { forwardDrawing } from "./forward.js";
import { parseGradientId } from "./gradientName.js";
import type { Box, Cluster, Edge } from "./model.js";
import { rowsOf } from "./rows.js";
import { boxOf, type Drawing, type Scene } from "./scene.js";
import { foldSums } from "./sum.js";

/** The two halves of a picture of both passes. */
export const halves = { forward: "forward pass", backward: "backward pass" } as const;

/** An edge across the picture joins rows that are at most this far apart. */
const nearRows = 1;
/** A step of more values than this has a box of its own. */
const mostFactors = 3;

/**
 * Forward and backward pass side by side: every forward node has a row, and in it, on the other side, stand its gradient
 * and the terms of it. Values that rules need are edges across, from this row or a next one; those from further away are
 * named in the calls.
 */
export function bothDrawing(forward: Scene, backward: Scene): Drawing {
  const rows = rowsOf(forward.nodes);
  const last = [...rows.values()].reduce((most, row) => Math.max(most, row), 0);
  const there = forwardDrawing({ ...forward, reserved: backward.ids });
  const consumers = new Map(there.edges.map(({ from, to }) => [from, to]));
  const boxes = there.boxes.map((box): Box => {
    const row = rows.get(box.id) ?? (box.role === "output" ? last + 1 : rows.get(consumers.get(box.id)!));
    return { ...box, cluster: clusterIn(halves.forward, box), row: row ?? 0 };
  });
  const edges: Edge[] = [...there.edges];
  const ends = new Set(Object.values(backward.graph.outputs));
  const textOf = backwardText(backward);
  const nodes = foldSums(backward.nodes);
  const factors = factorsOf(nodes, backward.ids);
  for (const node of nodes) {
    const text = textOf(node);
    const { of = "", id } = node;
    const row = rows.get(of) ?? node.in.reduce((most, input) => Math.max(most, rows.get(input) ?? 0), 0);
    rows.set(id, row);
    if (factors.has(id)) continue;
    const box = boxOf(node, backward.blocks);
    const cluster = clusterIn(halves.backward, box);
    boxes.push({ ...box, ...text, result: ends.has(id), row, cluster });
    for (const from of new Set(node.in.flatMap((input) => factors.get(input) ?? input))) {
      const isFlow = backward.ids.has(from);
      const distance = Math.abs((rows.get(from) ?? Infinity) - row);
      if (isFlow || distance <= nearRows) edges.push({ from, to: id, kind: isFlow ? "flow" : "reference" });
    }
  }
  return { boxes, edges };
}

/**
 * Steps of a rule that are made of forward values alone, such as `transpose(x)`, and those values: the call of the one
 * node that takes such a step names it, so that it needs no box.
 */
function factorsOf(nodes: readonly GraphNode[], backward: ReadonlySet<string>): Map<string, string[]> {
  const consumers = new Map<string, number>();
  for (const id of nodes.flatMap((node) => node.in)) consumers.set(id, (consumers.get(id) ?? 0) + 1);
  const factors = new Map<string, string[]>();
  for (const node of nodes) {
    const isStep = node.rule !== "seed" && parseGradientId(node)?.part === "step";
    const needs = node.in.flatMap((id) => factors.get(id) ?? id);
    const isStill = needs.length <= mostFactors && needs.every((id) => !backward.has(id));
    if (isStep && isStill && consumers.get(node.id) === 1) factors.set(node.id, needs);
  }
  return factors;
}

function clusterIn(half: string, { cluster }: Pick<Box, "cluster">): string {
  return cluster === undefined ? half : `${half}/${cluster}`;
}

/** Each half as a cluster around the blocks that are in it. */
export function halfClusters(boxes: readonly Box[], { clusters }: Blocks): Cluster[] {
  const used = new Set(boxes.map(({ cluster }) => cluster));
  const within = (half: string, title: string): Cluster[] => {
    const idOf = (block: string): string => `${half}/${block}`;
    for (const { id, parent } of clusters.toReversed()) {
      if (used.has(idOf(id)) && parent !== undefined) used.add(idOf(parent));
    }
    const blocks = clusters
      .filter(({ id }) => used.has(idOf(id)))
      .map(({ id, title: name, parent }) => ({
        id: idOf(id),
        title: name,
        block: id,
        parent: parent === undefined ? half : idOf(parent),
      }));
    return [{ id: half, title, block: "" }, ...blocks];
  };
  return [...within(halves.forward, "forward ↓"), ...within(halves.backward, "backward ↑")];
}
