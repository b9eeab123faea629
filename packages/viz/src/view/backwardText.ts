import { type Attributes, findNode, type GraphNode } from "@chainrule/core";
import { callLines, defaultsOf, settingsOf } from "./call.js";
import { shortName } from "./cluster.js";
import { forwardBox } from "./forward.js";
import { parseGradientId } from "./gradientName.js";
import type { Box } from "./model.js";
import { gradientTitle, nameIn } from "./name.js";
import { pathOf, type Scene } from "./scene.js";
import { isSum } from "./sum.js";

/** What a box says. */
export type BoxText = Pick<Box, "role" | "title" | "lines">;

/** A step's call that is longer than this stands in other calls as its op alone. */
const longestInner = 24;
/** More terms than this are counted, not named. */
const namedTerms = 3;

/**
 * Says of the nodes of a backward or update pass, one after the other and in their order, what each is, by which
 * rule, from what.
 */
export function backwardText(scene: Scene): (node: GraphNode) => BoxText {
  const { graph, pass, ids, blocks, registry } = scene;
  const targets = new Map(Object.entries(graph.updates).map(([target, id]) => [id, target]));
  /** The calls of the steps so far, to stand in the calls that use them. */
  const steps = new Map<string, string>();

  function textOf(node: GraphNode): BoxText {
    const block = blocks.around(pathOf(node));
    if (node.in.length === 0 && node.rule !== "seed") return forwardBox(node, scene);
    return pass === "update" ? updateText(node, block) : gradientText(node, block);
  }

  function gradientText(node: GraphNode, block: string | undefined): BoxText {
    const { of, via, rule } = node;
    const name = parseGradientId(node);
    if (name === undefined || of === undefined || name.part === "step") return stepText(node, block);
    const title = gradientTitle(name.target, of, block);
    if (rule === "seed") return { role: "seed", title, lines: ["start"] };
    if (isSum(node)) return { role: "sum", title, lines: [sumText(node, block)] };
    const from = via === undefined ? "" : ` via ${shortName(via, block)}`;
    const lines = [`${rule}'s rule${from}`, ...(node.op === "identity" ? [] : call(node, block))];
    if (name.part === "total") return { role: "gradient", title, lines };
    return { role: "contribution", title: title + from, lines };
  }

  function sumText(node: GraphNode, block: string | undefined): string {
    if (node.in.length > namedTerms) return `Σ of ${node.in.length} terms`;
    const terms = node.in.map((id) => findNode(graph, id)?.via ?? id);
    return `Σ ${terms.map((via) => `via ${shortName(via, block)}`).join(" + ")}`;
  }

  function updateText(node: GraphNode, block: string | undefined): BoxText {
    const target = targets.get(node.id);
    if (target === undefined) return stepText(node, block);
    return { role: "update", title: `next ${nameIn(block, target, graph)}`, lines: call(node, block) };
  }

  function stepText(node: GraphNode, block: string | undefined): BoxText {
    const [title, ...lines] = call(node, block);
    steps.set(node.id, `${node.op}(${argumentsOf(node, block).join(", ")})`);
    return { role: "step", title: title!, lines };
  }

  function call(node: GraphNode, block: string | undefined): string[] {
    return callLines(node.op, argumentsOf(node, block), settingsOf(node, known(node)));
  }

  /** The inputs as the call names them: `g` for the gradient that a rule was handed, steps as calls of their own. */
  function argumentsOf(node: GraphNode, block: string | undefined): string[] {
    return node.in.map((id) => {
      const input = findNode(graph, id);
      if (input?.of !== undefined && input.of === node.via && parseGradientId(input)?.part === "total")
        return "g";
      const inner = steps.get(id);
      if (inner === undefined || input === undefined || !ids.has(id)) return nameIn(block, id, graph);
      return inner.length <= longestInner ? inner : input.op;
    });
  }

  /** Settings that need not be told: defaults, and what the forward node whose rule this is says too. */
  function known(node: GraphNode): Attributes {
    const via = node.via === undefined ? undefined : findNode(graph, node.via);
    return { ...defaultsOf(node, graph, registry), ...via?.attributes };
  }

  return textOf;
}
