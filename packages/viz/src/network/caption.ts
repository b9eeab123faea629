import { counted } from "./counted.js";
import type { Layout } from "./layout.js";
import type { Network } from "./model.js";

/** What a reader must know of a picture: signs, and what is not drawn. On lines that are not much longer than it is wide. */
export function captionsOf(network: Network, layout: Layout): string[] {
  const length = layout.width / 6.2;
  return [signs(network, layout.edges.length), leftOut(network, layout)].flatMap((parts) => {
    const lines: string[] = [];
    for (const part of parts) {
      const longer = `${lines.at(-1)} · ${part}`;
      if (lines.length > 0 && longer.length <= length) lines[lines.length - 1] = longer;
      else lines.push(part);
    }
    return lines;
  });
}

function signs({ layers, connections }: Network, drawn: number): string[] {
  const numbers = connections.flatMap(({ weights }) => (weights.numbers ? [weights.numbers] : []));
  const isKnown = numbers.length > 0 && drawn > 0;
  return [
    ...(isKnown ? ["thickness: size of the weight", "solid: positive", "dashed: negative"] : []),
    ...(numbers.some((some) => some.includes(0)) ? ["dotted: exactly 0"] : []),
    ...(isKnown && numbers.length < connections.length ? ["thin: not known"] : []),
    ...(layers.some(({ bias }) => bias) ? ["square: a bias"] : []),
  ];
}

/** How much of large layers is drawn. */
function leftOut({ layers, connections }: Network, drawn: Layout): string[] {
  const few = drawn.layers.filter(({ gap }) => gap !== undefined);
  if (few.length === 0) return [];
  const units = few.map(
    ({ layer, places }) => `${layer.title}: ${places.length} of ${counted(layer.units)} units drawn`,
  );
  const weights = connections.flatMap(({ from, to, weights: { rows, columns } }, c) => {
    const shown = drawn.edges.filter(({ connection }) => connection === c).length;
    const all = rows * columns;
    if (shown === all) return [];
    const way = `${layers[from]!.title} to ${layers[to]!.title}`;
    return [`${way}: ${counted(shown)} of ${counted(all)} weights drawn`];
  });
  return [...units, ...weights];
}
