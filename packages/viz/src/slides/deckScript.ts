/**
 * What moves a deck's page from frame to frame. It holds nothing of the deck: all that it needs stands in the
 * document.
 */
export const deckScript = `(() => {
"use strict";
const frames = [...document.querySelectorAll(".frame")];
const bar = document.querySelector(".bar");
const [overview, help] = document.querySelectorAll("dialog");
const status = document.querySelector(".unseen");
const place = bar.querySelector(".place");
const [back, on] = bar.querySelectorAll("[data-move]");
const parts = [...document.querySelectorAll(".parts a")];
const titles = [...document.querySelectorAll("dialog a")];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let at = -1;

/**
 * Frames of one picture have one place for it: the tallest title and formulas among them decide. Formulas that are taller
 * than their share are set smaller.
 */
function fit() {
  const groups = new Map();
  for (const frame of frames) {
    for (const name of ["--head", "--foot"]) frame.style.removeProperty(name);
    const math = frame.querySelector(".math");
    math.style.fontSize = "";
    for (let size = 1.4; math.scrollHeight > math.clientHeight + 1 && size > 0.85; size -= 0.1)
      math.style.fontSize = size + "rem";
    groups.set(frame.dataset.picture, [...(groups.get(frame.dataset.picture) ?? []), frame]);
  }
  for (const group of groups.values()) {
    const tallest = (selector) => Math.ceil(Math.max(...group.map((frame) => frame.querySelector(selector).offsetHeight)));
    const [head, foot] = [tallest("header"), tallest(".math")];
    for (const frame of group) {
      frame.style.setProperty("--head", head + "px");
      if (!frame.matches(".tall")) frame.style.setProperty("--foot", foot + "px");
    }
  }
}

/** Scrolls the picture so that what is lit is in view, from where the last frame left it. */
function look(frame, from, smooth) {
  const view = frame.querySelector(".view");
  const svg = view.querySelector("svg");
  fade(view);
  if (!view.dataset.area) return;
  if (from) view.scrollTo(from.scrollLeft, from.scrollTop);
  const [left, top, right, bottom] = view.dataset.area.split(" ").map(Number);
  const k = svg.clientWidth / svg.viewBox.baseVal.width;
  const middle = (start, end, size) =>
    (end - start) * k > size ? start * k - 8 : ((start + end) / 2) * k - size / 2;
  view.scrollTo({
    left: middle(left, right, view.clientWidth),
    top: middle(top, bottom, view.clientHeight),
    behavior: smooth && from && !calm.matches ? "smooth" : "instant",
  });
  fade(view);
}

/** A picture that goes on beyond an edge fades there. */
function fade(view) {
  const set = (name, on) => view.style.setProperty(name, on ? "28px" : "0px");
  set("--l", view.scrollLeft > 1);
  set("--t", view.scrollTop > 1);
  set("--r", view.scrollLeft + view.clientWidth < view.scrollWidth - 1);
  set("--b", view.scrollTop + view.clientHeight < view.scrollHeight - 1);
}

function go(index) {
  const next = Math.max(0, Math.min(frames.length - 1, index));
  if (next === at || frames.length === 0) return;
  const frame = frames[next];
  const last = frames[at];
  at = next;
  if (last) last.classList.remove("now");
  frame.classList.add("now");
  const same = last && last.dataset.picture === frame.dataset.picture;
  look(frame, same && last.querySelector(".view"), true);
  place.textContent = next + 1 + " of " + frames.length;
  status.textContent = place.textContent + ": " + frame.querySelector("h2").textContent;
  bar.style.setProperty("--at", next + 1);
  back.disabled = next === 0;
  on.disabled = next === frames.length - 1 && !hidden();
  const numberOf = (link) => Number(link.hash.slice(1));
  const part = Math.max(...parts.map(numberOf).filter((number) => number <= next + 1));
  for (const link of [...parts, ...titles]) {
    const here = numberOf(link) === (parts.includes(link) ? part : next + 1);
    if (here) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  if (location.hash !== "#" + frame.id) {
    try { history.replaceState(null, "", "#" + frame.id); } catch { location.replace("#" + frame.id); }
  }
}

const hidden = () => Boolean(frames[at]?.matches(".ask:not(.shown)"));

function reveal() {
  const frame = frames[at];
  frame.classList.add("shown");
  on.disabled = at === frames.length - 1;
  const answer = frame.querySelector(".kept");
  if (answer) status.textContent = "answer: " + answer.textContent;
}

/** On to the answer, where it is hidden, else to the next frame. */
const forward = () => (hidden() ? reveal() : go(at + 1));
const fromAddress = () => go(Number(/^#(\\d{1,6})$/.exec(location.hash)?.[1] ?? at + 1) - 1);
const open = (dialog) => {
  if (overview.open || help.open) return;
  dialog.showModal();
  dialog.querySelector("[aria-current]")?.focus();
};

const keys = {
  ArrowRight: forward, PageDown: forward, " ": forward, Enter: () => { if (hidden()) reveal(); },
  ArrowLeft: () => go(at - 1), PageUp: () => go(at - 1),
  Home: () => go(0), End: () => go(frames.length - 1),
  o: () => open(overview), "?": () => open(help),
  f: () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.(),
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || overview.open || help.open) return;
  if ((event.key === " " || event.key === "Enter") && event.target.closest("a, button")) return;
  const key = event.key === " " && event.shiftKey ? "PageUp" : event.key;
  if (!Object.hasOwn(keys, key)) return;
  event.preventDefault();
  keys[key]();
});

addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest(".show")) return reveal();
  const button = target.closest("[data-move], [data-open]");
  if (button?.dataset.move) return button.dataset.move === "on" ? forward() : go(at - 1);
  if (button) return open(button.dataset.open === "help" ? help : overview);
  const link = target.closest("dialog a");
  if (link) return link.closest("dialog").close();
  if (target.localName === "dialog") return target.close();
  if (target.closest("a, button, dialog, .bar") || String(getSelection()) !== "") return;
  if (event.clientX < innerWidth * 0.3) go(at - 1);
  else forward();
});

let touch;
addEventListener("touchstart", (event) => {
  const scroller = event.target.closest(".view, .line");
  const free = !scroller || scroller.scrollWidth <= scroller.clientWidth + 1;
  touch = event.touches.length === 1 && free && !overview.open && !help.open ? event.touches[0] : undefined;
}, { passive: true });
addEventListener("touchend", (event) => {
  if (!touch) return;
  const end = event.changedTouches[0];
  const across = end.clientX - touch.clientX;
  if (Math.abs(across) < 40 || Math.abs(across) < 1.5 * Math.abs(end.clientY - touch.clientY)) return;
  if (across < 0) forward();
  else go(at - 1);
}, { passive: true });

addEventListener("scroll", ({ target }) => {
  if (target.matches?.(".view")) fade(target);
}, { capture: true, passive: true });
addEventListener("hashchange", fromAddress);
addEventListener("resize", () => {
  fit();
  if (frames[at]) look(frames[at], undefined, false);
});
fit();
fromAddress();
})();`;
