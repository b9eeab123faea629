import { elide } from "../escape.js";
import { counted } from "./counted.js";
import type { Layout } from "./layout.js";
import type { Network } from "./model.js";

/** What a reader must know of a picture: signs, and what is not drawn. On lines that are not much longer than it is wide. */
export function captionsOf(network: Network, layout: Layout): string[] {
  const length = layout.width / 6.2;
  return [signs(network, layout), leftOut(network, layout)].flatMap((parts) => {
    const lines: string[] = [];
    for (const part of parts) {
      const longer = `${lines.at(-1)} · ${part}`;
      if (lines.length > 0 && longer.length <= length) lines[lines.length - 1] = longer;
      else lines.push(part);
    }
    return lines;
  });
}

function signs({ layers }: Network, { edges }: Layout): string[] {
  const known = edges.flatMap(({ weight }) => weight ?? []);
  const finite = known.filter(Number.isFinite);
  const isMixed = known.length > 0 && known.length < edges.length;
  return [
    ...(finite.length > 0 ? ["thickness: size of the weight"] : []),
    ...(finite.some((weight) => weight > 0) ? ["solid: positive"] : []),
    ...(finite.some((weight) => weight < 0) ? ["dashed: negative"] : []),
    ...(known.includes(0) ? ["dotted: exactly 0"] : []),
    ...(finite.length < known.length ? ["dash-dotted: NaN or infinite"] : []),
    ...(isMixed ? ["thin: not known"] : []),
    ...(layers.some(({ bias }) => bias) ? ["square: a bias"] : []),
  ];
}

/** How much of large layers is drawn. */
function leftOut({ layers, connections }: Network, drawn: Layout): string[] {
  const few = drawn.layers.filter(({ gap }) => gap !== undefined);
  if (few.length === 0) return [];
  const units = few.map(
    ({ layer, places }) =>
      `${elide(layer.title, 24)}: ${places.length} of ${counted(layer.units)} units drawn`,
  );
  const weights = connections.flatMap(({ from, to, weights: { rows, columns } }, c) => {
    const shown = drawn.edges.filter(({ connection }) => connection === c).length;
    const all = rows * columns;
    if (shown === all) return [];
    const way = [from, to].map((i) => elide(layers[i]!.title, 24)).join(" to ");
    return [`${way}: ${counted(shown)} of ${counted(all)} weights drawn`];
  });
  return [...units, ...weights];
}
