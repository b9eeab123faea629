import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
// @ts-expect-error a script in plain JavaScript
import { examples, picturesOf } from "./pictures.js";

const slideWidth = 1280;
const smallestLabel = 9;

for (const name of examples as string[]) {
  test(`the committed pictures of ${name} are what its spec makes today, and legible on a slide`, async () => {
    const pictures = (await picturesOf(name)) as Record<string, string>;
    for (const [file, text] of Object.entries(pictures)) {
      expect(text).toBe(readFileSync(new URL(`./${name}/${file}`, import.meta.url), "utf8"));
      const width = Number(/viewBox="[\d.-]+ [\d.-]+ ([\d.]+)/.exec(text)![1]);
      const sizes = [...text.matchAll(/font-size="([\d.]+)/g)].map((match) => Number(match[1]));
      expect((Math.min(...sizes) * slideWidth) / width).toBeGreaterThan(smallestLabel);
    }
  });
}
