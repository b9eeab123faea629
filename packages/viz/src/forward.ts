import { formatShape, type GraphNode, isSource, type Json } from "@chainrule/core";
import { callLines, shortJson } from "./call.js";
import { shortName } from "./cluster.js";
import { constantLines, constantTitle } from "./constant.js";
import type { Box, Edge } from "./model.js";
import { type Drawing, freeId, nameIn, pathOf, type Scene } from "./scene.js";

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
export function forwardBox(node: GraphNode, { graph, blocks }: Scene): Box {
  const { id, op } = node;
  const cluster = blocks.around(pathOf(node));
  const common = {
    id,
    node: id,
    shape: shapeText(node),
    result: false,
    ...(cluster !== undefined && { cluster }),
  };
  const title = shortName(id, cluster);
  if (!isSource(op)) {
    const names = node.in.map((input) => nameIn(cluster, input, graph));
    return { ...common, role: "operation", title, lines: callLines(node, names) };
  }
  if (op !== "constant") return { ...common, role: op, title, lines: sourceLines(node) };
  return { ...common, role: op, title: shortName(constantTitle(node), cluster), lines: constantLines(node) };
}

/** `[N, 2]`, and nothing for a scalar. */
export function shapeText({ shape }: GraphNode): string {
  return shape.length === 0 ? "" : formatShape(shape);
}

function sourceLines({ attributes }: GraphNode): string[] {
  const { init, fit, classes, trainable } = attributes;
  const lines: string[] = [];
  if (init !== undefined && init !== null) lines.push(`init: ${initName(init)}`);
  if (typeof fit === "string") lines.push(`fitted: ${fit}`);
  if (typeof classes === "number") lines.push(`${classes} classes`);
  if (trainable === false) lines.push("frozen");
  return lines;
}

function initName(init: Json): string {
  const type = init !== null && typeof init === "object" && "type" in init ? init.type : init;
  return shortJson(type ?? null);
}
