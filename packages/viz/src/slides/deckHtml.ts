import { escapeXml } from "../escape.js";
import { slides, type Theme } from "../theme.js";
import { night } from "./dark.js";
import type { Deck, Frame } from "./deck.js";
import { barHtml, dialogsHtml } from "./deckControls.js";
import { deckScript } from "./deckScript.js";
import { deckStyle } from "./deckStyle.js";
import { type Formula, mathWriter } from "./mathml.js";
import { partsOf } from "./part.js";
import { areaOf, layOut, type Picture, written } from "./picture.js";
import { type Stages, stagesOf } from "./stage.js";

export interface DeckHtmlOptions {
  /** Hides results, and the numbers of the boxes that are lit, until the reader asks for them. Default false. */
  readonly predict?: boolean;
  /** Holds in the light and in the dark. Default: `slides`, and its night side where the reader's screen is dark. */
  readonly theme?: Theme;
}

/** What the page may load: nothing but what stands in it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/**
 * A deck as one HTML document that needs no network and opens from a file: a frame at a time, by keys, taps and
 * swipes; without scripts, and on paper, all frames. Formulas are MathML. Every frame draws its picture from one
 * layout and says only which boxes are lit and which are past. A line of numbers or a result without a relation of
 * its own gets an = before it.
 * @throws {Refusal} too-large, as {@link toSvg}
 */
export async function deckHtml(
  deck: Deck,
  { predict = false, theme }: DeckHtmlOptions = {},
): Promise<string> {
  const math = await mathWriter();
  const pictures: Picture[] = [];
  for (const view of deck.pictures) pictures.push(await layOut(view, theme ?? slides));
  const most = (key: "boxes" | "edges"): number =>
    Math.max(0, ...deck.pictures.map((view) => view[key].length));
  const themes = theme === undefined ? { light: slides, dark: night } : { light: theme };
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
${deck.frames.map((frame, i) => frameHtml(frame, i, deck, pictures[frame.picture]!, math, predict)).join("\n")}
</main>
${barHtml(parts, deck.frames.length)}
${dialogsHtml(deck, parts, predict)}
<svg class="drawings" aria-hidden="true">
${pictures.map(drawing).join("\n")}
</svg>
<script>
${deckScript}
</script>
</body>
</html>
`;
}

/** What all frames of a picture draw: its colours are classes, its stages variables. */
function drawing(picture: Picture, index: number): string {
  const { origin, view } = picture;
  const inside = written(
    picture,
    () => (property, ink) => `data-ink="${property}-${ink}"`,
    ({ kind, index: at }, svg) => {
      if (kind === "around") return classed(svg);
      const mark = kind === "box" ? `box b${at} ${view.boxes[at]!.role}` : `arrow e${at}`;
      return `<g class="${mark}">${classed(svg)}</g>`;
    },
  );
  return `<g id="picture-${index}"><g transform="translate(${origin.join(" ")})">\n${inside}\n</g></g>`;
}

/** An element has one list of classes, but may have two inks. */
function classed(svg: string): string {
  return svg.replace(/<\w+[^>]*data-ink[^>]*>/g, (tag) => {
    const classes = [...tag.matchAll(/data-ink="([^"]*)"/g)].map(([, name]) => name);
    return tag.replace(/ data-ink="[^"]*"/g, "").replace(/(?=\/?>$)/, ` class="${classes.join(" ")}"`);
  });
}

function frameHtml(
  frame: Frame,
  index: number,
  deck: Deck,
  picture: Picture,
  math: (latex: string) => Formula,
  predict: boolean,
): string {
  const { title, part, note, emphasis } = frame;
  const number = index + 1;
  const answer = answerHtml(frame, math);
  const classes = ["frame"];
  if (predict && answer !== "") classes.push("ask");
  if (picture.height / picture.width > 0.75) classes.push("tall");
  const lit = new Set(emphasis.lit);
  const litBoxes = picture.view.boxes.flatMap(({ id }, i) => (lit.has(id) ? [i] : []));
  const area = areaOf(picture, new Set(litBoxes));
  const corners = area && [area.left, area.top, area.right, area.bottom].map((x) => Math.round(x)).join(" ");
  const names = litBoxes.map((i) => picture.view.boxes[i]!.title).join(", ");
  return `<section class="${classes.join(" ")}" id="${number}" aria-labelledby="title-${number}" data-part="${escapeXml(part)}" data-picture="${frame.picture}"${
    corners === undefined ? "" : ` data-area="${corners}"`
  } style="${stageStyle(picture, stagesOf(picture.view, emphasis))}">
<header>
<p class="eyebrow"><b>${escapeXml(part)}</b><span>${escapeXml(deck.title)}<span class="place"> · ${number} of ${deck.frames.length}</span></span></p>
<h2 id="title-${number}">${escapeXml(title)}</h2>
${note === undefined ? "" : `<p class="note">${escapeXml(note)}</p>\n`}</header>
<figure class="view"><svg class="picture" role="img" aria-label="${escapeXml(names === "" ? "The network" : `The network, ${names} lit`)}" viewBox="0 0 ${picture.width} ${picture.height}" style="--w:${picture.width};--h:${picture.height}"><use href="#picture-${frame.picture}"/></svg></figure>
<div class="math">${termsHtml(frame, math, answer)}</div>
</section>`;
}

/** 2 where a box or edge is lit, 1 where it is past. */
function stageStyle({ view }: Picture, stages: Stages): string {
  const settings = [
    ...view.boxes.map(({ id }, i) => [`b${i}`, stages.box(id)]),
    ...view.edges.map((edge, i) => [`e${i}`, stages.edge(edge)]),
  ];
  return settings
    .filter(([, stage]) => stage !== "later")
    .map(([name, stage]) => `--${name}:${stage === "lit" ? 2 : 1}`)
    .join(";");
}

/** Formula, numbers and answer, which are read as one equation: side by side where there is room. */
function termsHtml({ formula, numbers }: Frame, math: (latex: string) => Formula, answer: string): string {
  const symbols = formula.map((latex) => lineHtml(math(latex)));
  const values = numbers.map((latex) => lineHtml(related(latex, math)));
  const groups = [symbols, values].filter(({ length }) => length > 0);
  if (groups.length === 0 && answer === "") return "";
  return `<div class="terms">${groups.map((lines) => `<div>${lines.join("")}</div>`).join("")}${answer}</div>`;
}

/** What the numbers come to; empty where nothing was computed, which is a blank. */
function answerHtml({ result, state }: Frame, math: (latex: string) => Formula): string {
  const sign = state === "zero" ? "exactly 0" : state === "no path" ? "no path" : undefined;
  if (result === undefined && sign === undefined) return "";
  const value = result === undefined ? "" : lineHtml(related(result, math));
  const signHtml =
    sign === undefined ? "" : `<span class="sign ${state === "zero" ? "zero" : "none"}">${sign}</span>`;
  const classes = result === undefined ? "answer signs" : "answer";
  return `<div class="${classes}"><div class="kept">${value}${signHtml}</div><button type="button" class="show">show</button></div>`;
}

function related(latex: string, math: (latex: string) => Formula): Formula {
  const formula = math(latex);
  return formula.relates ? formula : math(`= ${latex}`);
}

function lineHtml({ html, width }: Formula): string {
  return `<p class="line"${width > 8 ? ` style="--w:${Math.ceil(width + 1.5)}"` : ""}>${html}</p>`;
}
