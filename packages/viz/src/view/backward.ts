import type { GraphNode } from "@chainrule/core";
import { backwardText } from "./backwardText.js";
import type { Box, Edge } from "./model.js";
import { referenceTo } from "./reference.js";
import { boxOf, type Drawing, freeId, type Scene } from "./scene.js";
import { foldSums } from "./sum.js";

/**
 * A backward or update pass as a picture of its own. Values of earlier passes are not drawn again with all that
 * leads to them: each rule that uses one gets a small reference to it, so that no edge runs backwards and none
 * crosses the picture. A sum of many terms is one box.
 */
export function backwardDrawing(scene: Scene): Drawing {
  const { graph, blocks, ids } = scene;
  const boxes: Box[] = [];
  const edges: Edge[] = [];
  const taken = new Set(ids);
  const references = new Map<string, string>();
  const textOf = backwardText(scene);
  const ends = new Set([...Object.values(graph.outputs), ...Object.values(graph.updates)]);
  for (const node of foldSums(scene.nodes)) {
    const box: Box = { ...boxOf(node, blocks), ...textOf(node), result: ends.has(node.id) };
    for (const id of new Set(node.in)) {
      if (ids.has(id)) {
        edges.push({ from: id, to: node.id, kind: "flow" });
        continue;
      }
      const key = JSON.stringify([ruleOf(node), id]);
      let from = references.get(key);
      if (from === undefined) {
        from = freeId(`${node.id} needs ${id}`, taken);
        references.set(key, from);
        boxes.push(referenceTo(id, from, box.cluster, scene));
      }
      edges.push({ from, to: node.id, kind: "reference" });
    }
    boxes.push(box);
  }
  return { boxes, edges };
}

/** What the nodes of one application of a rule have in common. */
function ruleOf({ id, of, via }: GraphNode): readonly (string | undefined)[] {
  return of === undefined ? [id] : [of, via];
}
