import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as chainrule from "./index.js";

const root = new URL("../../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const xor = readFileSync(new URL("examples/xor/xor.json", root), "utf8");

/** The first code block of a language that begins so. */
function block(language: string, start = ""): string {
  return new RegExp(`\`\`\`${language}\n(${start}[\\s\\S]*?)\n\`\`\``).exec(readme)![1]!;
}

test("the spec in the README is that of the example", () => {
  expect(chainrule.parseDocument(block("json"), "README.md").value).toEqual(
    chainrule.parseDocument(xor, "xor.json").value,
  );
});

test("the refusal in the README is what the typo gives", () => {
  const typo = block("json").replace('"op": "sigmoid"', '"op": "sigmiod"');
  expect(() => chainrule.openSpec(typo, "xor.json")).toThrow(
    expect.objectContaining({ message: block("", "xor.json:") }),
  );
});

test("the library example in the README runs: it prints the graph, then metrics", async () => {
  const printed: unknown[][] = [];
  const body = block("ts").replace(/^import \{([^}]*)\} from "chainrule";/, "const {$1} = chainrule;");
  const run = new Function("chainrule", "specText", "console", body) as (...values: unknown[]) => void;
  const finished = new Promise<void>((resolve) => {
    const log = (...line: unknown[]): void => {
      printed.push(line);
      if (line[0] === 200) resolve();
    };
    run(chainrule, xor, { log });
  });
  await finished;
  expect(printed[0]![0]).toContain('"id": "grad/loss/hidden/W"');
  expect(printed.at(-1)![1]).toBeLessThan(0.05);
});
