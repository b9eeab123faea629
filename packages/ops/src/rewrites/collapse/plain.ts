import type { GraphNode, Registry, Replacement } from "@chainrule/core";
import { divide } from "../../elementwise/divide.js";
import { multiply } from "../../elementwise/multiply.js";
import { identityLaw } from "../dropIdentity.js";
import { withInputs } from "../withInputs.js";
import type { Parts } from "./parts.js";

/** Writes what is a sum or a product in disguise as one: identities, signs and quotients of sums and products. */
export function plain(node: GraphNode, parts: Parts, registry: Registry): Replacement | undefined {
  if (!parts.isCompound(node.id)) return undefined;
  const hidden = node.in.find((id) => parts.isCompound(id) && parts.get(id).op === "identity");
  if (hidden !== undefined) return withoutIdentity(node, hidden, parts, registry);
  const [x, c] = node.in;
  if (!parts.isCompound(x!)) return undefined;
  const step = { node: node.id, read: [] };
  if (node.op === "negate") {
    return {
      ...step,
      does: "writes the sign as a factor",
      law: { name: "a sign is a factor", equation: "-a = (-1) a" },
      make: (get) => multiply(-1, get(x!)),
    };
  }
  if (node.op !== "divide") return undefined;
  return {
    ...step,
    does: `writes the division by ${c} as a factor`,
    law: { name: "a divisor is a factor", equation: "a / c = (1 / c) a" },
    make: (get) => multiply(divide(1, get(c!)), get(x!)),
  };
}

function withoutIdentity(node: GraphNode, hidden: string, parts: Parts, registry: Registry): Replacement {
  const shown = parts.get(hidden).in[0]!;
  return {
    node: node.id,
    does: `uses ${shown} in place of ${hidden}`,
    law: identityLaw,
    read: [hidden],
    make: (get) =>
      withInputs(
        node,
        node.in.map((id) => get(id === hidden ? shown : id)),
        registry,
      ),
  };
}
