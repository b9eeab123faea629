import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "@chainrule/core";
import { expect, test, vi } from "vitest";
import { draw } from "../draw.js";
import { longEdgePieces } from "./effort.js";
import { toSvg } from "./svg.js";
import { louppe } from "../testing/louppe.js";

test("the same text gives the same picture", async () => {
  const text = draw(louppe);
  expect(await toSvg(text)).toBe(await toSvg(text));
});

test("a picture keeps its roles as classes, names its fonts, and has no comments", async () => {
  const svg = await toSvg(draw(louppe));
  expect(svg).toContain('class="node parameter"');
  expect(svg).toContain("Helvetica, Arial, Arimo");
  expect(svg).not.toContain("<!");
});

test("∂ is laid out as wide as a letter, and comes out as itself whatever else is in the text", async () => {
  const widthOf = async (label: string): Promise<number> => {
    const svg = await toSvg(`digraph { a [shape=box, margin=0, fontname=Helvetica, label="${label}"] }`);
    expect(svg).toContain(`>${label}<`);
    return Number(/width="(\d+)pt"/.exec(svg)![1]);
  };
  expect(await widthOf("∂∂∂∂∂∂∂∂∂∂")).toBe(await widthOf("éééééééééé"));
  await widthOf("∂ and Ա");
});

test("what is no DOT is refused", async () => {
  const refusal = await toSvg("digraph {").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code: "bad-dot" });
});

test("pictures that would take for ever are refused", async () => {
  await expect(toSvg(" ".repeat(2_000_001))).rejects.toMatchObject({ code: "too-large" });
  const all = Array.from({ length: 1000 }, (_, i) => i);
  const chain = all.slice(1).map((i) => `n${i - 1} -> n${i};`);
  const toLast = all.map((i) => `"n" -> n${i}; n${i} -> last;`);
  await expect(toSvg(`digraph { ${[...chain, ...toLast].join(" ")} }`)).rejects.toMatchObject({
    code: "too-large",
  });
});

test("a long chain with a parameter at each link is no large picture, and one with many long edges is drawn", async () => {
  const links = Array.from({ length: 300 }, (_, i) => `"W${i}" -> "u${i}"; "u${i - 1}" -> "u${i}";`);
  expect(longEdgePieces(links.join("\n"))).toBe(0);
  const long = Array.from(
    { length: 60 },
    (_, i) => `u${i} -> u${i + 1}; ${i > 0 ? `u0 -> u${i + 1};` : ""}`,
  ).join("\n");
  expect(longEdgePieces(long)).toBe((59 * 60) / 2);
  expect((await toSvg(`digraph { ${long} }`)).match(/class="edge"/g)).toHaveLength(60 + 59);
});

test("the installed command is used where it is asked for and exists, never by default", async () => {
  const folder = await mkdtemp(join(tmpdir(), "dot-"));
  const text = draw(louppe);
  vi.stubEnv("PATH", folder);
  try {
    await expect(toSvg(text, { renderer: "dot" })).rejects.toMatchObject({ code: "no-dot-command" });
    expect(await toSvg(text, { renderer: "auto" })).toBe(await toSvg(text));
    await writeFile(
      join(folder, "dot"),
      `#!${process.execPath}\nprocess.stdin.resume(); console.log("<svg/>");`,
      { mode: 0o755 },
    );
    expect(await toSvg(text, { renderer: "auto" })).toBe("<svg/>\n");
    expect(await toSvg(text, { renderer: "dot" })).toBe("<svg/>\n");
    expect(await toSvg(text)).toContain("u1");
    await writeFile(
      join(folder, "dot"),
      `#!${process.execPath}\nconsole.error("syntax"); process.exitCode = 1;`,
      { mode: 0o755 },
    );
    await expect(toSvg(text, { renderer: "dot" })).rejects.toMatchObject({ code: "bad-dot" });
  } finally {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  }
});
