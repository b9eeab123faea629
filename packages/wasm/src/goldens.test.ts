import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { State, tensorOf } from "@chainrule/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium, openChromium } from "./testing/browser/chromium.js";
import { type ModuleServer, serveModules } from "./testing/browser/serveModules.js";
import { goldenEngine } from "./testing/goldens/engine.js";
import { canonicalHash, goldenHashes, goldenRegistry } from "./testing/goldens/goldenHashes.js";
import { goldenNetworks } from "./testing/goldens/networks.js";
import { trainGolden } from "./testing/goldens/train.js";

const golden = JSON.parse(
  readFileSync(new URL("./testing/goldens/hashes.json", import.meta.url), "utf8"),
) as Record<string, string>;

test.each(Object.entries(goldenNetworks))("%s learns: its loss falls to less than a half", (_, network) => {
  const { firstLoss, lastLoss } = trainGolden(network, goldenEngine(), goldenRegistry);
  expect(lastLoss).toBeLessThan(firstLoss / 2);
});

test("ten networks end with the parameters that are written down; pnpm goldens --update writes them", () => {
  const found = goldenHashes(goldenEngine());
  expect(Object.keys(found)).toHaveLength(10);
  expect(Object.keys(golden)).toEqual(Object.keys(found));
  expect(found).toEqual(golden);
});

test("a hash tells one bit, and which parameter it is of, but not the bits of a NaN", () => {
  const hash = (id: string, ...numbers: number[]): string =>
    canonicalHash(new State([[id, tensorOf(numbers, [numbers.length], "float32")]]));
  expect(hash("a", 1, 2)).toBe(hash("a", 1, 2));
  expect(hash("a", 1, 2)).not.toBe(hash("a", 1, 2 + 2 ** -22));
  expect(hash("a", 0)).not.toBe(hash("a", -0));
  expect(hash("a", 1)).not.toBe(hash("b", 1));
  const nan = tensorOf([0], [1], "float32");
  new Uint32Array(nan.data.buffer)[0] = 0xffc12345;
  expect(Number.isNaN(nan.data[0])).toBe(true);
  expect(canonicalHash(new State([["a", nan]]))).toBe(hash("a", NaN));
});

const chromium = findChromium();
const root = fileURLToPath(new URL("../../../", import.meta.url));
const isBuilt = existsSync(`${root}packages/wasm/dist/testing/goldens/goldenHashes.js`);
if (chromium === undefined)
  console.warn("NOT TESTED: golden hashes in a browser, since no Chromium is installed");
else if (!isBuilt) console.warn("NOT TESTED: golden hashes in a browser, since nothing is built: tsc -b");

const modules = "/packages/wasm/dist/testing/goldens";
const pages = {
  "/": `<!doctype html><meta charset="utf-8"><title>goldens</title><script type="module" src="/page.js"></script>`,
  "/hashes.js": `
    import { goldenEngine } from "${modules}/engine.js";
    import { goldenHashes } from "${modules}/goldenHashes.js";
    export const hashes = () => goldenHashes(goldenEngine());`,
  "/worker.js": `
    import { hashes } from "/hashes.js";
    postMessage(hashes());`,
  "/page.js": `
    const told = {};
    const tell = () => fetch("/told", { method: "POST", body: JSON.stringify(told) });
    addEventListener("error", ({ message }) => { told.error ??= message; tell(); });
    addEventListener("unhandledrejection", ({ reason }) => { told.error ??= String(reason?.stack ?? reason); tell(); });
    try { new Function("return 1")(); told.evaluates = true; } catch { told.evaluates = false; }
    const { hashes } = await import("/hashes.js");
    told.page = hashes();
    told.worker = await new Promise((resolve, reject) => {
      const worker = new Worker("/worker.js", { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message, filename }) => reject(new Error("in the worker: " + message + " " + filename));
    });
    const chainrule = await import("/packages/chainrule/dist/index.js");
    told.engines = chainrule.engineNames;
    tell();`,
};

describe.skipIf(chromium === undefined || !isBuilt)("in Chromium, under a policy without eval", () => {
  let server: ModuleServer;
  let browser: ReturnType<typeof openChromium>;
  let told: Record<string, unknown>;
  beforeAll(async () => {
    server = await serveModules(root, pages);
    browser = openChromium(chromium!, server.url);
    told = JSON.parse(await server.told) as Record<string, unknown>;
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test("nothing fails, and text does not become code", () => {
    expect(told["error"]).toBeUndefined();
    expect(told["evaluates"]).toBe(false);
  });

  test("the page and a worker come to the golden hashes", () => {
    expect(told["page"]).toEqual(golden);
    expect(told["worker"]).toEqual(told["page"]);
  });

  test("the umbrella loads there too, and knows its engines", () => {
    expect(told["engines"]).toContain("reference");
  });
});
