import type { Theme } from "../theme.js";
import type { Layout } from "./layout.js";
import type { Network } from "./model.js";

/** What the marks of a picture are made from. */
export interface Drawing {
  readonly network: Network;
  readonly layout: Layout;
  readonly theme: Theme;
  /** Position of the layer that a forward pass has come to; undefined where everything is drawn alike. */
  readonly lit: number | undefined;
  /** Values of a layer's units, where they are known and to be shown. */
  readonly values: (layer: number) => ArrayLike<number> | undefined;
  readonly badges: boolean;
  readonly numbers: boolean;
}

/** What is past or to come stands back. */
export function group(className: string, lines: readonly string[], strength: number): string[] {
  const opacity = strength === 1 ? "" : ` opacity="${strength}"`;
  return lines.length === 0 ? [] : [`<g class="${className}"${opacity}>`, ...lines, "</g>"];
}

/** How strongly a layer, and what leads to it, is drawn. */
export function strengthOf(layer: number, lit: number | undefined): number {
  if (lit === undefined || layer === lit) return 1;
  return layer < lit ? 0.6 : 0.18;
}
