import { parseFragment, type DefaultTreeAdapterTypes as Tree } from "parse5";
import { expect, test } from "vitest";
import { dot } from "../dot/dot.js";
import { toPng } from "../svg/png.js";
import { toSvg } from "../svg/svg.js";
import { louppeDeck } from "../testing/louppeDeck.js";
import { themes } from "../theme.js";
import { frameDots } from "./frameDots.js";
import { frameSvgs } from "./frameSvgs.js";

/** What has a place: where boxes and texts stand, whatever their colours. */
function placesOf(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|ellipse|path|polygon)[^>]*>/g)]
    .map(([tag]) => tag.replace(/ (?:fill|stroke|stroke-width|fill-opacity|stroke-opacity)="[^"]*"/g, ""))
    .sort();
}

/** The picture without its edges. */
const withoutEdges = (svg: string): string => svg.replace(/<g id="edge\d+"[\s\S]*?<\/g>/g, "");

test("all frames of a picture have one layout, that of the whole picture", async () => {
  const svgs = await frameSvgs(louppeDeck);
  const first = new Map<number, string[]>();
  louppeDeck.frames.forEach(({ picture }, i) => {
    const places = placesOf(svgs[i]!);
    first.set(picture, first.get(picture) ?? places);
    expect(places).toEqual(first.get(picture));
  });
  expect(first.size).toBe(3);
});

test("as DOT, boxes and texts stand where they stand in the whole picture", async () => {
  const whole = placesOf(withoutEdges(await toSvg(dot(louppeDeck.pictures[0]!))));
  for (const text of frameDots(louppeDeck).slice(0, 10))
    expect(placesOf(withoutEdges(await toSvg(text)))).toEqual(whole);
});

test("frames are the same text each time, one a frame, and each its own", async () => {
  const [svgs, dots] = [await frameSvgs(louppeDeck), frameDots(louppeDeck)];
  expect(await frameSvgs(structuredClone(louppeDeck))).toEqual(svgs);
  expect(frameDots(structuredClone(louppeDeck))).toEqual(dots);
  expect(new Set(svgs).size).toBe(louppeDeck.frames.length);
  await expect(dots[2]!).toMatchFileSnapshot("__snapshots__/louppe-u3.dot");
});

/** The texts of an SVG that are seen. */
function seen(svg: string): string[] {
  const texts: string[] = [];
  const pending: Tree.ChildNode[] = [...parseFragment(svg).childNodes];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    if (!("tagName" in node)) continue;
    const isHidden = node.attrs.some(({ name, value }) => name === "fill-opacity" && Number(value) === 0);
    if (node.tagName === "text" && !isHidden)
      texts.push(node.childNodes.map((child) => ("value" in child ? child.value : "")).join(""));
    pending.push(...node.childNodes);
  }
  return texts;
}

test("a frame shows the numbers of what is lit and past, and no others", async () => {
  const svgs = await frameSvgs(louppeDeck);
  const fromDot = await Promise.all(frameDots(louppeDeck).map((text) => toSvg(text)));
  for (const frames of [svgs, fromDot]) {
    expect(seen(frames[2]!)).toContain("= (0.217641)");
    expect(seen(frames[2]!)).toContain("= (0.524979, 0.24974)");
    expect(seen(frames[2]!).join()).not.toMatch(/0\.554197|0\.590236|0\.755916/);
    expect(seen(frames[2]!)).toContain("loss");
    expect(seen(frames[9]!)).toContain("= 0.755916");
  }
});

test("in the pictures, exactly zero, no path and not computed are three signs", async () => {
  const [zero] = (await frameSvgs(louppeDeck)).slice(10);
  const texts = seen(zero!);
  expect(texts.filter((text) => text.includes("exactly 0"))).toEqual(["∂ = exactly 0"]);
  expect(texts.filter((text) => text.includes("no path"))).toEqual(Array(3).fill("∂ no path"));
  expect(texts.filter((text) => text.startsWith("∂"))).toHaveLength(7);
});

test("resvg paints frames as they are meant: each unlike the others, in every theme", async () => {
  for (const theme of Object.values(themes)) {
    const svgs = (await frameSvgs(louppeDeck, { theme })).slice(0, 3);
    const pictures = await Promise.all(svgs.map((svg) => toPng(svg, { width: 400 })));
    expect(new Set(pictures.map((png) => Buffer.from(png).toString("base64"))).size).toBe(3);
  }
});
