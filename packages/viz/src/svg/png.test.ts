import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { lineChart } from "../chart/chart.js";
import { draw } from "../draw.js";
import { fontFiles, toPng } from "./png.js";
import { toSvg } from "./svg.js";
import { louppe, louppeValues } from "../testing/louppe.js";

/** Width and height as the file's header has them. */
function sizeOf(png: Uint8Array): [number, number] {
  const header = new DataView(png.buffer, png.byteOffset);
  return [header.getUint32(16), header.getUint32(20)];
}

/** Pixels that are not white. */
async function inkOf(svg: string): Promise<number> {
  const font = { loadSystemFonts: false, fontFiles: await fontFiles(), defaultFontFamily: "Arimo" };
  const { pixels } = new Resvg(svg, { font, background: "#fff" }).render();
  let ink = 0;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i]! < 255 || pixels[i + 1]! < 255) ink++;
  return ink;
}

const letter = (char: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="8" y="30" font-family="Helvetica" font-size="24">${char}</text></svg>`;

test("a PNG has the width that was asked for, and its height in proportion", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"/>';
  const png = await toPng(svg, { width: 640 });
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect(sizeOf(png)).toEqual([640, 320]);
  expect(sizeOf(await toPng(svg))).toEqual([200, 100]);
});

test("text is painted: pictures without their text are others", async () => {
  const pictures = [
    await toSvg(draw(louppe, { pass: "backward", values: louppeValues })),
    lineChart({ title: "loss", series: [] }),
  ];
  for (const svg of pictures) {
    const silent = svg.replace(/<text[\s\S]*?<\/text>/g, "");
    expect(silent).not.toBe(svg);
    expect(await toPng(svg)).not.toEqual(await toPng(silent));
    expect(await inkOf(svg)).toBeGreaterThan((await inkOf(silent)) * 1.01);
  }
});

test("the shipped font has every letter that pictures use", async () => {
  const missing = await toPng(letter("\ue000"));
  for (const char of "∂Σ×·…→′∞αβγλθŷ₁₂²√≤≥é") {
    expect(await inkOf(letter(char)), char).toBeGreaterThan(0);
    expect(await toPng(letter(char)), char).not.toEqual(missing);
  }
});

test("the same picture gives the same bytes", async () => {
  const svg = await toSvg(draw(louppe));
  expect(await toPng(svg)).toEqual(await toPng(svg));
});

test("what is no SVG, and sizes that nobody means, are refused", async () => {
  await expect(toPng("no svg")).rejects.toMatchObject({ code: "bad-svg" });
  await expect(toPng("<svg/>", { width: 0 })).rejects.toMatchObject({ code: "bad-width" });
  await expect(toPng("<svg/>", { width: 1.5 })).rejects.toMatchObject({ code: "bad-width" });
  const tower = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="100000"/>';
  await expect(toPng(tower, { width: 16_000 })).rejects.toMatchObject({ code: "too-large" });
});
