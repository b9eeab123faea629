import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { Folder, run } from "../testing/io.js";
import { typeset } from "../testing/typeset.js";

const folder = new Folder();
afterAll(() => folder.remove());

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/${name}/${name}.json`, import.meta.url));

async function slides(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(folder, ["slides", example(name), ...args]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

const titles = (markdown: string): string[] =>
  [...markdown.matchAll(/^### \d+\. (.*)$/gm)].map(([, title]) => title!);

test("a training step of Louppe's network: u1 … loss, then backward, then the update", async () => {
  const found = titles(
    await slides("louppe", "--pass", "step", "--format", "markdown", "--notation", "louppe"),
  );
  expect(found[0]).toMatch(/^Given: /);
  expect(found).toContain("u₁ = W₁ᵀ x");
  expect(found).toContain("ŷ = σ(u₃)");
  expect(found.slice(-2)).toEqual(["W₁ ← W₁ - γ ∂ℓ/∂W₁", "W₂ ← W₂ - γ ∂ℓ/∂W₂"]);
  const forward = found.findIndex((title) => title.startsWith("∂"));
  const names = found.slice(1, forward).map((title) => title.split(" ")[0]!);
  expect(names.at(-1)).toBe("ℓ");
  expect(names.toSorted()).toEqual(["u₁", "u₂", "u₃", "u₄", "u₅", "u₆", "u₇", "u₈", "ŷ", "ℓ"].toSorted());
  expect(found.slice(forward)[0]).toBe("∂ℓ/∂ℓ = 1");
});

test("every formula of every pass is set by KaTeX, in every notation", async () => {
  for (const notation of ["louppe", "kent", "yukimura", "ewing", "godeep", "default"]) {
    for (const pass of ["forward", "backward", "paths", "step"]) {
      const text = await slides("louppe", "--pass", pass, "--format", "markdown", "--notation", notation);
      for (const [, latex] of text.matchAll(/^\$\$\n([^]*?)\n\$\$$/gm)) typeset(latex!);
    }
  }
});

test("B7: the numbers of the lecture stand in the deck, with formulas and with numbers put in", async () => {
  const html = await slides("louppe", "--pass", "step");
  for (const number of [
    "0.755916",
    "0.590236",
    "0.16568",
    "0.734847",
    "0.921954",
    "1.6568",
    "0.217641",
    "0.554197",
    "0.0778209",
    "0.0544331",
    "0.00929325",
    "0.182858",
    "0.158112",
    "0.176414",
  ])
    expect(html).toContain(number);
  const markdown = await slides("louppe", "--pass", "forward", "--format", "markdown");
  expect(markdown).toContain("\\sigma(0.217641)");
});

test("W1 after a step of rate 0.1, by hand", async () => {
  const markdown = await slides("louppe", "--pass", "step", "--format", "markdown");
  const next = [0.5 + 0.1 * 0.0097794969, -0.3 - 0.1 * 0.0092932473].map((x) => Number(x.toPrecision(6)));
  expect(markdown).toContain(`${next[0]} & ${next[1]}`);
});

test("with --predict the page and the Markdown hide each answer", async () => {
  expect(await slides("louppe", "--pass", "forward", "--predict")).toContain('class="show"');
  expect(await slides("louppe", "--pass", "forward", "--predict", "--format", "markdown")).toContain(
    "<details>",
  );
});

test("a picture a slide, as SVG and as DOT", async () => {
  for (const format of ["svg", "dot"]) {
    const { code, stderr } = await run(folder, [
      "slides",
      example("xor"),
      "--pass",
      "forward",
      "--rows",
      "1",
      "--format",
      format,
      "-o",
      format,
    ]);
    const count = Number(/^(\d+) pictures in/.exec(stderr)![1]);
    expect([code, count > 5]).toEqual([0, true]);
    expect(folder.read(`${format}/01.${format}`)).toMatch(format === "svg" ? /^<svg/ : /^digraph/);
  }
});

test("rows are those of the first step of training; --rows takes fewer", async () => {
  const whole = await slides("xor", "--pass", "forward", "--format", "markdown");
  const first = await slides("xor", "--pass", "forward", "--format", "markdown", "--rows", "1");
  expect(whole).toContain("\\begin{bmatrix} 0 & 0 \\\\ 0 & 1 \\\\ 1 & 0 \\\\ 1 & 1 \\end{bmatrix}");
  expect(first).not.toContain("1 & 1 \\end{bmatrix}");
});

test("a deck is data: its frames lead to its pictures", async () => {
  const deck = JSON.parse(await slides("louppe", "--pass", "step", "--json")) as {
    pictures: { boxes: { id: string }[] }[];
    frames: { picture: number; emphasis: { lit: string[] } }[];
  };
  expect([deck.pictures.length, deck.frames.length]).toEqual([3, 29]);
  for (const { picture, emphasis } of deck.frames) {
    const ids = deck.pictures[picture]!.boxes.map(({ id }) => id);
    expect(emphasis.lit.length).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining(emphasis.lit));
  }
});

test("the same spec gives the same bytes", async () => {
  expect(await slides("louppe", "--pass", "step")).toBe(await slides("louppe", "--pass", "step"));
});
