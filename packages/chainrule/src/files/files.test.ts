import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Folder } from "../testing/io.js";
import { folderReader, readText } from "./readFile.js";
import { folderName, RunFolder } from "./runFolder.js";
import { writeWhole } from "./writeFile.js";

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());
const path = (...names: string[]): string => join(folder.path, ...names);

test("runs are numbered after the greatest that is there, gaps and strangers aside", () => {
  mkdirSync(path("net", "007"), { recursive: true });
  mkdirSync(path("net", "notes"));
  expect(
    [RunFolder.next(folder.path, "net"), RunFolder.next(folder.path, "net")].map((run) => run.path),
  ).toEqual([path("net", "008"), path("net", "009")]);
});

test.each([
  ["penguins", "penguins"],
  ["../../etc/passwd", "etc-passwd"],
  ["Réseau n° 1", "R-seau-n-1"],
  ["...", "run"],
])("%s becomes a folder %s", (name, expected) => {
  expect(folderName(name)).toBe(expected);
});

test("what grows is on the disk after every call", () => {
  const run = RunFolder.at(path("run"), "run");
  run.append("log", "one\n");
  run.append("log", "two ü\n");
  expect(readFileSync(path("run", "log"), "utf8")).toBe("one\ntwo ü\n");
  run.close();
});

test("a file is written whole, and nothing else is left", () => {
  writeWhole(path("a"), "old");
  writeWhole(path("a"), "new");
  expect(readFileSync(path("a"), "utf8")).toBe("new");
  expect(() => writeWhole(path("a", "b"), "x")).toThrow();
  expect(readdirSync(folder.path)).toEqual(["a"]);
});

test("links out of the spec's folder are not followed", () => {
  mkdirSync(path("spec"));
  folder.write("secret.csv", "x\n1\n");
  folder.write(join("spec", "own.csv"), "x\n2\n");
  symlinkSync(path("secret.csv"), path("spec", "link.csv"));
  symlinkSync(path("spec", "own.csv"), path("spec", "inner.csv"));
  const read = folderReader(path("spec"), 100);
  expect(read("inner.csv")).toBe("x\n2\n");
  expect(() => read("link.csv")).toThrow(/path-outside/);
  expect(() => read("none.csv")).toThrow(/unreadable-file.*\n.*no such file/);
});

test("a file is looked at before it is read", () => {
  expect(() => readText(path(folder.write("big", "12345")), "big", 4)).toThrow(
    /^big {2}too-large\n {2}got {3}5 bytes/,
  );
  expect(() => readText(folder.path, "here", 100)).toThrow(/a folder/);
  expect(() => readText("/dev/zero", "zero", 100)).toThrow(/a device/);
});
