import { attribute } from "@chainrule/core";
import { expect, test } from "vitest";
import { Editor } from "../testing/editor.js";
import { dataDefinitions, dataSchema } from "./data.js";
import type { EditorSchema } from "./editorSchema.js";

const spiral = {
  name: "spiral",
  doc: { summary: "arms that wind around one another" },
  attributes: { classes: attribute.integer({ doc: "how many arms", min: 1 }) },
};
const moons = { name: "moons", doc: { summary: "two half circles" } };
const section: EditorSchema = {
  type: "object",
  properties: { generator: { type: "string" }, csv: { type: "string" } },
};
const generators = [spiral, moons];
const editor = new Editor({
  ...dataSchema(section, generators),
  definitions: dataDefinitions(section, generators),
});

test("a generator's name is offered, and after it its attributes", async () => {
  expect([...(await editor.offers('{ "generator": | }')).keys()]).toEqual(['"spiral"', '"moons"']);
  expect([...(await editor.offers('{ "generator": "spiral", | }')).keys()]).toEqual(["classes", "csv"]);
  expect([...(await editor.offers('{ "generator": "moons", | }')).keys()]).toEqual(["csv"]);
});

test("attributes of another generator, or of none, are underlined", async () => {
  expect(await editor.underlined('{ "generator": "spiral", "classes": 3 }')).toEqual([]);
  expect(await editor.underlined('{ "generator": "spiral", "classes": 0 }')).toEqual([
    { text: "0", message: "need an integer at least 1" },
  ]);
  expect(await editor.underlined('{ "generator": "moons", "classes": 3 }')).toEqual([
    { text: '"classes"', message: "need no attributes for generator moons" },
  ]);
  expect(await editor.underlined('{ "csv": "a.csv", "classes": 3 }')).toEqual([
    { text: '"classes"', message: "need one of generator, csv" },
  ]);
});
