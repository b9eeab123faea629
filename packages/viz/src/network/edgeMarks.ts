import { formatNumber } from "../number.js";
import type { Theme } from "../theme.js";
import { type Drawing, group, strengthOf } from "./drawing.js";
import type { Place, PlacedEdge } from "./layout.js";
import { pixels, svgText } from "./marks.js";

/** Line widths of the smallest and of the largest weight. */
const [thin, thick] = [0.7, 5];
/** Weights of a connection whose numbers are written beside their lines. */
const mostNumbers = 16;
/** Where between its ends a number may stand. */
const shares = [0.8, 0.74, 0.68, 0.6, 0.5, 0.4, 0.32, 0.26, 0.2];
const numberHeight = 17;
/** Wide enough that a thick line does not show above a decimal point, where 5.17 would read 5:17. */
const numberRim = 7;

/** A line for each weight; their numbers where there is room. */
export function edgeMarks(drawing: Drawing): string[] {
  const { network, layout, theme, lit, numbers } = drawing;
  const known = network.connections.flatMap(({ weights }) => weights.numbers?.filter(Number.isFinite) ?? []);
  const largest = known.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const ends = endsOf(drawing);
  const written = numbers ? numbersOf(layout.edges, drawing, ends) : [];
  const lines = network.connections.map((): string[] => []);
  for (const edge of layout.edges) lines[edge.connection]!.push(edgeLine(edge, largest, theme, ends));
  for (const { edge, text } of written) lines[edge.connection]!.push(text);
  return network.connections.flatMap(({ to }, c) => group("connection", lines[c]!, strengthOf(to, lit)));
}

/** Where lines leave and reach the circle of a unit. */
interface Ends {
  start(place: Place): number;
  end(place: Place): number;
}

function endsOf({ network, layout: { radius }, badges }: Drawing): Ends {
  const exits = network.layers.map(({ activation }) =>
    badges && activation ? radius + badgeWidth(radius, activation.isElementwise) : radius,
  );
  return { start: ({ layer, x }) => x + exits[layer]!, end: ({ x }) => x - radius };
}

/** How far a badge stands out to the right of a unit. */
export function badgeWidth(radius: number, isElementwise: boolean): number {
  return isElementwise ? radius * 1.1 : 24;
}

function edgeLine({ from, to, weight }: PlacedEdge, largest: number, theme: Theme, ends: Ends): string {
  const d = `M${pixels(ends.start(from))} ${pixels(from.y)}L${pixels(ends.end(to))} ${pixels(to.y)}`;
  return `<path class="weight" d="${d}" ${strokeOf(weight, largest, theme)}/>`;
}

function strokeOf(weight: number | undefined, largest: number, theme: Theme): string {
  if (weight === undefined) return `stroke="${theme.edge}" stroke-width="0.9"`;
  if (weight === 0) return `stroke="${theme.reference}" stroke-width="1.3" stroke-dasharray="1.3 4"`;
  if (!Number.isFinite(weight)) return `stroke="${theme.text}" stroke-width="2" stroke-dasharray="9 3 1.5 3"`;
  const width = pixels(thin + (thick - thin) * (Math.abs(weight) / largest));
  return weight > 0
    ? `stroke="${theme.looks.operation.line}" stroke-width="${width}"`
    : `stroke="${theme.looks.parameter.line}" stroke-width="${width}" stroke-dasharray="7 4"`;
}

interface WrittenNumber {
  readonly edge: PlacedEdge;
  readonly text: string;
}

/** Between two columns all numbers stand in one row, where they are farthest apart; none where that is not far enough. */
function numbersOf(edges: readonly PlacedEdge[], { theme }: Drawing, ends: Ends): WrittenNumber[] {
  const between = new Map<string, PlacedEdge[]>();
  for (const edge of edges) {
    if (edge.weight === undefined) continue;
    const key = `${edge.from.x} ${edge.to.x}`;
    const some = between.get(key);
    if (some === undefined) between.set(key, [edge]);
    else some.push(edge);
  }
  return [...between.values()].flatMap((some): WrittenNumber[] => {
    if (some.length > mostNumbers) return [];
    const share = shares.reduce((best, one) => (apart(some, one) > apart(some, best) + 1 ? one : best));
    if (apart(some, share) < numberHeight) return [];
    return some.map((edge) => {
      const [start, end] = [ends.start(edge.from), ends.end(edge.to)];
      const text = svgText(formatNumber(edge.weight!, 3), {
        x: start + (end - start) * share,
        y: heightAt(edge, share) + 4,
        size: 11.5,
        fill: theme.text,
        rim: theme.background,
        rimWidth: numberRim,
        anchor: "middle",
      });
      return { edge, text };
    });
  });
}

function heightAt({ from, to }: PlacedEdge, share: number): number {
  return from.y + (to.y - from.y) * share;
}

/** How far the two nearest numbers are apart. */
function apart(edges: readonly PlacedEdge[], share: number): number {
  const heights = edges.map((edge) => heightAt(edge, share)).sort((a, b) => a - b);
  return heights.reduce((least, y, i) => (i === 0 ? least : Math.min(least, y - heights[i - 1]!)), Infinity);
}
