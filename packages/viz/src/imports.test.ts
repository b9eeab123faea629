import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const index = fileURLToPath(new URL("./index.ts", import.meta.url));

/** What a file imports when it is loaded: not what it asks for later, and not types. */
function staticImports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:^|\n)(?:import|export)\b(?! type\b)[^;]*?from "([^"]+)"/g)].map(
    (match) => match[1]!,
  );
}

/** Every file of the package that is loaded with another one, and the modules outside that they name. */
function reachable(start: string): { files: ReadonlySet<string>; modules: ReadonlySet<string> } {
  const files = new Set([start]);
  const modules = new Set<string>();
  for (const file of files) {
    for (const name of staticImports(file)) {
      if (name.startsWith(".")) files.add(resolve(dirname(file), name.replace(/\.js$/, ".ts")));
      else modules.add(name);
    }
  }
  return { files, modules };
}

test("loading this package loads nothing of Node, and no library but core: it runs in a page", () => {
  const { files, modules } = reachable(index);
  expect(files.size).toBeGreaterThan(40);
  expect([...modules]).toEqual(["@chainrule/core"]);
});
