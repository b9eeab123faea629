import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));

/** What each package may import of the others: the order of STYLE, from the bottom up. */
const order: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ops: ["core"],
  optim: ["core", "ops"],
  data: ["core"],
  viz: ["core"],
  wasm: ["core"],
  chainrule: ["core", "ops", "optim", "data", "viz", "wasm"],
};

/** Libraries that only some packages may know. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  rxjs: ["optim", "chainrule"],
  immer: ["core"],
};

const files = Object.keys(order).flatMap((name) =>
  readdirSync(path.join(packages, name, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => path.join(packages, name, "src", file)),
);

/** Every module that a file names in an import or export, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:^|\n)(?:import|export)\b[^;]*?from "([^"]+)"|\bimport\("([^"]+)"\)/g)].map(
    (match) => (match[1] ?? match[2])!,
  );
}

/** Tests of an engine need ops; what is shipped does not. */
const isTest = (file: string): boolean => file.endsWith(".test.ts") || file.includes("/testing/");

const packageOf = (file: string): string => path.relative(packages, file).split(path.sep)[0]!;

test("the packages import one another in one order only", () => {
  const broken = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith("@chainrule/") || name === "chainrule")
      .map((name) => name.replace("@chainrule/", ""))
      .filter((name) => !order[packageOf(file)]!.includes(name.split("/")[0]!))
      .filter((name) => !(isTest(file) && packageOf(file) === "wasm" && order["chainrule"]!.includes(name)))
      .map((name) => `${path.relative(packages, file)} imports ${name}`),
  );
  expect(broken).toEqual([]);
});

test("rxjs stays in optim and above, immer in core", () => {
  const broken = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => Object.hasOwn(reserved, name) && !reserved[name]!.includes(packageOf(file)))
      .map((name) => `${path.relative(packages, file)} imports ${name}`),
  );
  expect(broken).toEqual([]);
});

test("no file reaches into another package past its index", () => {
  const broken = files.flatMap((file) => importsOf(file).filter((name) => /^@chainrule\/[^/]+\//.test(name)));
  expect(broken).toEqual([]);
});

test("no imports run in a circle, not even those of types", () => {
  const targets = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((name) => name.startsWith("."))
        .map((name) => path.resolve(path.dirname(file), name.replace(/\.js$/, ".ts"))),
    ]),
  );
  expect([...targets.keys()].flatMap((file) => circleFrom(file, targets))).toEqual([]);
});

/** The way from a file back to itself, where there is one. */
function circleFrom(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] {
  const before = new Map<string, string>();
  const pending = [start];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const next of targets.get(file) ?? []) {
      if (next === start) {
        const way = [start];
        for (let at: string | undefined = file; at !== undefined && at !== start; at = before.get(at))
          way.push(at);
        return [
          way
            .reverse()
            .map((item) => path.relative(packages, item))
            .join(" ← "),
        ];
      }
      if (!before.has(next)) {
        before.set(next, file);
        pending.push(next);
      }
    }
  }
  return [];
}

test("each index.ts holds nothing but re-exports", () => {
  for (const name of Object.keys(order)) {
    const text = readFileSync(path.join(packages, name, "src/index.ts"), "utf8").replace(
      /\/\*[\s\S]*?\*\//g,
      "",
    );
    const statements = text
      .split(";")
      .map((statement) => statement.trim())
      .filter(Boolean);
    expect(statements.filter((statement) => !/^export\b[\s\S]* from "/.test(statement))).toEqual([]);
  }
});
