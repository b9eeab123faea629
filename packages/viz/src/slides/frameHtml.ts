import { escapeXml } from "../escape.js";
import type { Deck, Emphasis, Frame } from "./deck.js";
import type { MathWriter } from "./mathml.js";
import { areaOf, type Picture, written } from "./picture.js";
import { stagesOf } from "./stage.js";
import { answerOf, termsHtml } from "./termsHtml.js";

/** Formulas stand beside pictures that are taller than this, by their width, and not wider than that. */
const tall = { from: 0.75, width: 950 };

/** What all frames of a picture draw: its colours are names, its stages variables. */
export function drawingHtml(picture: Picture, index: number): string {
  const { origin, view } = picture;
  const inside = written(
    picture,
    () => (property, ink) => `data-${property}="${ink}"`,
    ({ kind, index: at }, svg) => {
      if (kind === "around") return svg;
      const mark = kind === "box" ? `box b${at} ${view.boxes[at]!.role}` : `arrow e${at}`;
      return `<g class="${mark}">${svg}</g>`;
    },
  );
  return `<g id="picture-${index}"><g transform="translate(${origin.join(" ")})">\n${inside}\n</g></g>`;
}

/** A section: title, picture and formulas of a frame. */
export function frameHtml(
  deck: Deck,
  index: number,
  pictures: readonly Picture[],
  math: MathWriter,
  predict: boolean,
): string {
  const frame = deck.frames[index]!;
  const answer = answerOf(frame, math);
  const picture = pictures[frame.picture]!;
  const classes = ["frame"];
  if (predict && answer.html !== "") classes.push("ask");
  if (picture.height / picture.width > tall.from && picture.width <= tall.width) classes.push("tall");
  const number = index + 1;
  return `<section class="${classes.join(" ")}" id="${number}" aria-labelledby="title-${number}" data-picture="${frame.picture}" style="${stageStyle(picture, frame.emphasis)}">
${headerHtml(deck, index)}
${viewHtml(frame, picture)}
<div class="math">${termsHtml(frame, math, answer)}</div>
</section>`;
}

function headerHtml({ title: deckTitle, frames }: Deck, index: number): string {
  const { title, part, note } = frames[index]!;
  const place = `<span class="place"> · ${index + 1} of ${frames.length}</span>`;
  return [
    "<header>",
    `<p class="eyebrow"><b>${escapeXml(part)}</b><span>${escapeXml(deckTitle)}${place}</span></p>`,
    `<h2 id="title-${index + 1}">${escapeXml(title)}</h2>`,
    ...(note === undefined ? [] : [`<p class="note">${escapeXml(note)}</p>`]),
    "</header>",
  ].join("\n");
}

/** The picture, in a box that scrolls; it says where in the picture one should look. */
function viewHtml({ picture: index, emphasis }: Frame, picture: Picture): string {
  const { view, width, height, smallest } = picture;
  const lit = new Set(emphasis.lit);
  const boxes = view.boxes.flatMap(({ id }, i) => (lit.has(id) ? [i] : []));
  const area = areaOf(picture, new Set(boxes));
  const corners = area && [area.left, area.top, area.right, area.bottom].map(Math.round).join(" ");
  const names = boxes.map((i) => view.boxes[i]!.title).join(", ");
  const label = names === "" ? "The network" : `The network, ${names} lit`;
  return `<figure class="view"${corners === undefined ? "" : ` data-area="${corners}"`}><svg class="picture" role="img" aria-label="${escapeXml(label)}" viewBox="0 0 ${width} ${height}" style="--w:${width};--h:${height};--smallest:${smallest}"><use href="#picture-${index}"/></svg></figure>`;
}

/** 2 where a box or edge is lit, 1 where it is past. */
function stageStyle({ view }: Picture, emphasis: Emphasis): string {
  const stages = stagesOf(view, emphasis);
  const settings = [
    ...view.boxes.map(({ id }, i) => [`b${i}`, stages.box(id)]),
    ...view.edges.map((edge, i) => [`e${i}`, stages.edge(edge)]),
  ];
  return settings
    .filter(([, stage]) => stage !== "later")
    .map(([name, stage]) => `--${name}:${stage === "lit" ? 2 : 1}`)
    .join(";");
}
