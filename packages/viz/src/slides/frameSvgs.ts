import { fontFamily } from "../font.js";
import { louppe, type Theme } from "../theme.js";
import type { Deck, Emphasis } from "./deck.js";
import { colorOf } from "./ink.js";
import { layOut, type Picture, type Piece, written } from "./picture.js";
import { litWidth, type Stage, stagedThemes, stagesOf, strengthKey } from "./stage.js";

export interface FrameSvgsOptions {
  /** Default `louppe`. */
  readonly theme?: Theme;
}

/**
 * The picture of every frame as an SVG document of its own, its colours in attributes. All frames of a picture have
 * one layout.
 * @throws {Refusal} too-large, as {@link toSvg}
 */
export async function frameSvgs(deck: Deck, { theme = louppe }: FrameSvgsOptions = {}): Promise<string[]> {
  const pictures: Picture[] = [];
  for (const view of deck.pictures) pictures.push(await layOut(view, theme));
  const themes = stagedThemes(theme);
  return deck.frames.map(({ picture, emphasis }) => frameSvg(pictures[picture]!, emphasis, theme, themes));
}

function frameSvg(
  picture: Picture,
  emphasis: Emphasis,
  theme: Theme,
  themes: Readonly<Record<Stage, Theme>>,
): string {
  const { view, width, height, origin } = picture;
  const stages = stagesOf(view, emphasis);
  const stageOf = ({ kind, index }: Piece): Stage | undefined => {
    if (kind === "around") return undefined;
    return kind === "box" ? stages.box(view.boxes[index]!.id) : stages.edge(view.edges[index]!);
  };
  const inside = written(
    picture,
    (piece) => {
      const stage = stageOf(piece);
      const role = piece.kind === "box" ? view.boxes[piece.index]!.role : undefined;
      return (property, ink) => {
        const color = colorOf(ink, stage === undefined ? theme : themes[stage], role);
        const paint = `${property}="${color.slice(0, 7)}"`;
        // Brackets around numbers are as thin in what is lit as elsewhere.
        const isBracket = property === "stroke" && strengthKey(ink) === "number";
        return [
          paint,
          ...(color.length === 9 ? [`${property}-opacity="0"`] : []),
          ...(isBracket ? ['stroke-width="1"'] : []),
        ].join(" ");
      };
    },
    (piece, svg) => {
      if (piece.kind === "around") return svg;
      const width = stageOf(piece) === "lit" ? ` stroke-width="${litWidth}"` : "";
      return `<g${width}>\n${svg}\n</g>`;
    },
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">`,
    `<rect width="${width}" height="${height}" fill="${theme.background}"/>`,
    `<g transform="translate(${origin.join(" ")})">`,
    inside,
    "</g>",
    "</svg>\n",
  ].join("\n");
}
