import { counted } from "./counted.js";
import type { Connection, Layer, Network } from "./model.js";

/** A unit in the picture. */
export interface Place {
  /** Position of its layer. */
  readonly layer: number;
  /** Which of the layer's units it is. */
  readonly unit: number;
  readonly x: number;
  readonly y: number;
}

/** A weight in the picture. */
export interface PlacedEdge {
  readonly connection: number;
  readonly from: Place;
  readonly to: Place;
  /** Undefined where it is not known. */
  readonly weight?: number;
}

/** A layer in the picture. */
export interface PlacedLayer {
  readonly layer: Layer;
  readonly x: number;
  readonly places: readonly Place[];
  /** Between which two places units are left out; undefined where all are drawn. */
  readonly gap?: { readonly y: number; readonly units: number };
  /** Top and bottom of what is drawn, without its heading. */
  readonly top: number;
  readonly bottom: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly layers: readonly PlacedLayer[];
  readonly edges: readonly PlacedEdge[];
}

/** How many units of a layer are drawn where not all are. */
const few = 8;

/** From one line of text to the next. */
export const lineHeight = 20;
/** Letters of an input's name that are written before its units. */
export const longestInput = 12;
const margin = { right: 84, top: 12 };
const widest = 1280;

/**
 * Coordinates of units and weights: layers in columns from left to right, those of one column one below the other.
 * @param most units of a layer that are all drawn; of a larger one, {@link few}: its first, and the last
 */
export function layOutNetwork(network: Network, most: number): Layout {
  const columns = columnsOf(network.layers);
  const headings = network.layers.map((layer) => 30 + 16 * headingLines(layer).length);
  const rows = Math.max(...columns.map((column) => sum(column.map((i) => rowsOf(network.layers[i]!, most)))));
  const pitch = Math.min(66, Math.max(36, 600 / rows));
  const radius = Math.round(pitch * 0.36);
  const left = Math.max(60, radius + 22 + 6.6 * longestLabel(network));
  const step = Math.min(300, Math.max(150, (widest - left - margin.right) / Math.max(1, columns.length - 1)));
  const heights = network.layers.map((layer, i) => headings[i]! + rowsOf(layer, most) * pitch);
  const inner = greatest(columns.map((column) => sum(column.map((i) => heights[i]!))));
  const layers = new Array<PlacedLayer>(network.layers.length);
  columns.forEach((column, c) => {
    const x = left + c * step;
    let y = margin.top + (inner - sum(column.map((i) => heights[i]!))) / 2;
    for (const i of column) {
      layers[i] = placeLayer(network.layers[i]!, i, { x, y: y + headings[i]!, pitch, most });
      y += heights[i]!;
    }
  });
  const width = Math.max(460, left + (columns.length - 1) * step + margin.right);
  return {
    width,
    height: margin.top + inner + 10,
    radius,
    layers,
    edges: network.connections.flatMap((connection, c) => edgesOf(connection, c, layers)),
  };
}

/** What a layer's heading says below its name. */
export function headingLines({ role, units, activation, title, outputs }: Layer): string[] {
  const kind = role === "input" ? "input" : "unit";
  const given = outputs.filter((name) => name !== title);
  return [
    `${counted(units)} ${kind}${units === 1 ? "" : "s"}${activation ? ` · ${activation.name}` : ""}`,
    ...(given.length > 0 ? [`→ ${given.join(", ")}`] : []),
  ];
}

/** In letters, of the inputs in the first column. */
function longestLabel({ layers }: Network): number {
  const names = layers.filter(({ role, column }) => role === "input" && column === 0);
  return greatest(
    names.map(({ title, units }) => Math.min(title.length, longestInput) + String(units).length),
  );
}

function columnsOf(layers: readonly Layer[]): number[][] {
  const columns: number[][] = Array.from(
    { length: 1 + greatest(layers.map(({ column }) => column)) },
    () => [],
  );
  layers.forEach(({ column }, i) => columns[column]!.push(i));
  return columns;
}

/** Rows that a layer takes: one more than units where some are left out. */
function rowsOf({ units }: Layer, most: number): number {
  return units <= most ? units : Math.min(few, most) + 1;
}

interface At {
  readonly x: number;
  readonly y: number;
  readonly pitch: number;
  readonly most: number;
}

function placeLayer(layer: Layer, position: number, { x, y, pitch, most }: At): PlacedLayer {
  const { units } = layer;
  const isWhole = units <= most;
  const drawn = isWhole ? units : Math.min(few, most);
  const place = (unit: number, row: number): Place => ({
    layer: position,
    unit,
    x,
    y: y + (row + 0.5) * pitch,
  });
  const first = Array.from({ length: isWhole ? units : drawn - 1 }, (_, unit) => place(unit, unit));
  const places = isWhole ? first : [...first, place(units - 1, drawn)];
  const bottom = y + rowsOf(layer, most) * pitch;
  const gap = { y: y + (drawn - 0.5) * pitch, units: units - drawn };
  return { layer, x, places, top: y, bottom, ...(!isWhole && { gap }) };
}

/** Each weight between units that are both drawn. */
function edgesOf(
  { from, to, weights }: Connection,
  connection: number,
  layers: readonly PlacedLayer[],
): PlacedEdge[] {
  return layers[from]!.places.flatMap((start) =>
    layers[to]!.places.map((end) => {
      const weight = weights.numbers?.[start.unit * weights.columns + end.unit];
      return { connection, from: start, to: end, ...(weight !== undefined && { weight }) };
    }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}

function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, x) => Math.max(most, x), 0);
}
