import type { Theme } from "../theme.js";
import type { Edge, View } from "../view/model.js";
import type { Emphasis } from "./deck.js";
import { type Ink, mapInks, mapValues } from "./ink.js";

/** When a box's turn is, as seen from a frame. */
export type Stage = "later" | "past" | "lit";

/** How much of a theme's colour is left, from the background at 0 to the whole colour at 1. */
export interface Strength {
  readonly fill: number;
  readonly line: number;
  readonly text: number;
  /** Of values and gradients. */
  readonly number: number;
  readonly edge: number;
}

/** What is past steps back but stays legible; what comes later is an outline without numbers. */
export const strengths: Readonly<Record<Stage, Strength>> = {
  later: { fill: 0, line: 0.45, text: 0.7, number: 0, edge: 0.35 },
  past: { fill: 0.35, line: 0.55, text: 0.85, number: 0.9, edge: 0.6 },
  lit: { fill: 1, line: 1, text: 1, number: 1, edge: 1 },
};

/** Of the borders and arrows that are lit, in points. */
export const litWidth = 3;

/** A theme for each stage. */
export function stagedThemes(theme: Theme): Readonly<Record<Stage, Theme>> {
  return mapValues(strengths, (_, stage) => stagedTheme(theme, stage));
}

/** The stages of a picture's boxes and edges in one frame. */
export interface Stages {
  box(id: string): Stage;
  /** An edge is lit where the emphasis says so; where it says nothing, see {@link Emphasis.edges}. */
  edge(edge: Pick<Edge, "from" | "to">): Stage;
}

/** When the turn of each box and edge of a view is. */
export function stagesOf(view: Pick<View, "boxes">, { lit, past, edges }: Emphasis): Stages {
  const stages = new Map<string, Stage>(view.boxes.map(({ id }) => [id, "later"]));
  for (const id of past) stages.set(id, "past");
  for (const id of lit) stages.set(id, "lit");
  const box = (id: string): Stage => stages.get(id) ?? "later";
  const key = (from: string, to: string): string => JSON.stringify([from, to]);
  const litEdges = edges && new Set(edges.map(([from, to]) => key(from, to)));
  return {
    box,
    edge: ({ from, to }) => {
      if (box(from) === "later" || box(to) === "later") return "later";
      return (litEdges?.has(key(from, to)) ?? box(to) === "lit") ? "lit" : "past";
    },
  };
}

/** Which strength is an ink's, in pictures and in pages. */
export function strengthKey(ink: Ink): keyof Strength {
  if (ink === "value" || ink === "gradient") return "number";
  if (ink === "edge" || ink === "reference") return "edge";
  if (ink === "look-fill") return "fill";
  return ink === "look-line" ? "line" : "text";
}

/** A theme's colours as a stage has them: mixed with the background; numbers that are not yet known are unseen. */
function stagedTheme(theme: Theme, stage: Stage): Theme {
  const strength = strengths[stage];
  const staged = (ink: Ink, color: string): string => {
    const share = strength[strengthKey(ink)];
    return share === 0 && strengthKey(ink) === "number" ? `${color}00` : mix(theme.background, color, share);
  };
  return {
    ...mapInks(theme, (ink, color) => (isAround(ink) ? color : staged(ink, color))),
    looks: mapValues(theme.looks, (look) => ({
      ...look,
      fill: staged("look-fill", look.fill),
      line: staged("look-line", look.line),
      text: staged("look-text", look.text ?? theme.text),
    })),
  };
}

/** What stands around the boxes has no stage. */
const isAround = (ink: Ink): boolean => ink === "background" || ink.startsWith("cluster-");

/** A colour between two, both as `#rrggbb`. */
function mix(from: string, to: string, share: number): string {
  const part = (color: string, at: number): number => Number.parseInt(color.slice(at, at + 2), 16);
  const channels = [1, 3, 5].map((at) => {
    const value = Math.round(part(from, at) * (1 - share) + part(to, at) * share);
    return value.toString(16).padStart(2, "0");
  });
  return `#${channels.join("")}`;
}
