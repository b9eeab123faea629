import { type GraphNode, isSource, type Json } from "@chainrule/core";
import { callLines, defaultsOf, settingsOf, shortJson } from "./call.js";
import { constantLines } from "./constant.js";
import type { Box, Edge } from "./model.js";
import { nameIn } from "./name.js";
import { boxOf, type Drawing, freeId, type Scene } from "./scene.js";

/** A forward pass: one box a node, and one for each name under which a value is given out. */
export function forwardDrawing(scene: Scene): Drawing {
  const boxes = scene.nodes.map((node) => forwardBox(node, scene));
  const edges = scene.nodes.flatMap((node) => edgesInto(node, scene.ids));
  const taken = new Set(scene.ids);
  for (const [name, node] of Object.entries(scene.graph.outputs)) {
    if (!scene.ids.has(node)) continue;
    const id = freeId(`output ${name}`, taken);
    boxes.push({ id, node, role: "output", title: name, lines: [], shape: "", result: false });
    edges.push({ from: node, to: id, kind: "flow" });
  }
  return { boxes, edges };
}

/** One edge for each input, however often it is used. */
function edgesInto(node: GraphNode, drawn: ReadonlySet<string>): Edge[] {
  return [...new Set(node.in)].flatMap((from) =>
    drawn.has(from) ? [{ from, to: node.id, kind: "flow" }] : [],
  );
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
