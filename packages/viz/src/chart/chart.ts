import { axes, type Frame, line, longestName, names, text } from "./chartMarks.js";
import { escapeXml } from "../escape.js";
import { fontFamily } from "../font.js";
import { linearScale, logScale } from "./scale.js";

export type Point = readonly [x: number, y: number];

export interface Series {
  /** Written at the line's end. */
  readonly name: string;
  /** In the order of x. Where a number is not finite, the line has a gap. */
  readonly points: readonly Point[];
  /** Default: the first line is whole, and each further one has dashes of its own. */
  readonly dashed?: boolean;
}

export interface ChartOptions {
  readonly title: string;
  readonly series: readonly Series[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Pixels, at least 240; default 720. */
  readonly width?: number;
  /** Pixels, at least 160; default 400. */
  readonly height?: number;
  /** A logarithmic y axis; numbers that are not positive are gaps. */
  readonly log?: boolean;
}

/**
 * Lines over a common x axis, as an SVG document. Each line carries its name at its end, and differs from the others
 * by its dashes as well as its colour. The same data give the same text.
 */
export function lineChart(options: ChartOptions): string {
  const { title, log = false, xLabel, yLabel } = options;
  const width = Math.max(240, options.width ?? 720);
  const height = Math.max(160, options.height ?? 400);
  const nameWidth =
    Math.max(0, ...options.series.map(({ name }) => Math.min(name.length, longestName))) * 7.2;
  const frame: Frame = {
    left: 60,
    right: Math.max(120, width - 26 - nameWidth),
    top: yLabel ? 62 : 46,
    bottom: height - 54,
  };
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${fontFamily}" font-size="12">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(title, { x: 16, y: 26, size: 16, bold: true }),
    ...marks(options.series, frame, log),
  ];
  if (yLabel) lines.push(text(yLabel, { x: 16, y: 48, muted: true }));
  if (xLabel)
    lines.push(
      text(xLabel, { x: (frame.left + frame.right) / 2, y: height - 14, muted: true, anchor: "middle" }),
    );
  return `${lines.join("\n")}\n</svg>\n`;
}

function marks(series: readonly Series[], frame: Frame, log: boolean): string[] {
  const runs = series.map(({ points }) => runsOf(points, log));
  const all = runs.flat(2);
  const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 };
  if (all.length === 0) return [text("no data", { ...middle, anchor: "middle", muted: true })];
  const [least, greatest] = extent(all.map((point) => point[1]));
  const domain = [!log && least > 0 && least < greatest / 2 ? 0 : least, greatest] as const;
  const [first, last] = extent(all.map((point) => point[0]));
  const start = first > 0 && first < last / 10 ? 0 : first;
  const x = linearScale({ domain: [start, last], range: [frame.left, frame.right], grow: false });
  const y = (log ? logScale : linearScale)({ domain, range: [frame.bottom, frame.top] });
  return [
    ...axes(x, y, frame),
    ...series.map(({ dashed }, i) => line(runs[i]!, { index: i, dashed, x, y })),
    ...names(
      series.map(({ name }, i) => ({ name, end: runs[i]!.at(-1)?.at(-1) })),
      x,
      y,
      frame,
    ),
  ];
}

/** The stretches between gaps. */
function runsOf(points: readonly Point[], log: boolean): Point[][] {
  const runs: Point[][] = [];
  let isOpen = false;
  for (const point of points) {
    const isDrawn = Number.isFinite(point[0]) && Number.isFinite(point[1]) && !(log && point[1] <= 0);
    if (isDrawn && isOpen) runs.at(-1)!.push(point);
    else if (isDrawn) runs.push([point]);
    isOpen = isDrawn;
  }
  return runs;
}

function extent(values: readonly number[]): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}
