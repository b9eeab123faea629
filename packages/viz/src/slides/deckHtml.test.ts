import fc from "fast-check";
import { type DefaultTreeAdapterTypes as Tree, parse } from "parse5";
import { expect, test } from "vitest";
import { louppeDeck } from "../testing/louppeDeck.js";
import { themes } from "../theme.js";
import type { Deck } from "./deck.js";
import { deckHtml } from "./deckHtml.js";

const page = await deckHtml(louppeDeck);

/** All elements of a page, in order, as a browser would see them. */
function elementsOf(html: string): Tree.Element[] {
  const found: Tree.Element[] = [];
  const pending: Tree.ChildNode[] = [...parse(html).childNodes];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    if (!("tagName" in node)) continue;
    found.push(node);
    pending.unshift(...node.childNodes);
  }
  return found;
}

const attribute = ({ attrs }: Tree.Element, name: string): string | undefined =>
  attrs.find((one) => one.name === name)?.value;

function textOf(element: Tree.Element): string {
  return element.childNodes
    .map((child) => ("value" in child ? child.value : "tagName" in child ? textOf(child) : ""))
    .join("");
}

const framesOf = (html: string): Tree.Element[] =>
  elementsOf(html).filter(({ tagName }) => tagName === "section");

test("the same deck is the same bytes", async () => {
  expect(await deckHtml(structuredClone(louppeDeck))).toBe(page);
});

test("a section a frame, numbered, with its title, its note and its formulas as MathML", () => {
  const frames = framesOf(page);
  expect(frames.map((frame) => attribute(frame, "id"))).toEqual(
    louppeDeck.frames.map((_, i) => String(i + 1)),
  );
  frames.forEach((frame, i) => {
    const { title, note, formula } = louppeDeck.frames[i]!;
    expect(textOf(frame)).toContain(title);
    if (note !== undefined) expect(textOf(frame)).toContain(note);
    const formulas = namesIn(frame).filter((name) => name === "math");
    expect(formulas.length).toBeGreaterThanOrEqual(formula.length);
  });
});

function namesIn(element: Tree.Element): string[] {
  return element.childNodes.flatMap((child) =>
    "tagName" in child ? [child.tagName, ...namesIn(child)] : [],
  );
}

test("every picture is drawn once, and every frame shows one of them", () => {
  const ids = elementsOf(page).flatMap((element) => attribute(element, "id") ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id.startsWith("picture-"))).toEqual(["picture-0", "picture-1", "picture-2"]);
  const uses = elementsOf(page).filter(({ tagName }) => tagName === "use");
  expect(uses.map((use) => attribute(use, "href"))).toEqual(
    louppeDeck.frames.map(({ picture }) => `#picture-${picture}`),
  );
});

test("a frame says which boxes and edges are lit and which are past", () => {
  const { boxes, edges } = louppeDeck.pictures[0]!;
  const at = (id: string): string => `--b${boxes.findIndex((box) => box.id === id)}`;
  const style = attribute(framesOf(page)[2]!, "style")!;
  for (const [id, stage] of [
    ["u3", 2],
    ["u2", 1],
    ["x", 1],
  ] as const)
    expect(style).toContain(`${at(id)}:${stage}`);
  expect(style).not.toContain(`${at("yhat")}:`);
  const into = edges.findIndex(({ from, to }) => from === "u2" && to === "u3");
  expect(style).toContain(`--e${into}:2`);
});

test("the three signs: exactly zero, no path, and a blank where nothing was computed", () => {
  const signs = framesOf(page)
    .slice(10, 13)
    .map((frame) => /exactly 0|no path/.exec(textOf(frame))?.[0]);
  expect(signs).toEqual(["exactly 0", "no path", undefined]);
  const classes = elementsOf(page).flatMap((element) => attribute(element, "class") ?? []);
  expect(classes.filter((name) => name.startsWith("sign"))).toEqual(["sign zero", "sign none"]);
  expect(namesIn(framesOf(page)[12]!)).not.toContain("button");
});

