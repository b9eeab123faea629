import { truncateSync } from "node:fs";
import { join } from "node:path";
import { type Json, maximumProblems, Refusal } from "@chainrule/core";
import { expect, test } from "vitest";
import { openSpec } from "./project.js";
import { seeds } from "./testing/fuzz/seeds.js";
import { type Hostile, hostiles } from "./testing/hostile.js";
import { Folder, run } from "./testing/io.js";

/** Codes that a text is refused with; none where it is accepted. */
function codesOf({ text, limits, files = {} }: Hostile): string[] {
  const readText = (name: string): string => files[name.replaceAll("./", "")] ?? "";
  try {
    openSpec(text(), "spec.json", { readText, ...(limits && { limits }) });
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.problems.length).toBeLessThanOrEqual(maximumProblems);
    expect(error.message.length).toBeLessThan(maximumProblems * 5000);
    return [...new Set(error.problems.map(({ code }) => code))];
  }
}

// pnpm bench:limits does the same with a million of each, and tells what it costs.
test.each(hostiles(50_000))("$name", (hostile) => {
  expect(codesOf(hostile)).toEqual(hostile.codes);
});

test.each(["__proto__", "constructor", "prototype"])(
  "the key %s is refused in every object of every spec",
  (key) => {
    const before = Reflect.ownKeys(Object.prototype).length;
    for (const spec of seeds) {
      const text = JSON.stringify(spec);
      for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at + 1)) {
        const comma = text[at + 1] === "}" ? "" : ",";
        const changed = `${text.slice(0, at + 1)}${JSON.stringify(key)}:{"polluted":1}${comma}${text.slice(at + 1)}`;
        expect(codesOf({ name: "", text: () => changed, codes: [] })).toEqual(["forbidden-key"]);
      }
    }
    expect(Reflect.ownKeys(Object.prototype).length).toBe(before);
    expect("polluted" in {}).toBe(false);
  },
);

test.each(["toString", "hasOwnProperty", "valueOf", "then", "length"])(
  "%s is a name like any other: of nodes, dims, arguments, inputs, outputs and blocks",
  (name) => {
    const spec: Json = {
      chainrule: 1,
      dims: { [name]: 2 },
      blocks: {
        [name]: {
          args: { [name]: { type: "integer" } },
          inputs: { [name]: { shape: ["N", name] } },
          params: { w: { shape: [name, { $arg: name }], init: "zeros" } },
          nodes: { y: { op: "matmul", in: [name, "w"] } },
          output: "y",
        },
      },
      model: {
        inputs: { x: { shape: ["N", name] } },
        nodes: { [name]: { block: name, in: { [name]: "x" }, [name]: 3 } },
        outputs: { [name]: name },
      },
    };
    const { graph } = openSpec(JSON.stringify(spec));
    expect(Object.keys(graph.outputs)).toEqual([name]);
    expect(graph.nodes.find(({ id }) => id === graph.outputs[name])).toMatchObject({ shape: ["N", 3] });
  },
);

test.each([
  ["NaN", ["syntax"]],
  ["Infinity", ["syntax"]],
  ["-Infinity", ["syntax"]],
  ["1e400", ["not-a-number"]],
  ["-1e400", ["not-a-number"]],
  ["1e-400", []],
  ["-0", []],
  ["1e308", []],
])("%s as a number", (number, codes) => {
  const [line] = seeds;
  const text = JSON.stringify(line).replace('"value":0', `"value":${number}`);
  expect(codesOf({ name: "", text: () => text, codes: [] })).toEqual(codes);
});

/** The first line of what the command says of the bytes of a spec. */
async function toldOf(write: (folder: Folder) => void, args = ["check", "spec.json"]): Promise<string> {
  const folder = new Folder();
  try {
    write(folder);
    const { code, stderr } = await run(folder, args);
    expect(code).toBe(2);
    return stderr.split("\n").slice(0, 2).join("\n");
  } finally {
    folder.remove();
  }
}

test("files that are no text in UTF-8", async () => {
  const utf16 = Uint8Array.from(Buffer.from("\uFEFF{}", "utf16le"));
  expect(await toldOf((folder) => folder.write("spec.json", utf16))).toMatchInlineSnapshot(`
    "spec.json:1:1  not-utf8
      got   FF FE, with which UTF-16 begins"
  `);
  const latin1 = Uint8Array.from(Buffer.from('{\n  "doc": "é" }', "latin1"));
  expect(await toldOf((folder) => folder.write("spec.json", latin1))).toMatchInlineSnapshot(`
    "spec.json:2:11  not-utf8
      got   byte E9 at offset 12"
  `);
  const data = { examples: undefined, csv: "data.csv" };
  const spec = { ...(seeds[0] as object), data };
  const told = await toldOf((folder) => {
    folder.write("spec.json", spec);
    folder.write("data.csv", Uint8Array.from(Buffer.from("x,y\n1,é\n", "latin1")));
  });
  expect(told).toMatchInlineSnapshot(`
    "data.csv:2:3  not-utf8
      got   byte E9 at offset 6"
  `);
});

test("a file of 100 MB is refused by its size", async () => {
  const told = await toldOf((folder) => {
    folder.write("spec.json", "");
    truncateSync(join(folder.path, "spec.json"), 1e8);
  });
  expect(told).toMatchInlineSnapshot(`
    "spec.json  too-large
      got   100000000 bytes"
  `);
});
