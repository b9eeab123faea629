import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "@chainrule/core";
import { describe, expect, test } from "vitest";
// @ts-expect-error a script in plain JavaScript
import * as lecturePages from "../../../docs/lectures.js";
// @ts-expect-error a script in plain JavaScript
import * as opPages from "../../../docs/ops.js";
import { defaultRegistry } from "./registry.js";

const { page, unproven } = lecturePages as { page(): Promise<string>; unproven(): string[] };
const { documented, exampleSpec, pages, refusals } = opPages as {
  readonly documented: readonly { readonly name: string }[];
  exampleSpec(op: object): Parameters<typeof build>[0];
  refusals(op: object): string[];
  pages(): Promise<ReadonlyMap<string, string>>;
};
const docs = fileURLToPath(new URL("../../../docs/", import.meta.url));
const registry = defaultRegistry();

test("docs/ops has a page for each op, and they are as `node docs/ops.js` writes them", async () => {
  const files = await pages();
  expect(readdirSync(`${docs}ops`).sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(readFileSync(`${docs}ops/${name}`, "utf8"), name).toBe(text);
});

describe.each(documented.map((op) => [op.name, op] as const))("%s", (_, op) => {
  test("its example is a spec that builds", () => {
    expect(build(exampleSpec(op), { registry }).nodes.length).toBeGreaterThan(0);
  });

  test("what it cannot take is refused at build, by place", () => {
    const told = refusals(op);
    expect(told.length).toBeGreaterThan(0);
    for (const text of told) expect(text).toMatch(/^model\.nodes\.result[^\n]* at result\n {2}got {3}/);
  });
});

test("docs/lectures.md is as `node docs/lectures.js` writes it, and no row is without a test", async () => {
  expect(existsSync(`${docs}lectures.md`)).toBe(true);
  expect(readFileSync(`${docs}lectures.md`, "utf8")).toBe(await page());
  expect(unproven()).toEqual([]);
});