test("the page loads nothing, runs nothing inline but its own two scripts, and says so", () => {
  const elements = elementsOf(page);
  const policy = elements.find((element) => attribute(element, "http-equiv") === "Content-Security-Policy")!;
  expect(attribute(policy, "content")).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:",
  );
  for (const element of elements) {
    for (const { name, value } of element.attrs) {
      expect(name).not.toMatch(/^on/);
      if (["href", "src", "action", "data"].includes(name)) expect(value).toMatch(/^(?:#[\w-]+|data:,)$/);
    }
  }
  expect(elements.filter(({ tagName }) => tagName === "script")).toHaveLength(2);
  expect(page.replaceAll("http://www.w3.org/", "")).not.toMatch(/https?:|url\(|@import/);
});

test("all frames stand in the document, so that they show without scripts", () => {
  const noscript = elementsOf(page).find(({ tagName }) => tagName === "noscript")!;
  expect(noscript).toBeDefined();
  expect(page.match(/html\.live|\.live /g)!.length).toBeGreaterThan(5);
  expect(attribute(elementsOf(page)[0]!, "class")).toBeUndefined();
});

test("with predict, what has an answer hides it; a theme of one's own holds in the dark too", async () => {
  const asking = await deckHtml(louppeDeck, { predict: true, theme: themes.print });
  const ask = (html: string): string[] => framesOf(html).map((frame) => attribute(frame, "class")!);
  expect(ask(page).filter((name) => name.includes("ask"))).toEqual([]);
  expect(ask(asking).flatMap((name, i) => (name.includes("ask") ? [] : [i + 1]))).toEqual([13]);
  expect(page).toContain("prefers-color-scheme");
  expect(asking).not.toContain("prefers-color-scheme");
});

/** A small deck whose every word is the same. */
const named = (name: string): Deck => ({
  title: name,
  subtitle: name,
  pictures: [
    {
      name,
      pass: "forward",
      boxes: ["a", "b"].map((letter) => ({
        id: letter + name,
        node: name,
        role: "operation",
        title: `t${name}`,
        lines: [`l${name}`],
        shape: `[${name}]`,
        result: false,
        value: { state: "value", lines: [`v${name}`] },
      })),
      edges: [{ from: `a${name}`, to: `b${name}`, kind: "flow" }],
      clusters: [],
    },
  ],
  frames: [
    {
      title: name,
      part: name,
      note: name,
      formula: ["u"],
      numbers: [],
      result: "1",
      picture: 0,
      emphasis: { lit: [`b${name}`], past: [`a${name}`] },
    },
  ],
});

/** Elements with their attributes' names, and the values of those that hold no words. */
function structureOf(html: string): string[] {
  const words = new Set(["content", "title", "aria-label"]);
  const measures = new Set(["viewbox", "style", "d", "points", "x", "y", "transform", "data-area"]);
  return elementsOf(html).map((element) => {
    const attributes = element.attrs.map(({ name, value }) =>
      words.has(name) || measures.has(name.toLowerCase()) ? name : `${name}=${value}`,
    );
    return [
      element.tagName,
      ...attributes.filter((one) => one !== "class=frame tall" && one !== "class=frame"),
    ].join(" ");
  });
}

test("200 hostile names change no structure", async () => {
  const plain = structureOf(await deckHtml(named("name")));
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom("<", ">", "&", '"', "'", "/", "!", "-", "\\", "\n", "\u0000", "s", "#", ";"),
    }),
    fc.constantFrom(
      "</script><script>alert(1)</script>",
      "</style><b>",
      "<!--",
      "]]>",
      "--><img src=x onerror=alert(1)>",
      '" onclick="alert(1)',
      "</title></svg></section>",
      "&#60;script&#62;",
      "#c0de02",
      'fill="#c0de02"',
      "__proto__",
    ),
  );
  await fc.assert(
    fc.asyncProperty(hostile, async (name) => {
      expect(structureOf(await deckHtml(named(name)))).toEqual(plain);
    }),
    { numRuns: 200, seed: 4, verbose: 1 },
  );
});

test("a deck without frames is a page", async () => {
  expect(framesOf(await deckHtml({ title: "none", subtitle: "", pictures: [], frames: [] }))).toEqual([]);
});
