import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Json, parseDocument, parsePath, type Path, setIn } from "@chainrule/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSpecFile } from "./node.js";
import { Folder, run } from "./testing/io.js";
import { keyTables, profileTable } from "./testing/keyTables.js";
import { type Snippet, snippetsOf, withTexts } from "./testing/snippets.js";

const file = fileURLToPath(new URL("../../../docs/spec.md", import.meta.url));
const page = readFileSync(file, "utf8");
const snippets = snippetsOf(page);
const noted = (kind: string): [string, Snippet][] =>
  snippets.flatMap((snippet) =>
    snippet.note.startsWith(`${kind} `) || snippet.note.startsWith(`${kind}: `)
      ? [[snippet.note.slice(kind.length + 1).trim(), snippet]]
      : [],
  );

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
  for (const [name, { text }] of [...noted("spec"), ...noted("file")]) folder.write(name, text);
});
afterAll(() => folder.remove());

test("every snippet is run in one way or another", () => {
  const before = new Map(snippets.map((snippet, i) => [snippet, snippets[i - 1]]));
  for (const snippet of snippets) {
    const isOutput = snippet.language === "text" && before.get(snippet)?.language !== "text";
    expect(snippet.note !== "" || snippet.language === "sh" || isOutput, snippet.text).toBe(true);
  }
});

test.each(noted("spec"))("%s does what it promises", async (name) => {
  const { code, stdout, stderr } = await run(folder, ["check", name, "--expect"]);
  expect([code, stderr, stdout]).toEqual([0, "", expect.stringMatching(/\d+ of \d+ expectations met\n$/)]);
});

/** The members of an object, as a fragment writes them. */
const membersOf = ({ text }: Snippet): [string, Json][] =>
  Object.entries(parseDocument(`{${text}}`, "").value!);

const fragments = noted("into").filter(([where]) => !where.endsWith(", refused"));
test.each(fragments)("what is put into %s is part of a model", (where, snippet) => {
  const [name, place] = where.split(/: ?/) as [string, string];
  const path: Path = place === "" ? [] : parsePath(place);
  const spec = parseDocument(readFileSync(join(folder.path, name), "utf8"), name).value;
  const changed = membersOf(snippet).reduce(
    (inner, [key, value]) => setIn(inner, [...path, key], value),
    spec,
  );
  const { project } = openSpecFile(join(folder.path, folder.write(`changed-${name}`, changed as object)));
  expect(project.graph.nodes.length).toBeGreaterThan(0);
});

/** A spec in which each line of the fragment takes the place of the line with its key. */
function withLines(name: string, { text }: Snippet): string {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trim().replace(/,$/, ""));
  return lines.reduce(
    (spec, line) => {
      const [key] = /^"\w+":/.exec(line)!;
      return spec.replace(new RegExp(`(?<=\n +)${key}.*?(?=,?\n)`), line);
    },
    readFileSync(join(folder.path, name), "utf8"),
  );
}

/** What a command, or a spec that is refused, prints; undefined where a snippet prints nothing. */
async function outputOf(snippet: Snippet): Promise<string | undefined> {
  if (snippet.language === "sh") {
    const [, ...args] = snippet.text.trim().split(" ");
    const { stdout, stderr } = await run(folder, args);
    return stderr === "" ? stdout : stderr;
  }
  if (!snippet.note.endsWith(", refused")) return undefined;
  const name = snippet.note.split(/[ :]+/)[1]!;
  const inner = new Folder();
  inner.write(name, withLines(name, snippet));
  const { code, stderr } = await run(inner, ["check", name]);
  inner.remove();
  expect(code).toBe(2);
  return stderr;
}

test("what commands print, and the keys of the forms, are what stands in the page; vitest -u writes it there", async () => {
  const texts = new Map<Snippet, string>();
  for (const [i, snippet] of snippets.entries()) {
    const next = snippets[i + 1];
    const output = next?.language === "text" ? await outputOf(snippet) : undefined;
    if (next && output !== undefined) texts.set(next, output);
  }
  expect(texts.size).toBeGreaterThan(3);
  const between = (text: string, what: string, content: string): string =>
    text.replace(
      new RegExp(`(<!-- ${what} -->\\n\\n)[^]*(?=<!-- end of ${what} -->)`),
      (_, start: string) => `${start}${content}\n`,
    );
  const written = between(between(withTexts(page, texts), "profiles", profileTable()), "keys", keyTables());
  await expect(written).toMatchFileSnapshot(join(dirname(file), "spec.md"));
});

test("every link within the page leads to a heading", () => {
  const anchors = new Set(
    [...page.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replaceAll(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
  for (const [, link] of page.matchAll(/\]\(#([^)]*)\)/g)) expect(anchors).toContain(link);
});
