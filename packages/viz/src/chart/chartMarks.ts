import { elide, escapeXml } from "../escape.js";
import type { Scale } from "./scale.js";

/** Where the lines go, in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Point = readonly [x: number, y: number];

/** Okabe and Ito's colours, darkened until they read on white. */
const colors = ["#0068a8", "#c14f00", "#00785a", "#9c4577", "#7a6000", "#3a7fb5"];
const dashes = ["", "7 4", "2 3", "10 3 2 3", "4 2", "14 5"];
const ink = { text: "#1a1f27", muted: "#4f5966", grid: "#e6eaee", axis: "#8b95a1" };

interface TextOptions {
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly bold?: boolean;
  readonly muted?: boolean;
  readonly color?: string;
  readonly anchor?: "middle" | "end";
}

/** One line of text; `y` is its baseline. */
export function text(content: string, { x, y, size, bold, muted, color, anchor }: TextOptions): string {
  const attributes = [
    `x="${pixels(x)}" y="${pixels(y)}" fill="${color ?? (muted ? ink.muted : ink.text)}"`,
    ...(size === undefined ? [] : [`font-size="${size}"`]),
    ...(bold ? ['font-weight="bold"'] : []),
    ...(anchor === undefined ? [] : [`text-anchor="${anchor}"`]),
  ];
  return `<text ${attributes.join(" ")}>${escapeXml(elide(content, 80))}</text>`;
}

/** Both axes: a light line across at each number of y, a mark below at each of x. */
export function axes(x: Scale, y: Scale, { left, right, bottom }: Frame): string[] {
  const across = y.ticks.flatMap(({ value, label }) => {
    const at = pixels(y.at(value));
    return [
      `<path d="M${left} ${at}H${pixels(right)}" stroke="${ink.grid}"/>`,
      text(label, { x: left - 8, y: y.at(value) + 4, muted: true, anchor: "end" }),
    ];
  });
  const below = x.ticks.flatMap(({ value, label }) => [
    `<path d="M${pixels(x.at(value))} ${bottom}v5" stroke="${ink.axis}"/>`,
    text(label, { x: x.at(value), y: bottom + 19, muted: true, anchor: "middle" }),
  ]);
  return [...across, `<path d="M${left} ${bottom}H${pixels(right)}" stroke="${ink.axis}"/>`, ...below];
}

interface LineOptions {
  /** Which line of the chart: decides its colour and dashes. */
  readonly index: number;
  readonly dashed: boolean | undefined;
  readonly x: Scale;
  readonly y: Scale;
}

/** One line, which may have gaps; a point between two gaps is a dot. */
export function line(runs: readonly (readonly Point[])[], { index, dashed, x, y }: LineOptions): string {
  const color = colors[index % colors.length]!;
  const own = dashes[index % dashes.length]!;
  const dash = dashed === false ? "" : dashed && own === "" ? dashes[1]! : own;
  const path: string[] = [];
  const dots: string[] = [];
  for (const run of runs) {
    const places = thin(run.map(([a, b]) => [x.at(a), y.at(b)])).map(([a, b]) => `${pixels(a)} ${pixels(b)}`);
    if (places.length > 1) path.push(`M${places.join("L")}`);
    else dots.push(`M${places[0]!}h0`);
  }
  const stroke = `fill="none" stroke="${color}" stroke-linejoin="round" stroke-linecap="round"`;
  return [
    ...(path.length > 0
      ? [`<path d="${path.join("")}" ${stroke} stroke-width="2"${dash && ` stroke-dasharray="${dash}"`}/>`]
      : []),
    ...(dots.length > 0 ? [`<path d="${dots.join("")}" ${stroke} stroke-width="6"/>`] : []),
  ].join("\n");
}

/** Of the points in one column of pixels, the first, the lowest, the highest and the last: what a reader could see. */
function thin(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (let start = 0; start < points.length;) {
    const column = Math.floor(points[start]![0]);
    let [end, low, high] = [start, start, start];
    while (end + 1 < points.length && Math.floor(points[end + 1]![0]) === column) {
      end++;
      if (points[end]![1] < points[low]![1]) low = end;
      if (points[end]![1] > points[high]![1]) high = end;
    }
    for (const i of [...new Set([start, low, high, end])].sort((a, b) => a - b)) kept.push(points[i]!);
    start = end + 1;
  }
  return kept;
}

interface Name {
  readonly name: string;
  /** The line's last point; undefined for a line without points. */
  readonly end: Point | undefined;
}

/** Each line's name beside its end, moved up or down where two would overlap. */
export function names(list: readonly Name[], x: Scale, y: Scale, { right, top, bottom }: Frame): string[] {
  const placed = list.flatMap(({ name, end }, index) =>
    end ? [{ name, index, x: x.at(end[0]), y: y.at(end[1]) + 4 }] : [],
  );
  placed.sort((a, b) => a.y - b.y || a.index - b.index);
  for (let i = 1; i < placed.length; i++)
    placed[i]!.y = Math.max(placed[i]!.y, placed[i - 1]!.y + nameHeight);
  let limit = bottom + 4;
  for (let i = placed.length - 1; i >= 0 && placed[i]!.y > limit; i--, limit -= nameHeight)
    placed[i]!.y = limit;
  return placed.map((one) =>
    text(elide(one.name, longestName), {
      x: Math.min(one.x, right) + 8,
      y: Math.max(top, one.y),
      color: colors[one.index % colors.length]!,
      bold: true,
    }),
  );
}

/** Longer names are cut in their middle. */
export const longestName = 28;
const nameHeight = 15;

/** To a tenth of a pixel. */
function pixels(value: number): string {
  return String(Math.round(value * 10) / 10);
}
