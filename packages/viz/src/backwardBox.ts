import { findNode, type Graph, type GraphNode } from "@chainrule/core";
import { callLines } from "./call.js";
import { shortName } from "./cluster.js";
import { forwardBox, shapeText } from "./forward.js";
import { parseGradientId } from "./gradientName.js";
import type { Box, Role } from "./model.js";
import { nameIn, pathOf, type Scene } from "./scene.js";

type Text = Pick<Box, "role" | "title" | "lines">;

/** A step's call that is longer than this stands in other calls as its op alone. */
const longestInner = 24;

/**
 * Draws the nodes of a backward or update pass, one after the other and in their order: what each is, by which
 * rule, from what.
 */
export function backwardBox(scene: Scene): (node: GraphNode) => Box {
  const { graph, pass, ids, blocks } = scene;
  const ends = new Set([...Object.values(graph.outputs), ...Object.values(graph.updates)]);
  const targets = new Map(Object.entries(graph.updates).map(([target, id]) => [id, target]));
  /** The calls of the steps so far, to stand in the calls that use them. */
  const steps = new Map<string, string>();

  function box(node: GraphNode): Box {
    if (node.in.length === 0 && node.rule !== "seed") return forwardBox(node, scene);
    const { id } = node;
    const cluster = blocks.around(pathOf(node));
    const text = pass === "update" ? updateText(node, cluster) : gradientText(node, cluster);
    if (text.role === "step") steps.set(id, text.title);
    return {
      id,
      node: id,
      ...text,
      shape: shapeText(node),
      result: ends.has(id),
      ...(cluster !== undefined && { cluster }),
    };
  }

  function gradientText(node: GraphNode, block: string | undefined): Text {
    const { of, via, rule } = node;
    const name = parseGradientId(node);
    if (name === undefined || of === undefined || name.part === "step") return stepText(node, block);
    const title = `∂${name.target}/∂${shortName(of, block)}`;
    if (rule === "seed") return { role: "seed", title, lines: ["start"] };
    if (via === undefined) return { role: "sum", title, lines: sumLines(node, block) };
    const from = shortName(via, block);
    const role: Role = name.part === "total" ? "gradient" : "contribution";
    const lines = [`${rule}'s rule via ${from}`, ...(node.op === "identity" ? [] : call(node, block))];
    return { role, title: role === "contribution" ? `${title} via ${from}` : title, lines };
  }

  function sumLines(node: GraphNode, block: string | undefined): string[] {
    const vias = node.in.map((id) => findNode(graph, id)?.via);
    return [`Σ via ${vias.map((via) => (via === undefined ? "…" : shortName(via, block))).join(" + via ")}`];
  }

  function updateText(node: GraphNode, block: string | undefined): Text {
    const target = targets.get(node.id);
    if (target === undefined) return stepText(node, block);
    return { role: "update", title: `next ${nameIn(block, target, graph)}`, lines: call(node, block) };
  }

  function stepText(node: GraphNode, block: string | undefined): Text {
    const [title, ...lines] = call(node, block);
    return { role: "step", title: title!, lines };
  }

  /** The op's call, in which `g` is the gradient that the rule was handed and steps stand as calls of their own. */
  function call(node: GraphNode, block: string | undefined): string[] {
    const names = node.in.map((id) => {
      const input = findNode(graph, id);
      if (input === undefined || !ids.has(id) || input.op === "constant") return nameIn(block, id, graph);
      if (input.of !== undefined && input.of === node.via && parseGradientId(input)?.part !== "step")
        return "g";
      const inner = steps.get(id);
      return inner !== undefined && inner.length <= longestInner ? inner : input.op;
    });
    return callLines(omitKnown(node, graph), names);
  }

  return box;
}

/** The node without the settings that it has in common with the forward node whose rule made it. */
function omitKnown(node: GraphNode, graph: Graph): GraphNode {
  const known = node.via === undefined ? undefined : findNode(graph, node.via)?.attributes;
  if (known === undefined) return node;
  const own = Object.entries(node.attributes).filter(
    ([key, value]) => JSON.stringify(known[key]) !== JSON.stringify(value),
  );
  return { ...node, attributes: Object.fromEntries(own) };
}
