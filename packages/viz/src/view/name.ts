import { findNode, type Graph } from "@chainrule/core";
import { shortName } from "./cluster.js";
import { constantTitle } from "./constant.js";
import { parseGradientId } from "./gradientName.js";

/**
 * A node as it is called in a box inside `block`: constants by their value, gradients as ∂loss/∂W, an optimiser's
 * memory and numbers without the words that say so, and neighbours without the block.
 */
export function nameIn(block: string | undefined, id: string, graph: Graph): string {
  const node = findNode(graph, id);
  if (node === undefined) return shortName(id, block);
  const gradient = parseGradientId(node);
  if (gradient !== undefined && gradient.part !== "step") {
    const from = gradient.part === "total" ? "" : ` via ${shortName(node.via!, block)}`;
    return gradientTitle(gradient.target, node.of!, block) + from;
  }
  if (node.op === "constant") return shortName(constantTitle(node), block);
  return shortName(id.replace(/^(update\/)?(slot\/)?@?/, ""), block);
}

/** `∂loss/∂W1` */
export function gradientTitle(target: string, of: string, block: string | undefined): string {
  return `∂${target}/∂${shortName(of, block)}`;
}
