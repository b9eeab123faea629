import { type EngineComparison, formatShape, type ValueDifference } from "@chainrule/core";
import { columns } from "./terminal/columns.js";
import { counted } from "./terminal/counted.js";

/** What a comparison of engines came to: the verdict in the first line, and by how much which values differ. */
export function comparisonText(told: EngineComparison): string {
  const { engines, first, refusedAlone, bound, steps, nodes, updated, numbers, largest } = told;
  const [a, b] = engines;
  const names = `${a} and ${b}`;
  const amount = `${counted(nodes, "node")}, ${counted(updated, "updated value")}, ${counted(steps, "step")}`;
  const compared = `${amount}: ${counted(numbers, "number")}`;
  if (refusedAlone)
    return `${names} differ: only ${refusedAlone.engine} refuses\n${refusedAlone.refusal.message}\n`;
  if (first) return `${names} differ first at ${differenceText(first, engines)}${table(largest)}`;
  if (largest.length === 0) return `${names} agree bit for bit\n${compared}\n`;
  return `${names} agree within ${bound} ulp\n${compared}\n${table(largest)}`;
}

function differenceText(first: ValueDifference, [a, b]: readonly [string, string]): string {
  const { id, op, dtype, shape, step, element, ulps } = first;
  const what = op === "state" ? `${id}, as step ${step} left it` : `${id} (${op}), in step ${step}`;
  const rows = [
    [a, String(spelt(first.a))],
    [b, String(spelt(first.b))],
    ["apart", `${ulps} ulp`],
  ];
  const where = `element ${formatShape(element)} of ${formatShape(shape)} ${dtype}`;
  return `${what}\n  ${where}\n${columns(rows).replace(/^/gm, "  ").trimEnd()}\n`;
}

/** A number that tells -0 from 0. */
function spelt(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Every value that differs at all, and by how much at most. */
function table(largest: readonly ValueDifference[]): string {
  const rows = largest.map(({ id, op, ulps, step }) => [id, op, String(ulps), String(step)]);
  return `\n${columns([["value", "op", "ulp at most", "step"], ...rows], [2, 3])}`;
}
