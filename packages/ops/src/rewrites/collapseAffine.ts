import { defineRewrite, isSource, type Replacement } from "@chainrule/core";
import { associate } from "./collapse/associate.js";
import { distribute } from "./collapse/distribute.js";
import { factor, gather } from "./collapse/gather.js";
import { Parts } from "./collapse/parts.js";
import { plain } from "./collapse/plain.js";

/**
 * Makes one affine map of affine maps that follow one another: (x W₁ + b₁) W₂ + b₂ becomes x (W₁ W₂) + (b₁ W₂ + b₂),
 * and w₉ (x w₁ + b₁) + w₁₀ (x w₂ + b₂) becomes x (w₉ w₁ + w₁₀ w₂) + (w₉ b₁ + w₁₀ b₂). What does not depend on an input
 * counts as a constant, parameters too; products of these are nodes of the graph, so that gradients by each parameter
 * still exist. Ops: affine, matmul, add, subtract, multiply, divide, negate, identity. An activation in between stays,
 * and what it is applied to is collapsed by itself.
 */
export const collapseAffine = defineRewrite({
  name: "collapse-affine",
  doc: { summary: "layers without an activation between them are one affine map" },
  step(graph, { registry }): Replacement | undefined {
    const parts = new Parts(graph);
    // In the graph's order, so that what a node stands on has come to its end before.
    for (const node of graph.nodes) {
      if (isSource(node.op) || !parts.isData(node.id)) continue;
      const found =
        plain(node, parts, registry) ??
        distribute(node, parts) ??
        associate(node, parts) ??
        factor(node, parts) ??
        gather(node, parts);
      if (found !== undefined) return found;
    }
    return undefined;
  },
});
