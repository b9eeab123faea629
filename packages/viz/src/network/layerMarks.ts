import { formatNumber } from "../number.js";
import type { Look } from "../theme.js";
import { counted } from "./counted.js";
import { type Drawing, group, strengthOf } from "./drawing.js";
import { badgeWidth } from "./edgeMarks.js";
import { headingLines, longestInput, type Place, type PlacedLayer } from "./layout.js";
import { pixels, svgText } from "./marks.js";
import type { Activation, Layer } from "./model.js";

/** Units of a layer whose biases are written beside their squares. */
const mostBiases = 8;

/** The units of a layer with what belongs to each: its value, its bias, its activation. */
export function layerMarks(drawing: Drawing, placed: PlacedLayer, position: number): string[] {
  const { layer, places, gap } = placed;
  const { activation } = layer;
  const marks = [
    ...(drawing.badges && activation ? badges(drawing, placed, activation) : []),
    ...places.flatMap((place) => unitMarks(drawing, layer, place, position)),
    ...(gap ? gapMarks(drawing, placed.x, gap) : []),
  ];
  return group(`layer ${layer.role}`, marks, strengthOf(position, drawing.lit));
}

function unitMarks(drawing: Drawing, layer: Layer, place: Place, position: number): string[] {
  const { theme, layout, values, lit } = drawing;
  const { radius } = layout;
  const look = theme.looks[layer.role === "hidden" ? "operation" : layer.role];
  const value = lit === undefined || position <= lit ? values(position)?.[place.unit] : undefined;
  const isInput = layer.role === "input";
  return [
    circle(place, radius, look, layer.role === "hidden" || isInput ? undefined : theme.looks.operation.fill),
    ...(look.double ? [circle(place, radius - 3, { ...look, fill: "none" })] : []),
    ...(isInput
      ? [
          svgText(layer.title, {
            x: place.x - radius - 8 - (layer.units > 1 ? 5.8 * String(place.unit + 1).length : 0),
            y: place.y + 4,
            fill: theme.text,
            anchor: "end",
            length: longestInput,
          }),
          ...(layer.units > 1 ? [subscript(drawing, place)] : []),
        ]
      : []),
    ...(layer.bias ? biasMarks(drawing, layer, place) : []),
    ...(value === undefined
      ? []
      : [
          svgText(formatNumber(value, 2), {
            x: place.x,
            y: place.y + 4,
            size: Math.max(10, Math.min(12, radius * 0.62)),
            fill: theme.value,
            anchor: "middle",
          }),
        ]),
  ];
}

function subscript({ theme, layout }: Drawing, { x, y, unit }: Place): string {
  return svgText(String(unit + 1), {
    x: x - layout.radius - 8,
    y: y + 8,
    size: 10,
    fill: theme.text,
    anchor: "end",
  });
}

function circle({ x, y }: Place, radius: number, { line, fill }: Look, filled = fill): string {
  return `<circle cx="${pixels(x)}" cy="${pixels(y)}" r="${radius}" fill="${filled}" stroke="${line}" stroke-width="1.3"/>`;
}

/** A square on the rim, with its number. */
function biasMarks(
  { theme, layout, numbers }: Drawing,
  { bias, units }: Layer,
  { x, y, unit }: Place,
): string[] {
  const number = bias?.numbers?.[unit];
  const { radius } = layout;
  const size = radius * 0.6;
  const { fill, line } = theme.looks.parameter;
  const top = y - radius - size / 2;
  return [
    `<rect class="bias" x="${pixels(x - size / 2)}" y="${pixels(top)}" width="${pixels(size)}" height="${pixels(size)}" fill="${fill}" stroke="${line}"/>`,
    ...(number === undefined || !numbers || units > mostBiases
      ? []
      : [
          svgText(formatNumber(number, 3), {
            x: x + size / 2 + 4,
            y: y - radius + 2,
            size: 11,
            fill: theme.text,
            rim: theme.background,
          }),
        ]),
  ];
}

/** The curve of the activation at every unit, or one bar along all where units are not on their own. */
function badges(drawing: Drawing, { x, places, top, bottom }: PlacedLayer, activation: Activation): string[] {
  const { theme, layout } = drawing;
  const { radius } = layout;
  const { line } = theme.looks.operation;
  const frame = `fill="${theme.background}" stroke="${line}"`;
  if (!activation.isElementwise) {
    const [left, height] = [x + radius + 4, bottom - top - 8];
    return [
      `<rect class="activation" x="${pixels(left)}" y="${pixels(top + 4)}" width="20" height="${pixels(height)}" rx="5" ${frame}/>`,
      svgText(activation.name, {
        x: left + 14,
        y: (top + bottom) / 2,
        size: 11.5,
        fill: theme.text,
        anchor: "middle",
        length: Math.max(3, Math.floor(height / 7)),
        isUpright: true,
      }),
    ];
  }
  const width = badgeWidth(radius, true) + 3;
  const size = { width, height: radius * 1.15 };
  return places.flatMap(({ y }) => {
    const [left, up] = [x + radius - 3, y - size.height / 2];
    const box = `<rect class="activation" x="${pixels(left)}" y="${pixels(up)}" width="${pixels(width)}" height="${pixels(size.height)}" rx="3" ${frame}/>`;
    const { curve } = activation;
    if (curve === undefined) return [box, svgText("f", { x: left + width / 2, y: y + 4, fill: theme.text, anchor: "middle" })]; // prettier-ignore
    return [
      box,
      `<path d="${curvePath(curve, left, up, size)}" fill="none" stroke="${theme.text}" stroke-width="1.4"/>`,
    ];
  });
}

function curvePath(
  curve: readonly number[],
  left: number,
  top: number,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const inset = 4;
  const [least, most] = [Math.min(...curve), Math.max(...curve)];
  const points = curve.map((value, i) => {
    const x = left + inset + 1 + ((width - 2 * inset) * i) / (curve.length - 1);
    const share = most === least ? 0.5 : (value - least) / (most - least);
    return `${pixels(x)} ${pixels(top + height - inset + 0.5 - (height - 2 * inset + 1) * share)}`;
  });
  return `M${points.join("L")}`;
}

function gapMarks({ theme }: Drawing, x: number, { y, units }: NonNullable<PlacedLayer["gap"]>): string[] {
  const dots = [-7, 0, 7].map(
    (up) => `<circle cx="${pixels(x)}" cy="${pixels(y + up)}" r="1.8" fill="${theme.muted}"/>`,
  );
  return [...dots, svgText(`${counted(units)} more`, { x: x + 10, y: y + 4, size: 11, fill: theme.muted, rim: theme.background })]; // prettier-ignore
}

/** A layer's name; how many units it has, what they go through, and as what they are given out. */
export function headingMarks(
  { theme, lit }: Drawing,
  { layer, x, top }: PlacedLayer,
  position: number,
): string[] {
  const lines = headingLines(layer);
  const rest = { x, anchor: "middle", rim: theme.background } as const;
  return group(
    "heading",
    [
      svgText(layer.title, {
        ...rest,
        y: top - 10 - 16 * lines.length,
        size: 14,
        bold: true,
        fill: theme.text,
        length: 20,
      }),
      ...lines.map((line, i) =>
        svgText(line, {
          ...rest,
          y: top - 10 - 16 * (lines.length - 1 - i),
          size: 11.5,
          fill: theme.muted,
          length: 26,
        }),
      ),
    ],
    strengthOf(position, lit),
  );
}
