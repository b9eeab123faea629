import { fileURLToPath } from "node:url";
import { Registry } from "@chainrule/core";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { Folder, run } from "../testing/io.js";
import { defaultRegistry } from "../registry.js";
import { schemaText } from "./schemaText.js";
import { specSchema } from "./specSchema.js";

const text = schemaText(specSchema(defaultRegistry()));

test("a schema is valid, and its text is the schema", () => {
  const ajv = new Ajv({ strict: false });
  const schema = JSON.parse(text) as object;
  expect(ajv.validateSchema(schema)).toBe(true);
  expect(() => ajv.compile(schema)).not.toThrow();
  expect(schema).toEqual(JSON.parse(JSON.stringify(specSchema(defaultRegistry()))));
});

test("a registry with nothing in it has a schema as well", () => {
  const schema = JSON.parse(schemaText(specSchema(new Registry([])))) as object;
  expect(() => new Ajv({ strict: false }).compile(schema)).not.toThrow();
});

test("the command writes the same bytes every time", async () => {
  const folder = new Folder();
  try {
    expect(await run(folder, ["schema"])).toEqual({ code: 0, stdout: text, stderr: "" });
    expect(await run(folder, ["schema", "-o", "chainrule.schema.json"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(folder.read("chainrule.schema.json")).toBe(text);
    const { code, stderr } = await run(folder, ["schema", "-o", "no/such/folder.json"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("unwritable-file")]);
  } finally {
    folder.remove();
  }
});

test("a schema is small enough to be read by an editor at every start", () => {
  // Three kilobytes for each of 170 ops.
  expect(text.length).toBeLessThan(600_000);
});

test("the command takes plugins", async () => {
  const folder = new Folder();
  try {
    const plugin = fileURLToPath(new URL("../../../../examples/plugin/plugin.js", import.meta.url));
    const { code, stdout } = await run(folder, ["schema", "--plugin", plugin]);
    expect(code).toBe(0);
    expect(Object.keys((JSON.parse(stdout) as { definitions: object }).definitions)).toContain(
      "op.acme.swish",
    );
  } finally {
    folder.remove();
  }
});
