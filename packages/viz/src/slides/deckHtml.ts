import { escapeXml } from "../escape.js";
import { dark, louppe, type Theme } from "../theme.js";
import type { Deck } from "./deck.js";
import { barHtml, dialogsHtml } from "./deckControls.js";
import { drawingHtml, frameHtml } from "./frameHtml.js";
import { deckScript } from "./deckScript.js";
import { deckStyle } from "./deckStyle.js";
import { mathWriter } from "./mathml.js";
import { partsOf } from "./part.js";
import { layOut, type Picture } from "./picture.js";

export interface DeckHtmlOptions {
  /** Hides results, and the numbers of the boxes that are lit, until the reader asks for them. Default false. */
  readonly predict?: boolean;
  /** Holds in the light and in the dark. Default: `louppe`, and its night side where the reader's screen is dark. */
  readonly theme?: Theme;
}

/** What the page may load: nothing but what stands in it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/**
 * A deck as one HTML document that needs no network and opens from a file: a frame at a time, by keys, taps and
 * swipes; without scripts, and on paper, all frames. Formulas are MathML. Every frame draws its picture from one
 * layout and says only which boxes are lit and which are past.
 * @throws {Refusal} too-large, as {@link toSvg}
 */
export async function deckHtml(
  deck: Deck,
  { predict = false, theme }: DeckHtmlOptions = {},
): Promise<string> {
  const math = await mathWriter();
  const pictures: Picture[] = [];
  for (const view of deck.pictures) pictures.push(await layOut(view, theme ?? louppe));
  const most = (key: "boxes" | "edges"): number =>
    Math.max(0, ...deck.pictures.map((view) => view[key].length));
  const themes = theme === undefined ? { light: louppe, dark } : { light: theme };
  const parts = partsOf(deck.frames);
  const title = escapeXml(deck.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeXml(deck.subtitle)}">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
${deckStyle(themes, most("boxes"), most("edges"))}
</style>
<script>document.documentElement.className = "live";</script>
</head>
<body>
<main>
<div class="cover"><h1>${title}</h1><p class="muted">${escapeXml(deck.subtitle)}</p></div>
<noscript>Without scripts, the frames stand beneath each other.</noscript>
${deck.frames.map((_, i) => frameHtml(deck, i, pictures, math, predict)).join("\n")}
</main>
${barHtml(parts, deck.frames.length)}
${dialogsHtml(deck, parts, predict)}
<svg class="drawings" aria-hidden="true">
${pictures.map(drawingHtml).join("\n")}
</svg>
<script>
${deckScript}
</script>
</body>
</html>
`;
}
