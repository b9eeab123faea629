import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as chainrule from "./index.js";
import { Folder, run } from "./testing/io.js";
import { type Snippet, snippetsOf, withTexts } from "./testing/snippets.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What a command prints, run in the root of the repository. */
async function printedBy({ text }: Snippet): Promise<string> {
  const [, args] = /^(?:pnpm )?chainrule (.*)\n$/.exec(text)!;
  const folder = new Folder();
  const { stdout, stderr } = await run(folder, args!.split(" "), { cwd: root });
  folder.remove();
  return stderr === "" ? stdout : stderr;
}

/** What a program prints. */
function loggedBy({ text }: Snippet): string {
  const body = text.replace(/^import \{([^}]*)\} from "chainrule";/, "const {$1} = chainrule;");
  const lines: string[] = [];
  const log = (...words: unknown[]): unknown => lines.push(`${words.join(" ")}\n`);
  const program = new Function("chainrule", "console", body) as (...values: unknown[]) => void;
  program(chainrule, { log });
  return lines.join("");
}

test.each([
  "docs/rewrites.md",
  "docs/chain-rule.md",
  "examples/collapse/README.md",
  "examples/perceptron/README.md",
  "examples/kent/README.md",
  "examples/chain/README.md",
])("what stands in %s is what is printed; vitest -u writes it there", async (file) => {
  const page = readFileSync(`${root}${file}`, "utf8");
  const snippets = snippetsOf(page);
  const texts = new Map<Snippet, string>();
  for (const [i, snippet] of snippets.entries()) {
    const next = snippets[i + 1];
    if (next?.language !== "text" || snippet.language === "text") continue;
    texts.set(next, snippet.language === "sh" ? await printedBy(snippet) : loggedBy(snippet));
  }
  expect(texts.size).toBeGreaterThan(0);
  await expect(withTexts(page, texts)).toMatchFileSnapshot(`${root}${file}`);
});
