import fc from "fast-check";
import { expect, test } from "vitest";
import { louppeDeck } from "../testing/louppeDeck.js";
import { deckMarkdown } from "./deckMarkdown.js";

test("Louppe's deck as Markdown", async () => {
  await expect(deckMarkdown(louppeDeck)).toMatchFileSnapshot("__snapshots__/louppe.md");
});

test("where one is to predict, every answer is folded away, and nothing is where there is none", () => {
  const text = deckMarkdown(louppeDeck, { predict: true });
  const folded = [...text.matchAll(/<details>[\s\S]*?<\/details>/g)].map(([block]) => block);
  expect(folded).toHaveLength(15);
  expect(folded[2]).toContain("0.217641");
  expect(text.replace(/<details>[\s\S]*?<\/details>/g, "").split("### 4.")[0]).not.toContain("0.217641");
});

test("exactly zero, no path and not computed are three signs", () => {
  const signs = deckMarkdown(louppeDeck)
    .split("### ")
    .slice(11, 14)
    .map((section) => section.match(/^\*.*\*$/m)?.[0]);
  expect(signs).toEqual(["*exactly 0*", "*no path*", undefined]);
});

test("hostile names and formulas change no line's beginning and open nothing", () => {
  const shape = (text: string): string[] =>
    text.split("\n").map((line) => /^(#+ |\$\$|<\/?details|$)/.exec(line)?.[0] ?? "text");
  const frame = louppeDeck.frames[0]!;
  const deckOf = (name: string, latex: string): string =>
    deckMarkdown({
      ...louppeDeck,
      title: `a${name}`,
      frames: [{ ...frame, title: `b${name}`, part: `c${name}`, note: `${name}d`, formula: [`x ${latex}`] }],
    });
  const plain = shape(deckOf("name", "y"));
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "# h",
      "\n\n# h",
      "<details>",
      "$$",
      "```",
      "| a | b |",
      "* x",
      "1. x",
      "]( javascript:",
      "---",
    ),
  );
  fc.assert(
    fc.property(hostile, hostile, (name, latex) => {
      const text = deckOf(name, latex);
      expect(shape(text)).toEqual(plain);
      expect(text.replaceAll("<details><summary>show</summary>", "")).not.toMatch(/<[a-z]/i);
    }),
    { numRuns: 200, seed: 4 },
  );
});
