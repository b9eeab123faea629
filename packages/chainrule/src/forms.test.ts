import { chmodSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Folder, run } from "./testing/io.js";

let folder: Folder;
beforeEach(() => (folder = new Folder()));
afterEach(() => folder.remove());

const read = (name: string): string => readFileSync(join(folder.path, name), "utf8");
const written = '{ "name": "a", "chainrule": 1 } // mine\n';
const formatted = '{\n  "chainrule": 1,\n  "name": "a"\n} // mine\n';

describe("new", () => {
  test("writes a spec that is formatted, checks, trains, and keeps what it promises", async () => {
    const { code, stdout } = await run(folder, ["new", "circle"]);
    expect([code, stdout]).toEqual([
      0,
      "circle.json is there; now try\n  chainrule train circle.json\n  chainrule check circle.json --expect\n",
    ]);
    expect(await run(folder, ["fmt", "--check", "circle.json"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await run(folder, ["check", "circle.json"])).toMatchObject({ code: 0, stderr: "" });
    expect(await run(folder, ["train", "circle.json"])).toMatchObject({ code: 0 });
    const expected = await run(folder, ["check", "circle.json", "--expect"]);
    expect(expected).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/2 of 2 expectations met\n$/) as string,
    });
  });

  test("a comment stands on every line that a newcomer could wonder about, and none is long", async () => {
    await run(folder, ["new", "circle"]);
    const lines = read("circle.json").split("\n");
    expect(lines.filter((line) => line.includes("//")).length).toBeGreaterThanOrEqual(20);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test("touches nothing that is there", async () => {
    folder.write("a.json", "mine");
    symlinkSync("nowhere", join(folder.path, "b.json"));
    for (const name of ["a", "b"]) {
      const { code, stderr } = await run(folder, ["new", name]);
      expect([code, stderr]).toEqual([
        2,
        `already-there\n  got   ${name}.json, which is there\n  need  a name that is free\n`,
      ]);
    }
    expect([read("a.json"), folder.list()]).toEqual(["mine", ["a.json", "b.json"]]);
  });

  test.each([
    ["../up", "chainrule new up"],
    ["circle.json", "chainrule new circle"],
    ["my net", "chainrule new my-net"],
    ["1st", "chainrule new st"],
    ["", undefined],
    ["..", undefined],
  ])("%j is no name", async (name, hint) => {
    const { code, stderr } = await run(folder, ["new", name]);
    expect([code, /try {3}(.*)\n/.exec(stderr)?.[1], folder.list()]).toEqual([2, hint, []]);
    expect(stderr).toMatch(/^bad-name\n/);
  });
});

describe("fmt", () => {
  test("writes what differs, and names it", async () => {
    folder.write("a.json", written);
    folder.write("b.json", formatted);
    expect(await run(folder, ["fmt", "a.json", "b.json"])).toEqual({
      code: 0,
      stdout: "a.json\n",
      stderr: "",
    });
    expect([read("a.json"), read("b.json"), folder.list()]).toEqual([
      formatted,
      formatted,
      ["a.json", "b.json"],
    ]);
  });

  test("--check writes nothing, and exits with 1 where something differs", async () => {
    folder.write("a.json", written);
    folder.write("b.json", formatted);
    expect(await run(folder, ["fmt", "--check", "a.json", "b.json"])).toEqual({
      code: 1,
      stdout: "a.json\n",
      stderr: "",
    });
    expect(await run(folder, ["fmt", "--check", "b.json"])).toMatchObject({ code: 0, stdout: "" });
    const { stdout } = await run(folder, ["fmt", "--check", "--json", "a.json", "b.json"]);
    expect(JSON.parse(stdout)).toEqual({ differing: ["a.json"] });
    expect(read("a.json")).toBe(written);
  });

  test("--stdout prints, and is no check", async () => {
    folder.write("a.json", written);
    expect(await run(folder, ["fmt", "--stdout", "a.json"])).toEqual({
      code: 0,
      stdout: formatted,
      stderr: "",
    });
    expect(read("a.json")).toBe(written);
    expect(await run(folder, ["fmt", "--stdout", "--check", "a.json"])).toMatchObject({
      code: 2,
      stdout: "",
    });
  });

  test("one file that cannot be read, and none is written", async () => {
    folder.write("a.json", written);
    folder.write("b.json", '{ "a": }');
    const { code, stderr } = await run(folder, ["fmt", "a.json", "b.json"]);
    expect([code, read("a.json")]).toEqual([2, written]);
    expect(stderr).toMatch(/^b\.json:1:8 {2}syntax\n/);
    expect(await run(folder, ["fmt", "c.json"])).toMatchObject({ code: 2 });
  });

  test("a link stays a link, and a file that others may not read stays so", async () => {
    folder.write("a.json", written);
    chmodSync(join(folder.path, "a.json"), 0o600);
    symlinkSync("a.json", join(folder.path, "link.json"));
    await run(folder, ["fmt", "link.json"]);
    expect([read("a.json"), folder.list()]).toEqual([formatted, ["a.json", "link.json"]]);
    expect(statSync(join(folder.path, "a.json")).mode & 0o777).toBe(0o600);
  });

  test("a plugin's op has its attributes in its own order", async () => {
    const attribute = '{ doc: "", need: "a number", default: 1, parse: (x) => x }';
    folder.write(
      "acme.mjs",
      `export default { name: "acme", version: 1, ops: [{ name: "acme.f", doc: { summary: "" }, inputs: ["x"],
        attributes: { z: ${attribute}, a: ${attribute} }, formula: (m, { x }) => x, samples: [{ inputs: { x: [] } }] }] };`,
    );
    folder.write(
      "a.json",
      '{ "model": { "nodes": { "h": { "a": 1, "z": 2, "op": "acme.f", "in": ["x"] } } } }',
    );
    const { stdout } = await run(folder, ["fmt", "a.json", "--stdout", "--plugin", "acme.mjs"]);
    expect(stdout).toContain('{ "op": "acme.f", "in": ["x"], "z": 2, "a": 1 }');
  });
});

describe("migrate", () => {
  const draft = '{ "version": 0, /* a */ "training": { "loss": "l", "epochs": 3 } }\n';

  test("writes the file, and says what it changed", async () => {
    folder.write("a.json", draft);
    const { code, stdout } = await run(folder, ["migrate", "a.json"]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "a.json  version 0 to 1: the names of the draft become those of the language
        version: now "chainrule": 1
        training: now "train"
        training.loss: now "minimise"
        training.epochs: now "stop": [{"epochs":3}]
      "
    `);
    expect(read("a.json")).toBe(
      '{ "chainrule": 1, /* a */ "train": { "minimise": "l", "stop": [{ "epochs": 3 }] } }\n',
    );
    expect(await run(folder, ["migrate", "a.json"])).toEqual({
      code: 0,
      stdout: "a.json is current\n",
      stderr: "",
    });
  });

  test("--stdout leaves the file, --json tells the changes as data", async () => {
    folder.write("a.json", draft);
    const { stdout, stderr } = await run(folder, ["migrate", "a.json", "--stdout"]);
    expect([stdout.includes('"chainrule": 1'), stderr.includes("version 0 to 1"), read("a.json")]).toEqual([
      true,
      true,
      draft,
    ]);
    const asJson = await run(folder, ["migrate", "a.json", "--json"]);
    expect(JSON.parse(asJson.stdout)).toMatchObject([{ plugin: "chainrule", from: 0, to: 1 }]);
  });

  test("what is refused is not written", async () => {
    const conflict = '{ "version": 0, "training": { "steps": 1, "epochs": 3 } }\n';
    folder.write("a.json", conflict);
    const { code, stderr } = await run(folder, ["migrate", "a.json"]);
    expect([code, read("a.json")]).toEqual([2, conflict]);
    expect(stderr).toMatch(/^a\.json:1:31 {2}conflict\n/);
  });

  test("every command that opens an older spec says how to migrate it", async () => {
    folder.write("a.json", draft);
    const { code, stderr } = await run(folder, ["train", "a.json"]);
    expect([code, stderr]).toEqual([
      2,
      "a.json:1:3  unsupported-version\n  got   version 0\n  need  version 1\n  try   chainrule migrate a.json\n",
    ]);
  });
});

describe("url", () => {
  test("prints a text, behind a base where one is given, and reads it again", async () => {
    folder.write("a.json", written);
    const { stdout, stderr } = await run(folder, ["url", "a.json", "--base", "https://example.org/#old"]);
    expect(stdout).toMatch(/^https:\/\/example\.org\/#1[\w-]+\n$/);
    expect(stderr).toBe("a.json: its comments are not in the text\n");
    expect(await run(folder, ["url", "--decode", stdout.trim()])).toEqual({
      code: 0,
      stdout: formatted.replace(" // mine", ""),
      stderr: "",
    });
    const asJson = await run(folder, ["url", "a.json", "--json"]);
    const { url, length } = JSON.parse(asJson.stdout) as { url: string; length: number };
    expect(url.length).toBe(length);
  });

  test.each([
    [["url"], /^missing-argument\n/],
    [["url", "a.json", "--decode", "1"], /^conflict\n/],
    [["url", "--decode", "hello"], /^--decode {2}not-encoded\n/],
  ])("%j is refused", async (args, message) => {
    const { code, stderr } = await run(folder, args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
