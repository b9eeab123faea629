import type { View } from "../view/model.js";
import type { Emphasis } from "./deck.js";

/**
 * Which boxes of a picture are lit and which are past, by the nodes that they show. A reference shows a node that is
 * drawn elsewhere, so it is never lit; it is past as soon as its node is.
 */
export function emphasis(picture: View, lit: ReadonlySet<string>, past: ReadonlySet<string>): Emphasis {
  const isLit = ({ node, role }: View["boxes"][number]): boolean => lit.has(node) && role !== "reference";
  return {
    lit: picture.boxes.filter(isLit).map(({ id }) => id),
    past: picture.boxes.filter((box) => !isLit(box) && past.has(box.node)).map(({ id }) => id),
  };
}
