import { formatProblem, type Json } from "@chainrule/core";
import { formatNumber } from "@chainrule/viz";
import { columns } from "../terminal/columns.js";
import { counted } from "../terminal/counted.js";
import { visible } from "../terminal/report.js";
import type { Comparison, Difference, Side } from "./compare.js";
import { shortJson } from "./text.js";

/** A comparison as a person reads it: two columns, one for each profile. */
export function comparisonText(comparison: Comparison): string {
  const { left, right, conventions, settings, numbers, unchanged } = comparison;
  const refusals = [left, right].flatMap((side) => refusalText(side));
  if (refusals.length > 0) return visible(refusals.join("\n"));
  const head = ["", left.name, right.name];
  const rows = [
    head,
    ...section("conventions", conventions, (value) => value),
    ...section("settings", settings, (value: Json) => shortJson(value, 40)),
    ...section("numbers before the first step", numbers, formatNumber),
  ];
  const same = unchanged === 0 ? "" : `${counted(unchanged, "number")} the same under both\n`;
  if (rows.length === 1) return `nothing differs\n${same}`;
  return visible(`${columns(rows)}${same}`);
}

function section<T>(title: string, found: readonly Difference<T>[], show: (value: T) => string): string[][] {
  if (found.length === 0) return [];
  const cell = (value: T | undefined): string => (value === undefined ? "not there" : show(value));
  return [[title], ...found.map(({ name, left, right }) => [`  ${name}`, cell(left), cell(right)])];
}

function refusalText({ name, refusal }: Side): string[] {
  if (refusal === undefined) return [];
  return [`under ${name} it cannot be built:\n${refusal.problems.map(formatProblem).join("\n")}\n`];
}
