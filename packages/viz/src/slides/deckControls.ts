import { escapeXml } from "../escape.js";
import type { Deck } from "./deck.js";
import type { Part } from "./part.js";

/** The bar beneath the frames: back and on, progress by parts, which one may jump to, and where one is. */
export function barHtml(parts: readonly Part[], count: number): string {
  const items = parts.map(({ name, start, frames }) => {
    const label = escapeXml(name);
    return `<li style="--n:${frames.length};--from:${start}"><a href="#${start + 1}" aria-label="${label}" title="${label}"><span>${label}</span></a></li>`;
  });
  return `<nav class="bar" aria-label="Frames">
<button type="button" data-move="back" aria-label="Back">‹</button>
<ol class="parts">${items.join("")}</ol>
<span class="place">${count === 0 ? 0 : 1} of ${count}</span>
<button type="button" data-move="on" aria-label="On">›</button>
<button type="button" data-open="overview" aria-label="Overview">☰</button>
<button type="button" data-open="help" aria-label="Keys">?</button>
</nav>
<p class="unseen" role="status" aria-live="polite"></p>`;
}

/** The overview, a list of all frames by parts, and the help, a list of keys. */
export function dialogsHtml(deck: Deck, parts: readonly Part[], predict: boolean): string {
  const lists = parts.map(({ name, start, frames }) => {
    const items = frames.map(
      ({ title }, i) =>
        `<li><a href="#${start + i + 1}"><i>${start + i + 1}</i><span>${escapeXml(title)}</span></a></li>`,
    );
    return `<h3>${escapeXml(name)}</h3>\n<ol>${items.join("")}</ol>`;
  });
  const keys = (predict ? [...answerKeys, ...frameKeys] : frameKeys).map(
    ([names, what]) =>
      `<dt>${names.map((name) => `<kbd>${escapeXml(name)}</kbd>`).join(" ")}</dt><dd>${escapeXml(what)}</dd>`,
  );
  return `<dialog aria-labelledby="overview-title">
<h1 id="overview-title">${escapeXml(deck.title)}</h1>
<p class="muted">${escapeXml(deck.subtitle)}</p>
${lists.join("\n")}
<form method="dialog"><button>Close</button></form>
</dialog>
<dialog aria-labelledby="help-title">
<h1 id="help-title">Keys</h1>
<dl>${keys.join("\n")}</dl>
<p class="muted">A click or tap on the left goes back, elsewhere on; so does a swipe. #7 in the address is frame 7. Printed, each frame is a page.</p>
<form method="dialog"><button>Close</button></form>
</dialog>`;
}

type Key = readonly [names: readonly string[], what: string];

const answerKeys: readonly Key[] = [[["space", "→", "Enter"], "show the answer"]];
const frameKeys: readonly Key[] = [
  [["→", "space", "PgDn"], "on"],
  [["←", "PgUp"], "back"],
  [["Home", "End"], "first, last"],
  [["o"], "overview"],
  [["f"], "full screen"],
  [["?"], "these keys"],
  [["Esc"], "close"],
];
