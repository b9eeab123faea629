// Takes pictures of decks as they look in a browser: `pnpm screenshots`, or `pnpm screenshots louppe` for one of them.
// Needs Chromium, whose fonts decide how they look in detail, so that they are no snapshots for tests.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findChromium, startChromium } from "../packages/viz/dist/testing/chromium.js";
import { inspect } from "../packages/viz/dist/testing/inspectPage.js";
import { palettePng } from "../packages/viz/dist/testing/palettePng.js";

/**
 * Writes `<name>-<frame>.png` for some frames of each deck, with `-answer` where a hidden answer is shown.
 * @param shots `[{ name, html, frames, size, scheme, shown }]`: frames by number, size as [width, height] in pixels
 * @param folder where to, as a file URL that ends with a slash
 * @returns the names of the files
 */
export async function takeScreenshots(shots, folder = new URL("./", import.meta.url)) {
  const path = findChromium();
  if (path === undefined) throw new Error("no Chromium is installed: apt-get install chromium");
  const workshop = mkdtempSync(join(tmpdir(), "screenshots-"));
  const page = await startChromium(path);
  const files = [];
  try {
    for (const { name, html, frames, size = [1280, 720], scheme = "light", shown = false } of shots) {
      const file = join(workshop, `${name}.html`);
      writeFileSync(file, html);
      await page.resize(...size, scheme);
      for (const frame of frames) {
        await page.open(`${pathToFileURL(file).href}#${frame}`);
        if (shown) await page.press("Enter");
        if (page.complaints().length > 0)
          throw new Error(`${name}#${frame}: ${page.complaints().join("\n")}`);
        const picture = `${name}-${frame}${shown ? "-answer" : ""}.png`;
        writeFileSync(new URL(picture, folder), palettePng(await page.screenshot()));
        files.push(picture);
      }
    }
  } finally {
    await page.close();
    rmSync(workshop, { recursive: true });
  }
  return files;
}

/** The decks of which pictures are committed, as the command makes them. */
function decks() {
  const step = slides("louppe", "--pass", "step", "--notation", "louppe");
  return [
    { name: "louppe", html: step, frames: [8, 24, 28] },
    { name: "louppe-dark", html: step, frames: [18], scheme: "dark" },
    { name: "louppe-phone", html: step, frames: [24], size: [390, 844] },
    {
      name: "louppe-paths",
      html: slides("louppe", "--pass", "paths", "--wrt", "W1", "--notation", "louppe"),
      frames: [1, 3],
    },
    { name: "louppe-predict", html: slides("louppe", "--pass", "forward", "--predict"), frames: [3] },
  ];
}

function slides(name, ...options) {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const args = ["packages/chainrule/bin/chainrule.js", "slides", `examples/${name}/${name}.json`, ...options];
  return execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 27 });
}

/** Every deck that the examples make, at both sizes: what overlaps, is cut, too small or out of view. */
async function checkDecks() {
  const feeds = (name) => ["--feeds", `examples/${name}/feeds.json`];
  const made = [
    ["louppe", []],
    ["kent", feeds("kent")],
    ["chain", feeds("chain")],
    ["xor", []],
    ["penguins", ["--rows", "2"]],
    ["collapse", []],
  ];
  const page = await startChromium(findChromium());
  const workshop = mkdtempSync(join(tmpdir(), "decks-"));
  const problems = [];
  for (const [name, options] of made) {
    for (const pass of ["step", "paths"]) {
      const file = join(workshop, `${name}-${pass}.html`);
      const html = slides(name, "--pass", pass, ...options);
      writeFileSync(file, html);
      const count = html.match(/<section class="frame/g).length;
      for (const size of [
        [1280, 720],
        [390, 844],
      ]) {
        await page.resize(...size);
        for (let frame = 1; frame <= count; frame++) {
          await page.open(`${pathToFileURL(file).href}#${frame}`);
          const found = [...(await page.evaluate(`(${inspect})()`)), ...page.complaints()];
          problems.push(...found.map((problem) => `${name} ${pass} ${size.join("×")} #${frame}: ${problem}`));
        }
      }
      console.log(`${name}, ${pass}: ${count} frames looked at`);
    }
  }
  await page.close();
  rmSync(workshop, { recursive: true });
  return problems;
}

if (process.argv[2] === "--check") {
  const problems = await checkDecks();
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} else if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = process.argv.slice(2);
  const shots = decks().filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  for (const file of await takeScreenshots(shots)) console.log(`docs/${file}`);
}
