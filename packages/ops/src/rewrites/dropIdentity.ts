import { defineRewrite, findNode, type Graph, isSource } from "@chainrule/core";
import { withInputs } from "./withInputs.js";

/** Lets whatever uses an identity use what it stands for. An identity that is an output keeps the name that it gives. */
export const dropIdentity = defineRewrite({
  name: "drop-identity",
  doc: { summary: "whatever uses an identity uses what it stands for" },
  step(graph, { registry }) {
    for (const node of graph.nodes) {
      const second = node.in.find((id) => isIdentity(graph, id));
      if (isSource(node.op) || second === undefined) continue;
      const first = findNode(graph, second)!.in[0]!;
      return {
        node: node.id,
        does: `uses ${first} in place of ${second}`,
        law: identityLaw,
        read: [second],
        make: (get) =>
          withInputs(
            node,
            node.in.map((id) => get(id === second ? first : id)),
            registry,
          ),
      };
    }
    return undefined;
  },
});

/** Whatever stands for a value is that value. */
export const identityLaw = { name: "identity", equation: "I a = a" };

function isIdentity(graph: Graph, id: string): boolean {
  return findNode(graph, id)!.op === "identity";
}
