import { elide, escapeXml } from "../escape.js";

interface TextOptions {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly fill: string;
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: "middle" | "end";
  /** Longer texts are cut in their middle. */
  readonly length?: number;
  /** Colour of a rim around the letters, which parts them from lines behind. */
  readonly rim?: string;
  /** Of the rim. */
  readonly rimWidth?: number;
  /** Written behind it, small and lower. */
  readonly subscript?: string;
  /** Upwards. */
  readonly isUpright?: boolean;
}

/** One line of text. */
export function svgText(content: string, options: TextOptions): string {
  const { x, y, fill, size, bold, anchor, length, rim, rimWidth = 3.5, subscript, isUpright } = options;
  const attributes = [
    `x="${pixels(x)}" y="${pixels(y)}" fill="${fill}"`,
    ...(size === undefined ? [] : [`font-size="${pixels(size)}"`]),
    ...(bold ? ['font-weight="bold"'] : []),
    ...(anchor === undefined ? [] : [`text-anchor="${anchor}"`]),
    ...(rim === undefined
      ? []
      : [`stroke="${rim}" stroke-width="${rimWidth}" stroke-linejoin="round" paint-order="stroke"`]),
    ...(isUpright ? [`transform="rotate(-90 ${pixels(x)} ${pixels(y)})"`] : []),
  ];
  const low =
    subscript === undefined
      ? ""
      : `<tspan dy="3" font-size="${pixels((size ?? 12) * 0.8)}">${escapeXml(subscript)}</tspan>`;
  return `<text ${attributes.join(" ")}>${escapeXml(elide(content, length ?? content.length))}${low}</text>`;
}

/** To a tenth of a pixel. */
export function pixels(value: number): string {
  return String(Math.round(value * 10) / 10);
}
