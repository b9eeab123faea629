import { summaryRule } from "../number.js";
import type { View } from "../view/model.js";
import { type Amount, formatAmount, sumOf } from "./amount.js";
import type { Cost } from "./cost.js";
import { costOf, formatCost } from "./marks.js";
import type { Saved } from "./saved.js";

/** What is told of a picture's overlays as a whole. */
export interface Overlays {
  readonly saved?: ReadonlyMap<string, Saved> | undefined;
  readonly costs?: ReadonlyMap<string, Cost> | undefined;
  /** True where a tensor was too large to print. */
  readonly isSummarised: boolean;
}

/** The parts of a caption that explain overlays, and add them up. */
export function legend(view: View, { saved, costs, isSummarised }: Overlays): string[] {
  const cost = costs && costOf(view.boxes, costs);
  const isOpen = [cost?.bytes, cost?.multiplyAdds].some(
    (amount) => amount !== undefined && isOpenIn(amount, "N"),
  );
  return [
    ...(isSummarised ? [summaryRule] : []),
    ...(saved === undefined || view.pass === "backward" || view.pass === "update" ? [] : [savedText(saved)]),
    ...(cost === undefined
      ? []
      : [`in all ${formatCost(cost)}`, "an operation of a formula counts as one multiply-add"]),
    ...(isOpen ? ["N: the number of examples"] : []),
  ];
}

function savedText(saved: ReadonlyMap<string, Saved>): string {
  const computed = [...saved.values()].filter(({ isComputed }) => isComputed);
  const values = `${computed.length} computed ${computed.length === 1 ? "value" : "values"}`;
  const bytes = formatAmount(sumOf(computed.map((one) => one.bytes)));
  return `backward needs ${values}, ${bytes} bytes, which are kept for it`;
}

function isOpenIn(amount: Amount, name: string): boolean {
  return [...amount.keys()].some((key) => (JSON.parse(key) as string[]).includes(name));
}
