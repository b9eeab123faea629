import { dot } from "../dot/dot.js";
import { toSvg } from "../svg/svg.js";
import type { Theme } from "../theme.js";
import type { View } from "../view/model.js";
import { inked, type Ink, uninked } from "./ink.js";

/** A part of a laid-out picture: a box or an edge, by its index in the view, or what stands around them. */
export interface Piece {
  readonly kind: "box" | "edge" | "around";
  readonly index: number;
  /** SVG, with stand-ins for colours. */
  readonly svg: string;
}

/** A rectangle in a picture's own units, which are those of its text. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A picture whose places are settled and whose colours are not, so that it can be shown at every stage. */
export interface Picture {
  readonly view: View;
  /** Whose outlines it has. */
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** The size of its smallest text. */
  readonly smallest: number;
  /** Where its origin stands: Graphviz measures from a corner of its own. */
  readonly origin: readonly [number, number];
  readonly pieces: readonly Piece[];
}

/** Lays a picture out once, with all its numbers; the outlines are the theme's. */
export async function layOut(view: View, theme: Theme): Promise<Picture> {
  const svg = await toSvg(dot(view, { theme: uninked(theme), marks: true }));
  const [, width, height] = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(svg)!;
  const [, x, y] = /translate\((\S+) (\S+)\)/.exec(svg)!;
  const inside = svg.slice(svg.indexOf(">", svg.indexOf('class="graph"')) + 1, svg.lastIndexOf("</g>"));
  return {
    view,
    theme,
    width: Number(width),
    height: Number(height),
    smallest: Math.min(12, ...Array.from(svg.matchAll(/font-size="([\d.]+)"/g), ([, size]) => Number(size))),
    origin: [Number(x), Number(y)],
    pieces: piecesOf(inside),
  };
}

/** Titles, which hold ids, are dropped; so are the fonts, which whoever writes the picture names once. */
function piecesOf(svg: string): Piece[] {
  const plain = svg
    .replace(/<title>[^<]*<\/title>\s*/g, "")
    .replace(/ (font-family|xml:space|text-anchor)="[^"]*"/g, (all, name: string) =>
      name === "text-anchor" && !all.includes("start") ? all : "",
    );
  const group = /<g id="[^"]*" class="(?:node|edge)(?: \w+)* ([be])(\d+)">([\s\S]*?)<\/g>\s*/g;
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of plain.matchAll(group)) {
    pieces.push(around(plain.slice(end, match.index)));
    pieces.push({
      kind: match[1] === "b" ? "box" : "edge",
      index: Number(match[2]),
      svg: match[3]!.trim(),
    });
    end = match.index + match[0].length;
  }
  return [...pieces, around(plain.slice(end))].filter(({ svg: text }) => text !== "");
}

function around(svg: string): Piece {
  return { kind: "around", index: -1, svg: svg.replace(/ id="[^"]*"/g, "").trim() };
}

/** A picture's pieces as SVG, each written with its own colours. */
export function written(
  { pieces, theme }: Picture,
  write: (piece: Piece) => (property: "fill" | "stroke", ink: Ink) => string,
  wrap: (piece: Piece, svg: string) => string,
): string {
  return pieces.map((piece) => wrap(piece, inked(piece.svg, theme, write(piece)))).join("\n");
}

/** The least rectangle around some boxes; undefined of none. */
export function areaOf({ pieces, origin: [x, y] }: Picture, boxes: ReadonlySet<number>): Area | undefined {
  const areas = pieces.filter(({ kind, index }) => kind === "box" && boxes.has(index)).map(outlineOf);
  if (areas.length === 0) return undefined;
  return {
    left: x + Math.min(...areas.map(({ left }) => left)),
    top: y + Math.min(...areas.map(({ top }) => top)),
    right: x + Math.max(...areas.map(({ right }) => right)),
    bottom: y + Math.max(...areas.map(({ bottom }) => bottom)),
  };
}

/** The extent of a box's outlines: polygons and paths by their points, ellipses by their radii. */
function outlineOf({ svg }: Piece): Area {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const [, points] of svg.matchAll(/ (?:points|d)="([^"]*)"/g)) {
    const numbers = points!.match(/-?\d+(?:\.\d+)?/g)!.map(Number);
    numbers.forEach((value, i) => (i % 2 === 0 ? xs : ys).push(value));
  }
  for (const [, cx, cy, rx, ry] of svg.matchAll(/ cx="(\S+)" cy="(\S+)" rx="(\S+)" ry="(\S+)"/g)) {
    xs.push(Number(cx) - Number(rx), Number(cx) + Number(rx));
    ys.push(Number(cy) - Number(ry), Number(cy) + Number(ry));
  }
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}
