import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, type Page, startChromium } from "../testing/chromium.js";
import { inspect } from "../testing/inspectPage.js";
import { louppeDeck } from "../testing/louppeDeck.js";
import { deckHtml } from "./deckHtml.js";

const chromium = findChromium();
if (chromium === undefined) console.warn("NOT TESTED: decks in a browser, since no Chromium is installed");

const sizes = [
  [1280, 720],
  [390, 844],
] as const;
const count = louppeDeck.frames.length;

describe.skipIf(chromium === undefined)("a deck in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "deck-"));
  const address = (name: string): string => pathToFileURL(join(folder, name)).href;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(join(folder, "deck.html"), await deckHtml(louppeDeck));
    writeFileSync(join(folder, "predict.html"), await deckHtml(louppeDeck, { predict: true }));
    page = await startChromium(chromium!);
  });
  afterAll(async () => {
    await page?.close();
    rmSync(folder, { recursive: true });
  });

  /** Number of the frame that is seen, from the document and from the address, which must agree. */
  async function place(): Promise<number> {
    const seen = await page.evaluate(
      `[...document.querySelectorAll(".frame")].filter((one) => getComputedStyle(one).visibility === "visible").map((one) => one.id)`,
    );
    expect(await page.evaluate("location.hash")).toBe(`#${String(seen)}`);
    expect(await page.evaluate(`document.querySelector(".bar .place").textContent`)).toBe(
      `${seen} of ${count}`,
    );
    return Number(seen);
  }

  test("keys go on, back, to the first and to the last, and no further", async () => {
    await page.resize(1280, 720);
    await page.open(address("deck.html"));
    expect(await place()).toBe(1);
    const presses: readonly [string, number][] = [
      ["ArrowLeft", 1],
      ["ArrowRight", 2],
      [" ", 3],
      ["PageDown", 4],
      ["PageUp", 3],
      ["ArrowLeft", 2],
      ["End", count],
      ["ArrowRight", count],
      ["Home", 1],
    ];
    for (const [key, number] of presses) {
      await page.press(key);
      expect(await place(), key).toBe(number);
    }
    expect(page.complaints()).toEqual([]);
  });

  test("an address leads to its frame, survives a reload, and may be nonsense", async () => {
    await page.open(`${address("deck.html")}#7`);
    expect(await place()).toBe(7);
    await page.press("ArrowRight");
    await page.open(String(await page.evaluate("location.href")));
    expect(await place()).toBe(8);
    await page.evaluate(
      `location.hash = "#3"; new Promise((done) => addEventListener("hashchange", done, { once: true })).then(() => 0)`,
    );
    expect(await place()).toBe(3);
    for (const [hash, number] of [
      ["#99", count],
      ["#0", 1],
      ["#x", 1],
      ["#-1", 1],
    ] as const) {
      await page.open(address("deck.html") + hash);
      expect(await place(), hash).toBe(number);
    }
    expect(page.complaints()).toEqual([]);
  });

  test("clicks, taps and swipes: left goes back, elsewhere on", async () => {
    await page.open(address("deck.html"));
    await page.click(900, 120);
    expect(await place()).toBe(2);
    await page.click(100, 400);
    expect(await place()).toBe(1);
    await page.resize(390, 844);
    await page.open(address("deck.html"));
    await page.swipe([300, 60], [100, 70]);
    expect(await place()).toBe(2);
    await page.swipe([100, 60], [300, 70]);
    expect(await place()).toBe(1);
    await page.swipe([100, 60], [110, 300]);
    expect(await place()).toBe(1);
    await page.resize(1280, 720);
    expect(page.complaints()).toEqual([]);
  });

  test("the overview and the parts lead to frames; help opens and closes; a change is announced", async () => {
    await page.open(address("deck.html"));
    const open = (): Promise<unknown> =>
      page.evaluate(`[...document.querySelectorAll("dialog")].map((one) => one.open)`);
    await page.press("o");
    expect(await open()).toEqual([true, false]);
    await page.press("ArrowRight");
    expect(await place()).toBe(1);
    await page.evaluate(`document.querySelector("dialog a[href='#12']").click()`);
    await page.evaluate("new Promise(requestAnimationFrame).then(() => 0)");
    expect(await open()).toEqual([false, false]);
    expect(await place()).toBe(12);
    expect(await page.evaluate(`document.querySelector("[role=status]").textContent`)).toBe(
      `12 of ${count}: ∂ŷ/∂u₅`,
    );
    expect(await page.evaluate(`document.querySelector(".parts [aria-current]").textContent`)).toBe(
      "three signs",
    );
    await page.press("?");
    expect(await open()).toEqual([false, true]);
    await page.press("Escape");
    expect(await open()).toEqual([false, false]);
    expect(page.complaints()).toEqual([]);
  });

  /** Whether the answer of the frame that is seen is seen, and how opaque the number in u1 is. */
  const answer = (): Promise<unknown> =>
    page.evaluate(
      `getComputedStyle(document.querySelector(".now .kept")).visibility + " " + getComputedStyle(document.querySelector(".now")).getPropertyValue("--ask")`,
    );

  test("with predict, an answer and its numbers are hidden until one asks, by key or by button", async () => {
    await page.open(address("predict.html"));
    for (const [key, number] of [
      [" ", 1],
      ["Enter", 2],
      ["ArrowRight", 3],
    ] as const) {
      expect(await place()).toBe(number);
      expect(await answer()).toBe("hidden 1");
      const before = await page.screenshot();
      await page.press(key);
      expect(await place()).toBe(number);
      expect(await answer()).toBe("visible ");
      expect(await page.screenshot()).not.toEqual(before);
      await page.press("ArrowRight");
    }
    const [x, y] = (await page.evaluate(
      `(({ left, top, width, height }) => [left + width / 2, top + height / 2])(document.querySelector(".now .show").getBoundingClientRect())`,
    )) as [number, number];
    await page.click(x, y);
    expect(await answer()).toBe("visible ");
    expect(await place()).toBe(4);
    await page.press("ArrowLeft");
    expect(await answer()).toBe("visible ");
    expect(page.complaints()).toEqual([]);
  });

  test.each(sizes)(
    "at %i × %i nothing overlaps, is cut, is too small, or out of view",
    async (width, height) => {
      await page.resize(width, height);
      const problems: string[] = [];
      for (let number = 1; number <= count; number++) {
        await page.open(`${address("deck.html")}#${number}`);
        const found = (await page.evaluate(`(${inspect})()`)) as string[];
        problems.push(...found.map((problem) => `${number}: ${problem}`));
      }
      expect(problems).toEqual([]);
      expect(page.complaints()).toEqual([]);
    },
  );

  test("from frame to frame of one picture, it and the formulas keep their places", async () => {
    await page.resize(1280, 720);
    await page.open(address("deck.html"));
    const places = (await page.evaluate(
      `[...document.querySelectorAll(".frame")].map((frame) => [frame.dataset.picture, JSON.stringify([".view", ".math"].map((name) => frame.querySelector(name).getBoundingClientRect().toJSON()))])`,
    )) as [picture: string, place: string][];
    const pictures = new Set(places.map(([picture]) => picture));
    expect(new Set(places.map(String)).size).toBe(pictures.size);
  });

  test("the same holds in the dark: another ground, and no complaint", async () => {
    const ground = (): Promise<unknown> => page.evaluate("getComputedStyle(document.body).backgroundColor");
    await page.resize(1280, 720, "dark");
    await page.open(address("deck.html"));
    expect(await ground()).toBe("rgb(21, 25, 31)");
    await page.resize(1280, 720);
    expect(await ground()).toBe("rgb(255, 255, 255)");
  });

  test("without scripts all frames stand beneath each other, with their answers", async () => {
    await page.scripts(false);
    await page.open(address("predict.html"));
    const tops = (await page.evaluate(
      `[...document.querySelectorAll(".frame")].map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])`,
    )) as [number, number][];
    const answers = await page.evaluate(
      `[...document.querySelectorAll(".kept")].map((one) => getComputedStyle(one).visibility).join()`,
    );
    const words = await page.evaluate(
      `document.querySelector("noscript").getBoundingClientRect().height > 10`,
    );
    await page.scripts(true);
    expect(tops).toHaveLength(count);
    tops.slice(1).forEach(([top], i) => expect(top).toBeGreaterThanOrEqual(tops[i]![1]));
    expect(new Set(String(answers).split(","))).toEqual(new Set(["visible"]));
    expect(words).toBe(true);
  });

  test("it prints a frame a page, answers shown", async () => {
    await page.open(address("predict.html"));
    const pdf = Buffer.from(await page.pdf()).toString("latin1");
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(count);
    expect(new Set(pdf.match(/\/MediaBox \[[^\]]*\]/g))).toEqual(new Set(["/MediaBox [0 0 960 540]"]));
  });
});
