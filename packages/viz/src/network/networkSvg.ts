import { fontFamily } from "../font.js";
import { escapeXml } from "../escape.js";
import { louppe, type Theme } from "../theme.js";
import type { Tensors } from "../view/tensors.js";
import { captionsOf } from "./caption.js";
import type { Drawing } from "./drawing.js";
import { edgeMarks } from "./edgeMarks.js";
import { headingMarks, layerMarks } from "./layerMarks.js";
import { layOutNetwork, lineHeight } from "./layout.js";
import { svgText } from "./marks.js";
import type { Network } from "./model.js";
import { unitValues } from "./unitValues.js";

export interface NetworkSvgOptions {
  /** Default `louppe`. */
  readonly theme?: Theme;
  /** Whether a unit carries the curve of its activation. Default true: lecturers leave them out, but they are there. */
  readonly badges?: boolean;
  /** Whether weights show their numbers, as far as they are known. Default true. */
  readonly values?: boolean;
  /** Values of units, by node. */
  readonly activations?: Tensors;
  /** Whose, of several examples; default 0, the first. */
  readonly example?: number;
  /** How many units of a layer are drawn before some are left out; default 16, at least 2. */
  readonly most?: number;
}

/**
 * A network as an SVG document: a circle for each unit, a line for each weight, a square for a bias, a curve for an
 * activation. Weights that are known differ in thickness by their size, and in dashes as well as colour by their sign. The
 * same network gives the same text.
 */
export function networkSvg(network: Network, options: NetworkSvgOptions = {}): string {
  return drawNetwork(network, options, undefined);
}

/**
 * The forward pass, a frame a layer: its weights and units are lit, what comes before is past, what comes later is dimmed
 * and without numbers.
 * @returns SVG documents of one layout, as many as the network has layers
 */
export function networkFrames(network: Network, options: NetworkSvgOptions = {}): string[] {
  return network.layers.map((_, lit) => drawNetwork(network, options, lit));
}

function drawNetwork(network: Network, options: NetworkSvgOptions, lit: number | undefined): string {
  const { theme = louppe, activations, example = 0 } = options;
  const layout = layOutNetwork(network, Math.max(2, options.most ?? 16));
  const captions = captionsOf(network, layout);
  const height = Math.ceil(layout.height + captions.length * lineHeight + 8);
  const width = Math.ceil(layout.width);
  const drawing: Drawing = {
    network,
    layout,
    theme,
    lit,
    values: unitValues(network, activations, example),
    badges: options.badges ?? true,
    numbers: options.values ?? true,
  };
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${fontFamily}" font-size="12">`,
    `<title>${escapeXml(network.name)}</title>`,
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>`,
    ...edgeMarks(drawing),
    ...layout.layers.flatMap((layer, i) => layerMarks(drawing, layer, i)),
    ...layout.layers.flatMap((layer, i) => headingMarks(drawing, layer, i)),
    ...captions.map((caption, i) =>
      svgText(caption, {
        x: width / 2,
        y: layout.height + 8 + i * lineHeight,
        fill: theme.muted,
        anchor: "middle",
      }),
    ),
  ].join("\n")}\n</svg>\n`;
}
