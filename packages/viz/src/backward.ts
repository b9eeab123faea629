import { findNode, type GraphNode } from "@chainrule/core";
import { backwardBox } from "./backwardBox.js";
import { constantTitle } from "./constant.js";
import { shapeText } from "./forward.js";
import type { Box, Edge } from "./model.js";
import { type Drawing, freeId, nameIn, type Scene } from "./scene.js";

/**
 * A backward or update pass as a picture of its own. Values of earlier passes are not drawn again with all that
 * leads to them: each rule that uses one gets a small reference to it, so that no edge runs backwards and none
 * crosses the picture.
 */
export function backwardDrawing(scene: Scene): Drawing {
  const boxes: Box[] = [];
  const edges: Edge[] = [];
  const taken = new Set(scene.ids);
  const references = new Map<string, string>();
  const drawBox = backwardBox(scene);
  for (const node of scene.nodes) {
    const box = drawBox(node);
    for (const id of new Set(node.in)) {
      if (scene.ids.has(id)) {
        edges.push({ from: id, to: node.id, kind: "flow" });
        continue;
      }
      const key = JSON.stringify([ruleOf(node), id]);
      let from = references.get(key);
      if (from === undefined) {
        from = freeId(`${node.id} needs ${id}`, taken);
        references.set(key, from);
        boxes.push({ ...referenceTo(id, box.cluster, scene), id: from });
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

function referenceTo(id: string, cluster: string | undefined, { graph }: Scene): Omit<Box, "id"> {
  const node = findNode(graph, id);
  const title = node?.op === "constant" ? constantTitle(node) : nameIn(cluster, id, graph);
  const shape = node ? shapeText(node) : "";
  return {
    node: id,
    role: "reference",
    title,
    lines: [],
    shape,
    result: false,
    ...(cluster !== undefined && { cluster }),
  };
}
