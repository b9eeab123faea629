import type { Box } from "../view/model.js";
import { type Amount, formatAmount, sumOf } from "./amount.js";
import type { Cost } from "./cost.js";
import type { Saved } from "./saved.js";

/** The mark on a box whose value the backward pass needs: `backward needs u2`. */
export function savedMark(
  { role, node, title, members }: Box,
  saved: ReadonlyMap<string, Saved>,
): string | undefined {
  if (role === "output" || role === "reference") return undefined;
  if (members === undefined) return saved.has(node) ? `backward needs ${title}` : undefined;
  const count = members.filter((id) => saved.has(id)).length;
  return count === 0 ? undefined : `backward needs ${count} of its values`;
}

/** What the nodes of some boxes cost together. */
export interface TotalCost {
  readonly multiplyAdds: Amount;
  /** False where some of the nodes do not say. */
  readonly isWhole: boolean;
  readonly bytes: Amount;
}

/** Undefined where nothing is known of any node. */
export function costOf(boxes: readonly Box[], costs: ReadonlyMap<string, Cost>): TotalCost | undefined {
  const nodes = new Set(
    boxes
      .filter(({ role }) => role !== "output" && role !== "reference")
      .flatMap(({ node, members }) => members ?? [node]),
  );
  const known = [...nodes].flatMap((id) => costs.get(id) ?? []);
  if (known.length === 0) return undefined;
  const counted = known.flatMap(({ multiplyAdds }) => multiplyAdds ?? []);
  return {
    multiplyAdds: sumOf(counted),
    isWhole: counted.length === known.length,
    bytes: sumOf(known.map(({ bytes }) => bytes)),
  };
}

/** `4 N multiply-adds, 16 N bytes`; where nothing is computed, the bytes alone. */
export function formatCost({ multiplyAdds, isWhole, bytes }: TotalCost): string {
  const size = `${formatAmount(bytes)} bytes`;
  if (multiplyAdds.size === 0) return isWhole ? size : `multiply-adds not counted, ${size}`;
  const count = formatAmount(multiplyAdds);
  return `${isWhole ? "" : "at least "}${count} ${count === "1" ? "multiply-add" : "multiply-adds"}, ${size}`;
}

/** {@link formatCost} of one box. */
export function costText(box: Box, costs: ReadonlyMap<string, Cost>): string | undefined {
  const cost = costOf([box], costs);
  return cost && formatCost(cost);
}
