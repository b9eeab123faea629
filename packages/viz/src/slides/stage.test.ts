import { expect, test } from "vitest";
import { themes } from "../theme.js";
import { louppeDeck } from "../testing/louppeDeck.js";
import { type Stage, stagedThemes, stagesOf } from "./stage.js";

test("what is neither lit nor past comes later; lit goes before past", () => {
  const view = louppeDeck.pictures[0]!;
  const { box } = stagesOf(view, { lit: ["u1"], past: ["x", "W1", "u1"] });
  expect(["u1", "x", "u2", "no such box"].map(box)).toEqual(["lit", "past", "later", "later"]);
});

test("an edge is lit between lit boxes and from past ones into lit ones, and past where both its ends are known", () => {
  const view = louppeDeck.pictures[0]!;
  const { edge } = stagesOf(view, { lit: ["u3", "yhat"], past: ["x", "W2", "u2"] });
  const cases: readonly [from: string, to: string, stage: Stage][] = [
    ["u2", "u3", "lit"],
    ["u3", "yhat", "lit"],
    ["u1", "u3", "later"],
    ["yhat", "u4", "later"],
    ["yhat", "u2", "past"],
    ["x", "u2", "past"],
  ];
  for (const [from, to, stage] of cases) expect(edge({ from, to }), `${from} to ${to}`).toBe(stage);
});

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const luminance = (color: string): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
      const value = Number.parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test.each(Object.entries(themes))("theme %s is legible at every stage", (_, theme) => {
  const staged = stagedThemes(theme);
  for (const role of ["input", "parameter", "operation", "gradient", "sum", "contribution"] as const) {
    for (const stage of ["lit", "past"] as const) {
      const { looks, value, gradient, muted } = staged[stage];
      for (const color of [looks[role].text!, value, gradient, muted])
        expect(contrast(color, looks[role].fill), `${stage} ${role} ${color}`).toBeGreaterThan(4.5);
    }
    const { looks, muted } = staged.later;
    expect(contrast(looks[role].text!, looks[role].fill)).toBeGreaterThan(4.5);
    expect(contrast(muted, looks[role].fill)).toBeGreaterThan(3);
    expect(contrast(looks[role].line, theme.background), `outline of a later ${role}`).toBeGreaterThan(1.4);
    expect(contrast(staged.lit.looks[role].fill, staged.lit.looks[role].line)).toBeGreaterThan(1.8);
  }
});

test("numbers that are not yet known are unseen, and nothing else is", () => {
  const { later } = stagedThemes(themes.louppe);
  expect(later.value).toBe("#0d366800");
  expect(later.gradient).toBe("#6b380000");
  expect(JSON.stringify(later).match(/#[0-9a-f]{8}"/g)).toHaveLength(2);
});
