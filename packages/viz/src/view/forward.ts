import { type GraphNode, isSource, type Json } from "@chainrule/core";
import { callLines, defaultsOf, settingsOf, shortJson } from "./call.js";
import { constantLines } from "./constant.js";
import type { Box, Edge } from "./model.js";
import { nameIn } from "./name.js";
import { copyOf, feedingCopies } from "./copies.js";
import { referenceTo } from "./reference.js";
import { boxOf, type Drawing, freeId, type Scene } from "./scene.js";

/** A forward pass: one box a node, and one for each name under which a value is given out. */
export function forwardDrawing(scene: Scene): Drawing {
  const taken = new Set([...scene.ids, ...(scene.reserved ?? [])]);
  const boxes: Box[] = [];
  const edges: Edge[] = [];
  const feeding = feedingCopies(scene.nodes);
  /** The copies that values which feed many have reached. */
  const reached = new Map<string, string>();
  for (const node of scene.nodes) {
    const box = forwardBox(node, scene);
    // One edge for each input, however often it is used.
    for (const from of new Set(node.in)) {
      const isOutside = !scene.ids.has(from);
      if (isOutside && scene.isPart !== true) continue;
      const copy = feeding.has(from) ? copyOf(node.id) : undefined;
      if (isOutside || (copy !== undefined && (reached.get(from) ?? copy) !== copy)) {
        const reference = freeId(`${node.id} needs ${from}`, taken);
        boxes.push(referenceTo(from, reference, box.cluster, scene));
        edges.push({ from: reference, to: node.id, kind: "reference" });
        continue;
      }
      if (copy !== undefined) reached.set(from, copy);
      edges.push({ from, to: node.id, kind: "flow", positions: positionsOf(from, node) });
    }
    boxes.push(box);
  }
  for (const [name, node] of Object.entries(scene.graph.outputs)) {
    if (!scene.ids.has(node)) continue;
    const id = freeId(`output ${name}`, taken);
    boxes.push({ id, node, role: "output", title: name, lines: [], shape: "", result: false });
    edges.push({ from: node, to: id, kind: "flow" });
  }
  return { boxes, edges };
}

function positionsOf(input: string, { in: inputs }: GraphNode): number[] {
  return inputs.flatMap((id, position) => (id === input ? [position] : []));
}

/** The box of a source, or of what an op computes. */
export function forwardBox(node: GraphNode, { graph, blocks, registry }: Scene): Box {
  const { id, op } = node;
  const box = boxOf(node, blocks);
  const title = nameIn(box.cluster, id, graph);
  if (isSource(op)) return { ...box, role: op, title, lines: sourceLines(node) };
  const names = node.in.map((input) => nameIn(box.cluster, input, graph));
  const settings = settingsOf(node, defaultsOf(node, graph, registry));
  return { ...box, role: "operation", title, lines: callLines(op, names, settings) };
}

function sourceLines(node: GraphNode): string[] {
  if (node.op === "constant") return constantLines(node);
  const { init, fit, classes, trainable } = node.attributes;
  const lines: string[] = [];
  if (node.op === "parameter" && init !== undefined && init !== null) lines.push(`init: ${initName(init)}`);
  if (typeof fit === "string") lines.push(`fitted: ${fit}`);
  if (typeof classes === "number") lines.push(`${classes} classes`);
  if (trainable === false) lines.push("frozen");
  return lines;
}

function initName(init: Json): string {
  const type = init !== null && typeof init === "object" && "type" in init ? init.type : init;
  return shortJson(type ?? null);
}
