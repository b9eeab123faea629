import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { palettePng } from "./palettePng.js";

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="48">${inside}</svg>`;
const paint = (inside: string): ReturnType<Resvg["render"]> =>
  new Resvg(svg(inside), { background: "#fff" }).render();
const image = (png: Uint8Array): string =>
  `<image width="64" height="48" xlink:href="data:image/png;base64,${Buffer.from(png).toString("base64")}"/>`;

test("a picture of few colours is the same picture, as another reader sees it, and smaller", () => {
  const picture = paint(
    '<rect width="30" height="20" fill="#a6c8f4"/><circle cx="40" cy="30" r="12" fill="#102030"/><path d="M0 48L64 0" stroke="red"/>',
  );
  const png = picture.asPng();
  const smaller = palettePng(png);
  expect(Buffer.from(paint(image(smaller)).pixels).equals(Buffer.from(picture.pixels))).toBe(true);
  expect(smaller[25]).toBe(3);
});

test("of a picture of many colours each is near what it was", () => {
  const gradient =
    '<linearGradient id="g"><stop stop-color="#001"/><stop offset="1" stop-color="#ffe"/></linearGradient><linearGradient id="h" x2="0" y2="1"><stop stop-color="#0f0" stop-opacity=".5"/><stop offset="1" stop-color="#00f" stop-opacity="0"/></linearGradient><rect width="64" height="48" fill="url(#g)"/><rect width="64" height="48" fill="url(#h)"/>';
  const picture = paint(gradient);
  const found = paint(image(palettePng(picture.asPng()))).pixels;
  const distances = picture.pixels.map((value, i) => Math.abs(value - found[i]!));
  expect(Math.max(...distances)).toBeLessThan(64);
  // Cells of the palette are 64 wide: on the average a quarter of that at most.
  expect(distances.reduce((sum, one) => sum + one, 0) / distances.length).toBeLessThan(16);
});
