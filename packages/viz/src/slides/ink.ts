import type { Theme } from "../theme.js";
import type { Role } from "../view/model.js";

/** What a colour in a picture is for. `fill` and `line` are a box's own. */
export const inks = [
  "title",
  "muted",
  "value",
  "gradient",
  "edge",
  "reference",
  "cluster-fill",
  "cluster-line",
  "fill",
  "line",
] as const;
export type Ink = (typeof inks)[number];

/** Stands in DOT and SVG where a colour will be. */
const standIn = (ink: Ink): string => `#c0de${inks.indexOf(ink).toString(16).padStart(2, "0")}`;
const standInAttribute = /(fill|stroke)="#c0de([0-9a-f]{2})"/g;

/** The outlines of a theme, with a stand-in for each of its colours and nothing behind the picture. */
export function uninked(theme: Theme): Theme {
  const looks = Object.entries(theme.looks).map(([role, look]) => [
    role,
    { ...look, fill: standIn("fill"), line: standIn("line"), text: standIn("title") },
  ]);
  return {
    background: "transparent",
    text: standIn("title"),
    muted: standIn("muted"),
    value: standIn("value"),
    gradient: standIn("gradient"),
    edge: standIn("edge"),
    reference: standIn("reference"),
    cluster: { fill: standIn("cluster-fill"), line: standIn("cluster-line") },
    looks: Object.fromEntries(looks) as Theme["looks"],
  };
}

/** The colour of an ink; of boxes, that of a role. */
export function colorOf(ink: Ink, theme: Theme, role?: Role): string {
  const look = role && theme.looks[role];
  switch (ink) {
    case "title":
      return look?.text ?? theme.text;
    case "fill":
    case "line":
      return look?.[ink] ?? theme.background;
    case "cluster-fill":
      return theme.cluster.fill;
    case "cluster-line":
      return theme.cluster.line;
    default:
      return theme[ink];
  }
}

/** Puts colours, or whatever else, in the place of the stand-ins: `write("fill", "value")` for `fill="#c0de02"`. */
export function inked(svg: string, write: (property: "fill" | "stroke", ink: Ink) => string): string {
  return svg.replace(standInAttribute, (_, property: "fill" | "stroke", code: string) =>
    write(property, inks[Number.parseInt(code, 16)]!),
  );
}
